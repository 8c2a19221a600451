//! Branches that run side by side: `try_join!`, `race!` and `quorum!`.
//!
//! The block of a branch has the run's `watch` to itself, by value: a block that only refers to what is around it holds a
//! reference, which has a size also where a watch has none.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

pin_project! {
    /// A branch of a join: a future, then its value.
    #[project = BranchProjection]
    pub enum Branch<F, T> {
        /// It runs.
        Running {
            #[pin]
            future: F,
        },
        /// It has succeeded.
        Done { value: Option<T> },
    }
}

/// A branch that has not begun.
pub fn branch<T, E, F: Future<Output = Result<T, E>>>(future: F) -> Branch<F, T> {
    Branch::Running { future }
}

impl<T, E, F: Future<Output = Result<T, E>>> Branch<F, T> {
    /// Goes on with the branch. `Ready` when it has succeeded, now or before.
    pub fn poll_done(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>> {
        let value = match self.as_mut().project() {
            BranchProjection::Done { .. } => return Poll::Ready(Ok(())),
            BranchProjection::Running { future } => match future.poll(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Ready(Ok(value)) => value,
            },
        };
        self.set(Branch::Done { value: Some(value) });
        Poll::Ready(Ok(()))
    }

    /// Drops what the branch does, or its value.
    pub fn cancel(mut self: Pin<&mut Self>) {
        self.set(Branch::Done { value: None });
    }

    /// The value of a branch that is done.
    pub fn take(self: Pin<&mut Self>) -> T {
        match self.project() {
            BranchProjection::Done { value } => value.take().unwrap_or_else(|| super::impossible()),
            BranchProjection::Running { .. } => super::impossible(),
        }
    }
}

/// A branch as a future, which holds its own `watch`.
#[doc(hidden)]
#[macro_export]
macro_rules! watched_branch {
    ($watch:ident, $body:block) => {{
        let own = $crate::__private::Watch::branch(&$watch);
        async {
            #[allow(unused_variables)]
            let $watch = own;
            $body
        }
    }};
}

/// Runs branches side by side until all have succeeded or one has failed. The branches are polled in the order written,
/// and dropped in that order when one has failed.
#[doc(hidden)]
#[macro_export]
macro_rules! try_join {
    ($watch:ident; $($name:ident = $body:block),+ $(,)?) => {
        $crate::try_join!($($name = $crate::watched_branch!($watch, $body)),+)
    };
    ($($name:ident = $future:expr),+ $(,)?) => {{
        $(let mut $name = $crate::__private::pin!($crate::__private::branch($future));)+
        let result = $crate::__private::poll_fn(|cx| {
            let mut waiting = false;
            $(match $name.as_mut().poll_done(cx) {
                $crate::__private::Poll::Ready(::core::result::Result::Ok(())) => {}
                $crate::__private::Poll::Ready(::core::result::Result::Err(error)) => {
                    return $crate::__private::Poll::Ready(::core::result::Result::Err(error));
                }
                $crate::__private::Poll::Pending => waiting = true,
            })+
            if waiting {
                $crate::__private::Poll::Pending
            } else {
                $crate::__private::Poll::Ready(::core::result::Result::Ok(($($name.as_mut().take(),)+)))
            }
        })
        .await;
        if result.is_err() {
            $($name.as_mut().cancel();)+
        }
        result
    }};
}

/// Runs branches side by side until the first succeeds. One that fails drops out; when all have failed, so does the
/// step that waits for the race.
///
/// Everything that can go on without waiting goes on before the race is decided for the first-written branch that has
/// succeeded. The losers are dropped, in the order written, before anything else is done.
#[doc(hidden)]
#[macro_export]
macro_rules! race {
    ($watch:ident; $id:expr, $flow:expr, $step:expr; $($member:expr => $name:ident = $body:block),+ $(,)?) => {{
        $(let $name = $crate::watched_branch!($watch, $body);)+
        $crate::race!($watch; $id, $flow, $step; $($member => $name),+)
    }};
    ($watch:ident; $id:expr, $flow:expr, $step:expr; $($member:expr => $name:ident),+ $(,)?) => {{
        $(let mut $name = $crate::__private::pin!(::core::option::Option::Some($name));)+
        let mut failures = $crate::__private::Failures::new();
        let result = $crate::__private::poll_fn(|cx| {
            let mut race = $crate::__private::Race::new(&mut failures);
            $(race.take($crate::__private::poll($name.as_mut(), cx));)+
            race.decide($flow, $step)
        })
        .await;
        result.map(|(winner, value)| {
            $crate::__private::Watch::decided(&$watch, $id, [$($member),+][winner]);
            $($name.set(::core::option::Option::None);)+
            $crate::__private::Watch::settled(&$watch);
            value
        })
    }};
}

/// Runs branches side by side until so many have succeeded. One that fails drops out; when too few are left, the step
/// that waits for the quorum fails.
///
/// Otherwise like `race!`. The values are in order of arrival; several of one instant in the order written.
#[doc(hidden)]
#[macro_export]
macro_rules! quorum {
    (
        $watch:ident; $id:expr, $flow:expr, $step:expr, $needed:expr;
        $($member:expr => $name:ident = $body:block),+ $(,)?
    ) => {{
        $(let $name = $crate::watched_branch!($watch, $body);)+
        $crate::quorum!($watch; $id, $flow, $step, $needed; $($member => $name),+)
    }};
    (
        $watch:ident; $id:expr, $flow:expr, $step:expr, $needed:expr;
        $($member:expr => $name:ident),+ $(,)?
    ) => {{
        $(let mut $name = $crate::__private::pin!(::core::option::Option::Some($name));)+
        let mut quorum = $crate::__private::Quorum::new($needed);
        let result = $crate::__private::poll_fn(|cx| {
            quorum.begin_poll();
            $(quorum.take($crate::__private::poll($name.as_mut(), cx));)+
            quorum.decide($flow, $step)
        })
        .await;
        result.map(|(last, values)| {
            $crate::__private::Watch::decided(&$watch, $id, [$($member),+][last]);
            $($name.set(::core::option::Option::None);)+
            $crate::__private::Watch::settled(&$watch);
            values
        })
    }};
}

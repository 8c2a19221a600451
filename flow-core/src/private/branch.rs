//! Branches that run side by side: one of a join, `race!` and `quorum!`.

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
pub(super) fn branch<T, E, F: Future<Output = Result<T, E>>>(future: F) -> Branch<F, T> {
    Branch::Running { future }
}

/// Goes on with a branch. `Ready` when it has succeeded, now or before.
pub(super) fn poll_branch<T, E, F: Future<Output = Result<T, E>>>(
    branch: &mut Pin<&mut Branch<F, T>>,
    cx: &mut Context<'_>,
) -> Poll<Result<(), E>> {
    let value = match branch.as_mut().project() {
        BranchProjection::Done { .. } => return Poll::Ready(Ok(())),
        BranchProjection::Running { future } => match future.poll(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
            Poll::Ready(Ok(value)) => value,
        },
    };
    branch.set(Branch::Done { value: Some(value) });
    Poll::Ready(Ok(()))
}

/// The value of a branch that is done.
pub(super) fn take_branch<F, T>(branch: &mut Pin<&mut Branch<F, T>>) -> T {
    match branch.as_mut().project() {
        BranchProjection::Done { value } => value.take().unwrap_or_else(|| super::impossible()),
        BranchProjection::Running { .. } => super::impossible(),
    }
}

/// Runs branches side by side until the first succeeds. One that fails drops out; when all have failed, so does the
/// step that waits for the race.
///
/// Everything that can go on without waiting goes on before the race is decided for the first-written branch that has
/// succeeded. The losers are dropped, in the order written, before anything else is done.
#[doc(hidden)]
#[macro_export]
macro_rules! race {
    ($watch:ident; $id:expr, $flow:expr, $step:expr, [$($member:expr),+ $(,)?]; $racers:expr) => {{
        let __copy = $crate::__private::Watch::branch(&$watch);
        let __decided = move |__winner| {
            $crate::__private::Watch::decided(&__copy, $id, [$($member),+][__winner]);
        };
        match $crate::__private::racing($racers, __decided).await {
            $crate::__private::Ok(__value) => {
                $crate::__private::Watch::settled(&$watch);
                $crate::__private::Ok(__value)
            }
            $crate::__private::Err(mut __failures) => {
                $crate::__private::Err($crate::__private::Failures::of_race(&mut __failures, $flow, $step))
            }
        }
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
        $($member:expr => $name:ident),+ $(,)?
    ) => {{
        $(let mut $name = $crate::__private::pin!($crate::__private::Some($name));)+
        let mut __quorum = $crate::__private::Quorum::new($needed);
        let __result = $crate::__private::poll_fn(|__cx| {
            $crate::__private::Quorum::begin_poll(&mut __quorum);
            $($crate::__private::Quorum::take(&mut __quorum, $crate::__private::poll(&mut $name, __cx));)+
            $crate::__private::Quorum::decide(&mut __quorum, $flow, $step)
        })
        .await;
        match __result {
            $crate::__private::Ok((__last, __values)) => {
                $crate::__private::Watch::decided(&$watch, $id, [$($member),+][__last]);
                $($crate::__private::stop(&mut $name);)+
                $crate::__private::Watch::settled(&$watch);
                $crate::__private::Ok(__values)
            }
            $crate::__private::Err(__error) => $crate::__private::Err(__error),
        }
    }};
}

//! Branches of which the first to succeed is wanted, as one future.
//!
//! One type for each number of branches: what the branches are is written once, here, and not in every flow. More than sixteen are
//! groups, which have wakers of their own where they wait for long.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::woken::OwnWaker;
use super::{Failures, Race};
use crate::error::FlowError;

/// Branches of one race.
pub trait Racers {
    /// What they give.
    type Value;
    /// What a step of theirs fails with.
    type Error;
    /// How many.
    const COUNT: usize;

    /// Polls those that run, in the order written.
    fn look(self: Pin<&mut Self>, cx: &mut Context<'_>, race: &mut Race<'_, Self::Value, Self::Error>);
}

/// Up to sixteen branches.
pub trait Branching {
    /// All of them.
    type Racers;
    /// Side by side.
    fn racers(self) -> Self::Racers;
}

/// Up to sixteen branches of a race.
pub fn racers<B: Branching>(branches: B) -> B::Racers {
    branches.racers()
}

pin_project! {
    /// A race.
    // Nothing says of a branch whether its future is still there: the `await` that ends the race drops all of them.
    pub struct Racing<R, M, D> {
        #[pin]
        racers: R,
        failures: Failures<M>,
        decided: D,
    }
}

/// Runs branches side by side until the first has succeeded, or all have failed. Gives the value of the winner, whose number
/// `decided` is told before the losers are dropped: in the order written, when the race is. Everything that can go on without
/// waiting goes on before the race is decided for the first-written branch that has succeeded.
pub fn racing<R: Racers, D: FnMut(usize)>(racers: R, decided: D) -> Racing<R, R::Error, D> {
    Racing { racers, failures: Failures::new(), decided }
}

impl<M, R: Racers<Error = M>, D: FnMut(usize)> Future for Racing<R, M, D> {
    type Output = Result<R::Value, Failures<M>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut race = Race::new(this.failures);
        this.racers.look(cx, &mut race);
        race.decided().map_ok(|(winner, value)| {
            (this.decided)(winner);
            value
        })
    }
}

pin_project! {
    /// Some of many branches: a few, which a wake polls together.
    pub struct Group<R> {
        #[pin]
        racers: R,
        own: OwnWaker,
        // Since they were polled last.
        waiting: bool,
    }
}

/// Some of many branches.
pub fn group<B: Branching>(branches: B) -> Group<B::Racers> {
    Group { racers: branches.racers(), own: OwnWaker::new(), waiting: true }
}

impl<R: Racers> Racers for Group<R> {
    type Value = R::Value;
    type Error = R::Error;
    const COUNT: usize = R::COUNT;

    fn look(self: Pin<&mut Self>, cx: &mut Context<'_>, race: &mut Race<'_, R::Value, R::Error>) {
        let this = self.project();
        let polled = this.own.poll(cx, |cx| race.waits(|race| this.racers.look(cx, race)));
        match polled {
            Some(waiting) => *this.waiting = waiting,
            None => race.skip(R::COUNT, *this.waiting),
        }
    }
}

pin_project! {
    /// Some of many branches: these, then those.
    pub struct Both<A, B> {
        #[pin]
        these: A,
        #[pin]
        those: B,
    }
}

/// These branches, then those.
pub fn both<A: Racers, B: Racers<Value = A::Value, Error = A::Error>>(these: A, those: B) -> Both<A, B> {
    Both { these, those }
}

impl<A: Racers, B: Racers<Value = A::Value, Error = A::Error>> Racers for Both<A, B> {
    type Value = A::Value;
    type Error = A::Error;
    const COUNT: usize = A::COUNT + B::COUNT;

    fn look(self: Pin<&mut Self>, cx: &mut Context<'_>, race: &mut Race<'_, A::Value, A::Error>) {
        let this = self.project();
        this.these.look(cx, race);
        this.those.look(cx, race);
    }
}

macro_rules! races {
    ($($name:ident($($field:ident: $future:ident),+);)+) => {$(
        pin_project! {
            /// Branches of which the first to succeed is wanted.
            pub struct $name<$($future),+> {
                $(#[pin] $field: $future,)+
                // A bit for each.
                ended: u16,
            }
        }

        impl<Value, Error, $($future: Future<Output = Result<Value, FlowError<Error>>>),+> Branching for ($($future,)+) {
            type Racers = $name<$($future),+>;

            #[inline]
            fn racers(self) -> Self::Racers {
                let ($($field,)+) = self;
                $name { $($field,)+ ended: 0 }
            }
        }

        impl<Value, Error, $($future: Future<Output = Result<Value, FlowError<Error>>>),+> Racers for $name<$($future),+> {
            type Value = Value;
            type Error = Error;
            const COUNT: usize = [$(stringify!($field)),+].len();

            #[inline]
            fn look(self: Pin<&mut Self>, cx: &mut Context<'_>, race: &mut Race<'_, Value, Error>) {
                let this = self.project();
                let mut branch: u16 = 1;
                $(
                    if *this.ended & branch == 0 {
                        if race.take(this.$field.poll(cx)) {
                            *this.ended |= branch;
                        }
                    } else {
                        race.skip(1, false);
                    }
                    branch = branch.wrapping_shl(1);
                )+
                let _ = branch;
            }
        }
    )+};
}

races! {
    Race1(a: A);
    Race2(a: A, b: B);
    Race3(a: A, b: B, c: C);
    Race4(a: A, b: B, c: C, d: D);
    Race5(a: A, b: B, c: C, d: D, e: E);
    Race6(a: A, b: B, c: C, d: D, e: E, f: F);
    Race7(a: A, b: B, c: C, d: D, e: E, f: F, g: G);
    Race8(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H);
    Race9(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I);
    Race10(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I, j: J);
    Race11(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I, j: J, k: K);
    Race12(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I, j: J, k: K, l: L);
    Race13(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I, j: J, k: K, l: L, m: M);
    Race14(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I, j: J, k: K, l: L, m: M, n: N);
    Race15(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I, j: J, k: K, l: L, m: M, n: N, o: O);
    Race16(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I, j: J, k: K, l: L, m: M, n: N, o: O, p: P);
}

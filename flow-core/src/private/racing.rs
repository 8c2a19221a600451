//! Branches of which the first to succeed is wanted, as one future.
//!
//! One type for each number of branches: what the branches are is written once, here, and not in every flow.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::slot::poll;
use super::{Failures, Race};
use crate::error::FlowError;

/// Up to sixteen branches.
pub trait Racers {
    /// All of them.
    type Running;
    /// Side by side.
    fn race(self) -> Self::Running;
}

/// Runs branches side by side until the first has succeeded, or all have failed. The number of the winner, and its value.
/// Everything that can go on without waiting goes on before the race is decided for the first-written branch that has
/// succeeded.
pub fn racing<R: Racers>(branches: R) -> R::Running {
    branches.race()
}

/// Branches that may have to be dropped.
pub trait Losers {
    /// Drops those that are left, in the order written.
    fn stop(self: Pin<&mut Self>);
}

macro_rules! races {
    ($($name:ident($($field:ident: $future:ident),+);)+) => {$(
        pin_project! {
            /// Branches of which the first to succeed is wanted.
            pub struct $name<Error, $($future),+> {
                $(#[pin] $field: Option<$future>,)+
                failures: Failures<Error>,
            }
        }

        impl<Value, Error, $($future: Future<Output = Result<Value, FlowError<Error>>>),+> Racers for ($($future,)+) {
            type Running = $name<Error, $($future),+>;

            fn race(self) -> Self::Running {
                let ($($field,)+) = self;
                $name { $($field: Some($field),)+ failures: Failures::new() }
            }
        }

        impl<Value, Error, $($future: Future<Output = Result<Value, FlowError<Error>>>),+> Future for $name<Error, $($future),+> {
            type Output = Result<(usize, Value), Failures<Error>>;

            fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
                let mut this = self.project();
                let mut race = Race::new(this.failures);
                $(race.take(poll(&mut this.$field, cx));)+
                race.decided()
            }
        }

        impl<Error, $($future),+> Losers for $name<Error, $($future),+> {
            fn stop(self: Pin<&mut Self>) {
                let mut this = self.project();
                $(this.$field.set(None);)+
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

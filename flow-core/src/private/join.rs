//! Branches that all have to succeed, as one future.
//!
//! One type for each number of branches: what the branches are is written once, here, and not in every flow.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::branch::{Branch, branch, poll_branch, take_branch};

/// Up to sixteen branches.
pub trait Branches {
    /// All of them.
    type Join;
    /// Side by side.
    fn join(self) -> Self::Join;
}

/// Runs branches side by side until all have succeeded or one has failed. The branches are polled in the order written, and
/// dropped in that order.
pub fn join<B: Branches>(branches: B) -> B::Join {
    branches.join()
}

macro_rules! joins {
    ($($name:ident($($field:ident: $future:ident => $value:ident),+);)+) => {$(
        pin_project! {
            /// Branches that all have to succeed.
            pub struct $name<$($future, $value),+> {
                $(#[pin] $field: Branch<$future, $value>,)+
            }
        }

        impl<Error, $($value, $future: Future<Output = Result<$value, Error>>),+> Branches for ($($future,)+) {
            type Join = $name<$($future, $value),+>;

            fn join(self) -> Self::Join {
                let ($($field,)+) = self;
                $name { $($field: branch($field)),+ }
            }
        }

        impl<Error, $($value, $future: Future<Output = Result<$value, Error>>),+> Future for $name<$($future, $value),+> {
            type Output = Result<($($value,)+), Error>;

            fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
                let mut this = self.project();
                let mut waiting = false;
                $(match poll_branch(&mut this.$field, cx) {
                    Poll::Ready(Ok(())) => {}
                    Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                    Poll::Pending => waiting = true,
                })+
                if waiting {
                    return Poll::Pending;
                }
                Poll::Ready(Ok(($(take_branch(&mut this.$field),)+)))
            }
        }
    )+};
}

joins! {
    Join1(a: A => VA);
    Join2(a: A => VA, b: B => VB);
    Join3(a: A => VA, b: B => VB, c: C => VC);
    Join4(a: A => VA, b: B => VB, c: C => VC, d: D => VD);
    Join5(a: A => VA, b: B => VB, c: C => VC, d: D => VD, e: E => VE);
    Join6(a: A => VA, b: B => VB, c: C => VC, d: D => VD, e: E => VE, f: F => VF);
    Join7(a: A => VA, b: B => VB, c: C => VC, d: D => VD, e: E => VE, f: F => VF, g: G => VG);
    Join8(a: A => VA, b: B => VB, c: C => VC, d: D => VD, e: E => VE, f: F => VF, g: G => VG, h: H => VH);
    Join9(a: A => VA, b: B => VB, c: C => VC, d: D => VD, e: E => VE, f: F => VF, g: G => VG, h: H => VH, i: I => VI);
    Join10(a: A => VA, b: B => VB, c: C => VC, d: D => VD, e: E => VE, f: F => VF, g: G => VG, h: H => VH, i: I => VI, j: J => VJ);
    Join11(a: A => VA, b: B => VB, c: C => VC, d: D => VD, e: E => VE, f: F => VF, g: G => VG, h: H => VH, i: I => VI, j: J => VJ, k: K => VK);
    Join12(a: A => VA, b: B => VB, c: C => VC, d: D => VD, e: E => VE, f: F => VF, g: G => VG, h: H => VH, i: I => VI, j: J => VJ, k: K => VK, l: L => VL);
    Join13(a: A => VA, b: B => VB, c: C => VC, d: D => VD, e: E => VE, f: F => VF, g: G => VG, h: H => VH, i: I => VI, j: J => VJ, k: K => VK, l: L => VL, m: M => VM);
    Join14(a: A => VA, b: B => VB, c: C => VC, d: D => VD, e: E => VE, f: F => VF, g: G => VG, h: H => VH, i: I => VI, j: J => VJ, k: K => VK, l: L => VL, m: M => VM, n: N => VN);
    Join15(a: A => VA, b: B => VB, c: C => VC, d: D => VD, e: E => VE, f: F => VF, g: G => VG, h: H => VH, i: I => VI, j: J => VJ, k: K => VK, l: L => VL, m: M => VM, n: N => VN, o: O => VO);
    Join16(a: A => VA, b: B => VB, c: C => VC, d: D => VD, e: E => VE, f: F => VF, g: G => VG, h: H => VH, i: I => VI, j: J => VJ, k: K => VK, l: L => VL, m: M => VM, n: N => VN, o: O => VO, p: P => VP);
}

//! Our flows.

use std::marker::PhantomData;
use std::ops::Range;

use flow_core::prelude::*;

#[cfg(not(feature = "wide"))]
use super::WIDE;
use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::{Shape, again_below};
use crate::step::Kind;

include!(concat!(env!("OUT_DIR"), "/flow.rs"));

/// One step, three beside each other, one that waits for all.
pub(crate) struct Diamond<K>(pub(crate) PhantomData<K>);

#[flow]
impl<K: Kind> Diamond<K> {
    #[start]
    pub(crate) async fn s(&self, value: u64) -> u64 {
        K::step(0, value).await
    }
    #[listen(s)]
    pub(crate) async fn a(&self, value: u64) -> u64 {
        K::step(0, value).await
    }
    #[listen(s)]
    pub(crate) async fn b(&self, value: u64) -> u64 {
        K::step(1, value).await
    }
    #[listen(s)]
    pub(crate) async fn c(&self, value: u64) -> u64 {
        K::step(2, value).await
    }
    #[listen(and(a, b, c))]
    pub(crate) async fn last(&self, a: u64, b: u64, c: u64) -> u64 {
        K::step(0, a + b + c).await
    }
}

/// One step, three of which the first wins, one after it.
pub(crate) struct Race<K>(pub(crate) PhantomData<K>);

#[flow]
impl<K: Kind> Race<K> {
    #[start]
    pub(crate) async fn s(&self, value: u64) -> u64 {
        K::step(0, value).await
    }
    #[listen(s)]
    pub(crate) async fn a(&self, value: u64) -> u64 {
        K::step(0, value).await
    }
    #[listen(s)]
    pub(crate) async fn b(&self, value: u64) -> u64 {
        K::step(1, value).await
    }
    #[listen(s)]
    pub(crate) async fn c(&self, value: u64) -> u64 {
        K::step(2, value).await
    }
    #[listen(or(a, b, c))]
    pub(crate) async fn last(&self, value: u64) -> u64 {
        K::step(0, value).await
    }
}

/// Whether the loop goes on.
pub(crate) enum Turn {
    Again(u64),
    Done(u64),
}

/// A step, then turns of a step and a router, then a step.
pub(crate) struct Loop<K>(pub(crate) PhantomData<K>);

#[flow]
impl<K: Kind> Loop<K> {
    #[start]
    pub(crate) async fn s(&self, value: u64) -> u64 {
        K::step(0, value).await
    }
    #[listen(or(s, judge::Again))]
    pub(crate) async fn work(&self, value: u64) -> u64 {
        K::step(0, value).await
    }
    #[router(work)]
    pub(crate) async fn judge(&self, value: u64) -> Turn {
        let value = K::step(1, value).await;
        if value < again_below() { Turn::Again(value) } else { Turn::Done(value) }
    }
    #[listen(judge::Done)]
    pub(crate) async fn last(&self, value: u64) -> u64 {
        K::step(0, value).await
    }
}

/// A step for each item, all at once.
pub(crate) struct Each<K, const ITEMS: u64>(pub(crate) PhantomData<K>);

#[flow]
impl<K: Kind, const ITEMS: u64> Each<K, ITEMS> {
    #[start]
    fn items(&self, value: u64) -> Range<u64> {
        value..value + ITEMS
    }
    #[listen(each(items))]
    pub(crate) async fn item(&self, item: u64) -> u64 {
        K::step(item as usize, item).await
    }
    #[listen(item)]
    fn sum(&self, values: Vec<u64>) -> u64 {
        values.into_iter().sum()
    }
}

/// A step for each item, 64 at once.
pub(crate) struct EachLimited<K, const ITEMS: u64>(pub(crate) PhantomData<K>);

#[flow]
impl<K: Kind, const ITEMS: u64> EachLimited<K, ITEMS> {
    #[start]
    fn items(&self, value: u64) -> Range<u64> {
        value..value + ITEMS
    }
    #[listen(each(items), limit = 64)]
    pub(crate) async fn item(&self, item: u64) -> u64 {
        K::step(item as usize, item).await
    }
    #[listen(item)]
    fn sum(&self, values: Vec<u64>) -> u64 {
        values.into_iter().sum()
    }
}

/// Our flows.
pub struct Flows;

impl Contender for Flows {
    const NAME: &'static str = "flow";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        Ok(match shape {
            Shape::Chain(3) => Runs::inline(shape, |value| const { &Chain3::<K>(PhantomData) }.run(value)),
            Shape::Chain(10) => Runs::inline(shape, |value| const { &Chain10::<K>(PhantomData) }.run(value)),
            Shape::Chain(100) => {
                Runs::inline(shape, |value| const { &Chain100::<K>(PhantomData) }.run(value))
            }
            Shape::Diamond => Runs::inline(shape, |value| const { &Diamond::<K>(PhantomData) }.run(value)),
            Shape::Race => Runs::inline(shape, |value| const { &Race::<K>(PhantomData) }.run(value)),
            Shape::Nested => Runs::inline(shape, |value| const { &Nested::<K>(PhantomData) }.run(value)),
            Shape::Fan(10) => Runs::inline(shape, |value| const { &Fan10::<K>(PhantomData) }.run(value)),
            Shape::Fan(100) => Runs::inline(shape, |value| const { &Fan100::<K>(PhantomData) }.run(value)),
            #[cfg(feature = "wide")]
            Shape::Fan(1_000) => Runs::inline(shape, |value| const { &Fan1000::<K>(PhantomData) }.run(value)),
            Shape::Grid => Runs::inline(shape, |value| const { &Grid::<K>(PhantomData) }.run(value)),
            Shape::Ladder => Runs::inline(shape, |value| const { &Ladder::<K>(PhantomData) }.run(value)),
            Shape::Loop => Runs::inline(shape, |value| const { &Loop::<K>(PhantomData) }.run(value)),
            Shape::Each(10) => Runs::inline(shape, |value| const { &Each::<K, 10>(PhantomData) }.run(value)),
            Shape::Each(100) => {
                Runs::inline(shape, |value| const { &Each::<K, 100>(PhantomData) }.run(value))
            }
            Shape::Each(1_000) => {
                Runs::inline(shape, |value| const { &Each::<K, 1_000>(PhantomData) }.run(value))
            }
            Shape::Each(100_000) => {
                Runs::inline(shape, |value| const { &Each::<K, 100_000>(PhantomData) }.run(value))
            }
            Shape::EachLimited(100_000) => {
                Runs::inline(shape, |value| const { &EachLimited::<K, 100_000>(PhantomData) }.run(value))
            }
            #[cfg(not(feature = "wide"))]
            Shape::Fan(1_000) => return Err(Unable(WIDE)),
            _ => return Err(Unable("there is no flow of this size")),
        })
    }
}

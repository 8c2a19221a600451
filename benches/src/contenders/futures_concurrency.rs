//! The joins and races of the crate futures-concurrency, 7.7.1.

use std::array;

use futures_concurrency::prelude::*;

use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::Shape;
use crate::step::Kind;

async fn fan<K: Kind, const BRANCHES: usize>(value: u64) -> u64 {
    let value = K::step(0, value).await;
    let values = array::from_fn::<_, BRANCHES, _>(|index| K::step(index, value)).join().await;
    K::step(0, values.iter().sum()).await
}

async fn grid<K: Kind>(value: u64) -> u64 {
    let value = K::step(0, value).await;
    let mut layer = array::from_fn::<_, 10, _>(|index| K::step(index, value)).join().await;
    for _ in 1..10 {
        layer = array::from_fn::<_, 10, _>(|index| K::step(index, layer.iter().sum())).join().await;
    }
    K::step(0, layer.iter().sum()).await
}

async fn race<K: Kind>(value: u64) -> u64 {
    let value = K::step(0, value).await;
    let value = (K::step(0, value), K::step(1, value), K::step(2, value)).race().await;
    K::step(0, value).await
}

async fn chain<K: Kind>(length: usize, mut value: u64) -> u64 {
    for index in 0..length {
        value = K::step(index, value).await;
    }
    value
}

async fn nested<K: Kind>(value: u64) -> u64 {
    let value = K::step(0, value).await;
    let inner = async {
        let value = (chain::<K>(10, value), chain::<K>(10, value)).race().await;
        chain::<K>(10, value).await
    };
    let value = (inner, chain::<K>(30, value)).race().await;
    K::step(0, value).await
}

async fn each<K: Kind>(items: usize, value: u64) -> u64 {
    let steps: Vec<_> = (value..value + items as u64).map(|item| K::step(item as usize, item)).collect();
    steps.join().await.into_iter().sum()
}

/// The crate futures-concurrency.
pub struct FuturesConcurrency;

impl Contender for FuturesConcurrency {
    const NAME: &'static str = "futures-concurrency";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        Ok(match shape {
            Shape::Diamond => Runs::inline(shape, fan::<K, 3>),
            Shape::Fan(10) => Runs::inline(shape, fan::<K, 10>),
            Shape::Fan(100) => Runs::inline(shape, fan::<K, 100>),
            Shape::Fan(1_000) => Runs::inline(shape, fan::<K, 1_000>),
            Shape::Grid => Runs::inline(shape, grid::<K>),
            Shape::Race => Runs::inline(shape, race::<K>),
            Shape::Nested => Runs::inline(shape, nested::<K>),
            Shape::Each(items) => Runs::inline(shape, move |value| each::<K>(items, value)),
            Shape::Chain(_) | Shape::Loop => return Err(Unable("nothing runs side by side")),
            Shape::EachLimited(_) => return Err(Unable("its limited streams keep no order of items")),
            Shape::Ladder => return Err(Unable("joins and races alone")),
            Shape::Fan(_) => return Err(Unable("not written in this size")),
        })
    }
}

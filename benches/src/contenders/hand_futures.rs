//! What else a careful person may write where there is a choice: `futures::join!`, and the joins that keep the items'
//! order by themselves.

use std::marker::PhantomData;

use futures::future::join_all;
use futures::stream::{self, StreamExt};

#[cfg(not(feature = "wide"))]
use super::WIDE;
#[cfg(feature = "wide")]
use super::flow::Fan1000;
use super::flow::{Diamond, Each, EachLimited, Fan10, Fan100, Grid};
use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::{LIMIT, Shape};
use crate::step::Kind;

include!(concat!(env!("OUT_DIR"), "/hand_futures.rs"));

async fn diamond<K: Kind>(flow: &Diamond<K>, value: u64) -> u64 {
    let value = flow.s(value).await;
    let (a, b, c) = futures::join!(flow.a(value), flow.b(value), flow.c(value));
    flow.last(a, b, c).await
}

async fn each<K: Kind, const ITEMS: u64>(flow: &Each<K, ITEMS>, value: u64) -> u64 {
    join_all((value..value + ITEMS).map(|item| flow.item(item))).await.into_iter().sum()
}

async fn each_limited<K: Kind, const ITEMS: u64>(flow: &EachLimited<K, ITEMS>, value: u64) -> u64 {
    let items = stream::iter(value..value + ITEMS).map(|item| flow.item(item));
    items.buffered(LIMIT).collect::<Vec<u64>>().await.into_iter().sum()
}

/// What else a careful person may write.
pub struct HandFutures;

impl Contender for HandFutures {
    const NAME: &'static str = "hand: futures";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        Ok(match shape {
            Shape::Diamond => {
                Runs::inline(shape, |value| diamond(const { &Diamond::<K>(PhantomData) }, value))
            }
            Shape::Fan(10) => Runs::inline(shape, |value| fan10(const { &Fan10::<K>(PhantomData) }, value)),
            Shape::Fan(100) => {
                Runs::inline(shape, |value| fan100(const { &Fan100::<K>(PhantomData) }, value))
            }
            #[cfg(feature = "wide")]
            Shape::Fan(1_000) => {
                Runs::inline(shape, |value| fan1000(const { &Fan1000::<K>(PhantomData) }, value))
            }
            Shape::Grid => Runs::inline(shape, |value| grid(const { &Grid::<K>(PhantomData) }, value)),
            Shape::Each(10) => {
                Runs::inline(shape, |value| each(const { &Each::<K, 10>(PhantomData) }, value))
            }
            Shape::Each(100) => {
                Runs::inline(shape, |value| each(const { &Each::<K, 100>(PhantomData) }, value))
            }
            Shape::Each(1_000) => {
                Runs::inline(shape, |value| each(const { &Each::<K, 1_000>(PhantomData) }, value))
            }
            Shape::Each(100_000) => {
                Runs::inline(shape, |value| each(const { &Each::<K, 100_000>(PhantomData) }, value))
            }
            Shape::EachLimited(100_000) => Runs::inline(shape, |value| {
                each_limited(const { &EachLimited::<K, 100_000>(PhantomData) }, value)
            }),
            #[cfg(not(feature = "wide"))]
            Shape::Fan(1_000) => return Err(Unable(WIDE)),
            _ => return Err(Unable("nothing other than in the first form")),
        })
    }
}

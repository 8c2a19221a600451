//! What a careful person writes: `tokio::join!` and `tokio::select!`, `loop` and `match`, a poll loop for the mesh,
//! `FuturesUnordered` for items. The steps are the flows' own methods.

use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use futures::stream::{self, FuturesUnordered, StreamExt};

#[cfg(not(feature = "wide"))]
use super::WIDE;
#[cfg(feature = "wide")]
use super::flow::Fan1000;
use super::flow::{
    Chain3, Chain10, Chain100, Diamond, Each, EachLimited, Fan10, Fan100, Grid, Ladder, Loop, Nested, Race,
    Turn,
};
use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::{LIMIT, Shape};
use crate::step::Kind;

include!(concat!(env!("OUT_DIR"), "/hand.rs"));

/// What the poll loop does for each step: begins it when that is possible, polls it until there is a value.
fn advance<F: Future>(
    place: &mut Pin<&mut Option<F>>,
    value: &mut Option<F::Output>,
    cx: &mut Context<'_>,
    begin: impl FnOnce() -> Option<F>,
) {
    if value.is_some() {
        return;
    }
    if place.is_none() {
        place.set(begin());
    }
    if let Some(step) = place.as_mut().as_pin_mut()
        && let Poll::Ready(output) = step.poll(cx)
    {
        *value = Some(output);
        place.set(None);
    }
}

async fn diamond<K: Kind>(flow: &Diamond<K>, value: u64) -> u64 {
    let value = flow.s(value).await;
    let (a, b, c) = tokio::join! { biased; flow.a(value), flow.b(value), flow.c(value) };
    flow.last(a, b, c).await
}

async fn race<K: Kind>(flow: &Race<K>, value: u64) -> u64 {
    let value = flow.s(value).await;
    let value = tokio::select! {
        biased;
        value = flow.a(value) => value,
        value = flow.b(value) => value,
        value = flow.c(value) => value,
    };
    flow.last(value).await
}

async fn turns<K: Kind>(flow: &Loop<K>, value: u64) -> u64 {
    let mut value = flow.s(value).await;
    let value = loop {
        match flow.judge(flow.work(value).await).await {
            Turn::Again(again) => value = again,
            Turn::Done(done) => break done,
        }
    };
    flow.last(value).await
}

async fn each<K: Kind, const ITEMS: u64>(flow: &Each<K, ITEMS>, value: u64) -> u64 {
    let mut running: FuturesUnordered<_> = (0..ITEMS as usize)
        .map(|index| async move { (index, flow.item(value + index as u64).await) })
        .collect();
    let mut values = vec![0; ITEMS as usize];
    while let Some((index, value)) = running.next().await {
        values[index] = value;
    }
    values.into_iter().sum()
}

async fn each_limited<K: Kind, const ITEMS: u64>(flow: &EachLimited<K, ITEMS>, value: u64) -> u64 {
    let mut running = stream::iter(0..ITEMS as usize)
        .map(|index| async move { (index, flow.item(value + index as u64).await) })
        .buffer_unordered(LIMIT);
    let mut values = vec![0; ITEMS as usize];
    while let Some((index, value)) = running.next().await {
        values[index] = value;
    }
    values.into_iter().sum()
}

/// What a careful person writes.
pub struct Hand;

impl Contender for Hand {
    const NAME: &'static str = "hand: join!, select!";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        Ok(match shape {
            Shape::Chain(3) => {
                Runs::inline(shape, |value| chain3(const { &Chain3::<K>(PhantomData) }, value))
            }
            Shape::Chain(10) => {
                Runs::inline(shape, |value| chain10(const { &Chain10::<K>(PhantomData) }, value))
            }
            Shape::Chain(100) => {
                Runs::inline(shape, |value| chain100(const { &Chain100::<K>(PhantomData) }, value))
            }
            Shape::Diamond => {
                Runs::inline(shape, |value| diamond(const { &Diamond::<K>(PhantomData) }, value))
            }
            Shape::Race => Runs::inline(shape, |value| race(const { &Race::<K>(PhantomData) }, value)),
            Shape::Nested => Runs::inline(shape, |value| nested(const { &Nested::<K>(PhantomData) }, value)),
            Shape::Fan(10) => Runs::inline(shape, |value| fan10(const { &Fan10::<K>(PhantomData) }, value)),
            Shape::Fan(100) => {
                Runs::inline(shape, |value| fan100(const { &Fan100::<K>(PhantomData) }, value))
            }
            #[cfg(feature = "wide")]
            Shape::Fan(1_000) => {
                Runs::inline(shape, |value| fan1000(const { &Fan1000::<K>(PhantomData) }, value))
            }
            Shape::Grid => Runs::inline(shape, |value| grid(const { &Grid::<K>(PhantomData) }, value)),
            Shape::Ladder => Runs::inline(shape, |value| ladder(const { &Ladder::<K>(PhantomData) }, value)),
            Shape::Loop => Runs::inline(shape, |value| turns(const { &Loop::<K>(PhantomData) }, value)),
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
            _ => return Err(Unable("not written in this size")),
        })
    }
}

//! Races by hand that mean what a flow's do: all branches go on as far as they can, then the first-written one that is there wins,
//! and the others are dropped before anything else. `select!` stops at the first that is ready. So this tells what of a race's
//! cost is its meaning, and what the form.

use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::pin;
use std::task::Poll;

use super::flow::{Nested, Race};
use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::Shape;
use crate::step::Kind;

/// The value of the first-written branch of those that end in the poll in which some do.
macro_rules! race {
    ($($name:ident: $branch:expr),+) => {{
        $(let mut $name = pin!($branch);)+
        poll_fn(|cx| {
            let mut first = None;
            $(if let Poll::Ready(value) = $name.as_mut().poll(cx) {
                first.get_or_insert(value);
            })+
            first.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }};
}
include!(concat!(env!("OUT_DIR"), "/hand_races.rs"));

async fn race<K: Kind>(flow: &Race<K>, value: u64) -> u64 {
    let value = flow.s(value).await;
    let value = race!(a: flow.a(value), b: flow.b(value), c: flow.c(value));
    flow.last(value).await
}

/// Races by hand that mean what a flow's do.
pub struct HandRaces;

impl Contender for HandRaces {
    const NAME: &'static str = "hand: races of all";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        Ok(match shape {
            Shape::Race => Runs::inline(shape, |value| race(const { &Race::<K>(PhantomData) }, value)),
            Shape::Nested => Runs::inline(shape, |value| nested(const { &Nested::<K>(PhantomData) }, value)),
            _ => return Err(Unable("no race: nothing other than in the first form")),
        })
    }
}

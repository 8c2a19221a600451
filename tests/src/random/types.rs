//! The types of random flows, and a digest of any value of theirs.
//!
//! A value's digest tells where it came from. Conversions keep it, so that a parameter `V` has the digest of whatever
//! a race's winner handed on.

use std::fmt;
use std::time::Duration;

use flow_graph::random::rng::mix;

pub use crate::random::{Called, Running, Watch, play, play_at_once};
pub use flow_core::model::Graph;
pub use flow_core::prelude::*;
pub use flow_core::{Context, ItemsFailed, TimedOut};

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct V(pub u64);

/// An error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct E(pub u64);

/// Two variants without fields.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coin {
    Heads,
    Tails,
}

/// Two variants with fields.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pair {
    Left(V),
    Right(V),
}

/// Three variants, with and without fields.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trio {
    One(V),
    Two,
    Three(V),
}

/// What the types of some flows have for a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct V2;

/// The input `x` of all flows.
pub const X: V = V(1_000_001);
/// The input `y` of all flows.
pub static Y: V = V(1_000_002);

impl fmt::Display for E {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error {}", self.0)
    }
}

impl std::error::Error for E {}

/// A time-out counts as the step's own error.
impl From<TimedOut> for E {
    fn from(timed_out: TimedOut) -> E {
        E(late(timed_out.after()))
    }
}

/// What is in the error of a step that took longer than it may.
#[must_use]
pub fn late(limit: Duration) -> u64 {
    tag("late", limit.as_millis() as u64)
}

/// What is in an item of a collection that one run of a step makes.
#[must_use]
pub fn element(value: u64, index: usize) -> u64 {
    list(&[value, index as u64])
}

/// The digest of a variant.
#[must_use]
pub fn tag(variant: &str, field: u64) -> u64 {
    variant.bytes().fold(field, |digest, byte| mix(digest ^ u64::from(byte)))
}

/// The digest of several values.
#[must_use]
pub fn list(parts: &[u64]) -> u64 {
    parts.iter().fold(parts.len() as u64, |digest, part| mix(digest.rotate_left(7) ^ part))
}

/// What distinguishes a value from others.
pub trait Digest {
    /// A number that other values do not have.
    fn digest(&self) -> u64;
}

impl Digest for V {
    fn digest(&self) -> u64 {
        self.0
    }
}

impl Digest for E {
    fn digest(&self) -> u64 {
        tag("E", self.0)
    }
}

impl Digest for Coin {
    fn digest(&self) -> u64 {
        match self {
            Coin::Heads => tag("Heads", 0),
            Coin::Tails => tag("Tails", 0),
        }
    }
}

impl Digest for Pair {
    fn digest(&self) -> u64 {
        match self {
            Pair::Left(value) => tag("Left", value.0),
            Pair::Right(value) => tag("Right", value.0),
        }
    }
}

impl Digest for Trio {
    fn digest(&self) -> u64 {
        match self {
            Trio::One(value) => tag("One", value.0),
            Trio::Two => tag("Two", 0),
            Trio::Three(value) => tag("Three", value.0),
        }
    }
}

impl Digest for V2 {
    fn digest(&self) -> u64 {
        2
    }
}

impl Digest for () {
    fn digest(&self) -> u64 {
        0
    }
}

impl<T: Digest> Digest for Vec<T> {
    fn digest(&self) -> u64 {
        list(&self.iter().map(Digest::digest).collect::<Vec<_>>())
    }
}

impl<T: Digest, E: Digest> Digest for ItemsFailed<T, E> {
    fn digest(&self) -> u64 {
        let succeeded = self.succeeded.iter().map(|(item, value)| (*item, value.digest())).collect();
        let failed = self.failed.iter().map(|(item, error)| (*item, error.digest())).collect();
        items_failed(succeeded, failed)
    }
}

/// The digest of what has become of items, each with its number.
#[must_use]
pub fn items_failed(succeeded: Vec<(usize, u64)>, failed: Vec<(usize, u64)>) -> u64 {
    let flat = |it: Vec<(usize, u64)>| {
        list(&it.into_iter().flat_map(|(item, digest)| [item as u64, digest]).collect::<Vec<_>>())
    };
    list(&[flat(succeeded), flat(failed)])
}

impl<T: Digest> Digest for Option<T> {
    fn digest(&self) -> u64 {
        match self {
            Some(value) => tag("Some", value.digest()),
            None => tag("None", 0),
        }
    }
}

impl<T: Digest + ?Sized> Digest for &T {
    fn digest(&self) -> u64 {
        T::digest(self)
    }
}

impl<A: Digest, B: Digest> Digest for (A, B) {
    fn digest(&self) -> u64 {
        list(&[self.0.digest(), self.1.digest()])
    }
}

impl<A: Digest, B: Digest, C: Digest> Digest for (A, B, C) {
    fn digest(&self) -> u64 {
        list(&[self.0.digest(), self.1.digest(), self.2.digest()])
    }
}

impl<A: Digest, B: Digest, C: Digest, D: Digest> Digest for (A, B, C, D) {
    fn digest(&self) -> u64 {
        list(&[self.0.digest(), self.1.digest(), self.2.digest(), self.3.digest()])
    }
}

macro_rules! into_v {
    ($([$($generic:ident),*] $from:ty),* $(,)?) => { $(
        impl<$($generic: Digest),*> From<$from> for V {
            fn from(value: $from) -> V {
                V(value.digest())
            }
        }
    )* };
}

into_v!([] E, [] Coin, [] Pair, [] Trio, [T] Option<T>, [T] Vec<T>, [T] ItemsFailed<T, E>);
into_v!([A, B](A, B), [A, B, C](A, B, C), [A, B, C, D](A, B, C, D));

/// How a step's value is made.
pub trait Produce {
    /// The value of a step that succeeded: which variant it is, or how many items it has.
    fn success(variant: Option<&str>, items: usize, value: u64) -> Self;
    /// The value of a step that failed.
    fn failure(_value: u64) -> Self
    where
        Self: Sized,
    {
        unreachable!("only fallible steps fail")
    }
}

impl Produce for () {
    fn success(_variant: Option<&str>, _items: usize, _value: u64) {}
}

impl Produce for V {
    fn success(_variant: Option<&str>, _items: usize, value: u64) -> V {
        V(value)
    }
}

impl Produce for Vec<V> {
    fn success(_variant: Option<&str>, items: usize, value: u64) -> Vec<V> {
        (0..items).map(|index| V(element(value, index))).collect()
    }
}

impl Produce for Option<V> {
    fn success(variant: Option<&str>, _items: usize, value: u64) -> Option<V> {
        (variant == Some("Some")).then_some(V(value))
    }
}

impl Produce for Coin {
    fn success(variant: Option<&str>, _items: usize, _value: u64) -> Coin {
        if variant == Some("Heads") { Coin::Heads } else { Coin::Tails }
    }
}

impl Produce for Pair {
    fn success(variant: Option<&str>, _items: usize, value: u64) -> Pair {
        if variant == Some("Left") { Pair::Left(V(value)) } else { Pair::Right(V(value)) }
    }
}

impl Produce for Trio {
    fn success(variant: Option<&str>, _items: usize, value: u64) -> Trio {
        match variant {
            Some("One") => Trio::One(V(value)),
            Some("Two") => Trio::Two,
            _ => Trio::Three(V(value)),
        }
    }
}

impl<T: Produce> Produce for Result<T, E> {
    fn success(variant: Option<&str>, items: usize, value: u64) -> Result<T, E> {
        Ok(T::success(variant, items, value))
    }

    fn failure(value: u64) -> Result<T, E> {
        Err(E(value))
    }
}

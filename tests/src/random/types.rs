//! The types of random flows, and a digest of any value of theirs.
//!
//! A value's digest tells where it came from. Conversions keep it, so that a parameter `V` has the digest of whatever
//! a race's winner handed on.

use std::fmt;

use flow_graph::random::rng::mix;

pub use crate::random::{Running, play, play_at_once};
pub use flow_core::model::Graph;
pub use flow_core::prelude::*;

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

macro_rules! into_v {
    ($([$($generic:ident),*] $from:ty),* $(,)?) => { $(
        impl<$($generic: Digest),*> From<$from> for V {
            fn from(value: $from) -> V {
                V(value.digest())
            }
        }
    )* };
}

into_v!([] E, [] Coin, [] Pair, [] Trio, [T] Option<T>, [A, B] (A, B), [A, B, C] (A, B, C));

/// How a step's value is made.
pub trait Produce {
    /// The value of a step that succeeded.
    fn success(variant: Option<&str>, value: u64) -> Self;
    /// The value of a step that failed.
    fn failure(_value: u64) -> Self
    where
        Self: Sized,
    {
        unreachable!("only fallible steps fail")
    }
}

impl Produce for () {
    fn success(_variant: Option<&str>, _value: u64) {}
}

impl Produce for V {
    fn success(_variant: Option<&str>, value: u64) -> V {
        V(value)
    }
}

impl Produce for Option<V> {
    fn success(variant: Option<&str>, value: u64) -> Option<V> {
        (variant == Some("Some")).then_some(V(value))
    }
}

impl Produce for Coin {
    fn success(variant: Option<&str>, _value: u64) -> Coin {
        if variant == Some("Heads") { Coin::Heads } else { Coin::Tails }
    }
}

impl Produce for Pair {
    fn success(variant: Option<&str>, value: u64) -> Pair {
        if variant == Some("Left") { Pair::Left(V(value)) } else { Pair::Right(V(value)) }
    }
}

impl Produce for Trio {
    fn success(variant: Option<&str>, value: u64) -> Trio {
        match variant {
            Some("One") => Trio::One(V(value)),
            Some("Two") => Trio::Two,
            _ => Trio::Three(V(value)),
        }
    }
}

impl<T: Produce> Produce for Result<T, E> {
    fn success(variant: Option<&str>, value: u64) -> Result<T, E> {
        Ok(T::success(variant, value))
    }

    fn failure(value: u64) -> Result<T, E> {
        Err(E(value))
    }
}

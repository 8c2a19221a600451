#![cfg_attr(feature = "syn", doc = include_str!("../README.md"))]
//!
//! # The stages
//!
//! [`read`](fn@read) goes from tokens to a checked flow: [`parse`] resolves names and reads signatures, [`check`] applies the rules
//! and fills in loops and sinks, [`bind`] says where every parameter's value comes from. Code generation then asks
//! [`regions`] for a tree, and takes the tables of [`plan`] where there is none. Everything after `parse` works on a
//! [`Graph`] and never sees tokens.
//!
//! What is right for a flow to do is said once, by [`machine`].

#[cfg(feature = "check")]
pub mod analysis;
#[cfg(feature = "syn")]
pub mod bind;
#[cfg(feature = "check")]
pub mod check;
#[cfg(feature = "check")]
pub mod diagnostic;
#[cfg(feature = "machine")]
pub mod machine;
pub mod model;
#[doc(hidden)]
pub mod packed;
#[cfg(feature = "syn")]
pub mod parse;
pub mod plan;
#[cfg(any(all(test, feature = "check", feature = "machine"), feature = "random"))]
#[doc(hidden)]
pub mod random;
#[cfg(feature = "syn")]
mod read;
#[cfg(feature = "check")]
pub mod regions;
#[cfg(feature = "render")]
pub mod render;

#[cfg(feature = "check")]
pub use diagnostic::{Diagnostic, Place};
pub use model::Graph;
#[cfg(feature = "syn")]
pub use read::{Checked, Reading, read};

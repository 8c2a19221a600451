//! A flow as data: what `#[flow]` reads, checks and draws, without a runtime.
//!
//! placeholder: finished with the crate

pub mod analysis;
#[cfg(feature = "syn")]
pub mod bind;
pub mod check;
pub mod diagnostic;
pub mod machine;
pub mod model;
#[cfg(feature = "syn")]
pub mod parse;
pub mod plan;
#[cfg(any(test, feature = "random"))]
#[doc(hidden)]
pub mod random;
#[cfg(feature = "syn")]
mod read;
pub mod regions;
pub mod render;

pub use diagnostic::{Diagnostic, Place};
pub use model::Graph;
#[cfg(feature = "syn")]
pub use read::{Checked, Reading, read};

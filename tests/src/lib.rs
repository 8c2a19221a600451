//! What the tests of flow share.

mod log;
#[cfg(doctest)]
mod pages;
pub mod random;
mod schedules;

pub use crate::log::Log;

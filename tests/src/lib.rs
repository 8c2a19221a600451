//! What the tests of flow share.

mod broken;
mod counted;
mod log;
#[cfg(doctest)]
mod pages;
mod polls;
pub mod random;
mod schedules;

pub use crate::broken::Broken;
pub use crate::counted::Counted;
pub use crate::log::{Log, Running};
pub use crate::polls::{Polls, drive};

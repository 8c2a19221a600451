//! What the tests of flow share.

mod log;
pub mod random;
mod schedules;

pub use crate::log::Log;

//! What the tests of flow share.

mod log;
mod schedules;

pub use crate::log::Log;

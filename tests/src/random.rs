//! Random flows against the machine: what their steps do, what should happen, and whether it did.

mod compare;
mod observed;
mod oracle;
pub mod types;
mod world;

pub use compare::{compare, Verdict};
pub use observed::{Difference, Ended, Observed, Seen};
pub use world::{observe, play, play_at_once, Running};

//! Random flows against the machine: what their steps do, what should happen, and whether it did.

mod compare;
mod observed;
mod oracle;
pub mod types;
mod world;

pub use compare::{Verdict, compare};
pub use observed::{Difference, Ended, Observed, Seen};
pub use world::{Running, observe, play, play_at_once};

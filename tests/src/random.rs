//! Random flows against the machine: what their steps do, what should happen, and whether it did.

mod calls;
mod compare;
mod limit;
mod observed;
mod oracle;
mod story;
mod told;
pub mod types;
mod world;

pub use compare::{Verdict, Wrong, compare};
pub use limit::Limit;
pub use observed::{Blame, Difference, Ended, Observed, Seen};
pub use story::Story;
pub use world::{Called, Running, Watch, observe, observe_watched, play, play_at_once};

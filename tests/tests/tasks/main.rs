//! `#[spawn]` and `#[blocking]`: steps on tasks and threads of their own.

mod cancelled;
mod panics;
mod parallel;
mod policies;
mod values;

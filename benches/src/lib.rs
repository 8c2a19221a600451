//! What flows cost, beside code written by hand and beside other crates: shapes, contenders, and runs of each.
//!
//! `benches/times.rs` measures times, `benches/wakes.rs` what it costs that one of many is woken, `benches/facts.rs` what is
//! counted and not timed. `src/bin/polled.rs` is what instructions are counted of.

#![recursion_limit = "1024"]
#![allow(clippy::too_many_arguments, clippy::redundant_async_block, clippy::let_and_return)]

pub mod contenders;
pub mod page;
pub mod runs;
pub mod shape;
pub mod step;
pub mod table;

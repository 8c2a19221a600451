//! Macros with the names of the standard library's, textual ones (macros 1.0) and exported ones, and modules of the same
//! names.

#![allow(unused_macros, dead_code, non_camel_case_types)]

macro_rules! panic { ($($t:tt)*) => { compile_error!("the user's own `panic!`") } }
macro_rules! vec { ($($t:tt)*) => { compile_error!("the user's own `vec!`") } }
macro_rules! println { ($($t:tt)*) => { compile_error!("the user's own `println!`") } }
macro_rules! matches { ($($t:tt)*) => { compile_error!("the user's own `matches!`") } }
macro_rules! format { ($($t:tt)*) => { compile_error!("the user's own `format!`") } }
macro_rules! assert { ($($t:tt)*) => { compile_error!("the user's own `assert!`") } }
macro_rules! unreachable { ($($t:tt)*) => { compile_error!("the user's own `unreachable!`") } }
macro_rules! concat { ($($t:tt)*) => { compile_error!("the user's own `concat!`") } }
macro_rules! stringify { ($($t:tt)*) => { compile_error!("the user's own `stringify!`") } }
macro_rules! join { ($($t:tt)*) => { compile_error!("the user's own `join!`") } }
macro_rules! select { ($($t:tt)*) => { compile_error!("the user's own `select!`") } }
macro_rules! write { ($($t:tt)*) => { compile_error!("the user's own `write!`") } }
macro_rules! debug_assert { ($($t:tt)*) => { compile_error!("the user's own `debug_assert!`") } }
macro_rules! todo { ($($t:tt)*) => { compile_error!("the user's own `todo!`") } }
macro_rules! describe_broken { ($($t:tt)*) => { compile_error!("the user's own `describe_broken!`") } }
macro_rules! poll_fn { ($($t:tt)*) => { compile_error!("the user's own `poll_fn!`") } }
macro_rules! ready { ($($t:tt)*) => { compile_error!("the user's own `ready!`") } }
macro_rules! pin { ($($t:tt)*) => { compile_error!("the user's own `pin!`") } }
macro_rules! try_join { ($($t:tt)*) => { compile_error!("the user's own `try_join!`") } }
macro_rules! race { ($($t:tt)*) => { compile_error!("the user's own `race!`") } }
macro_rules! quorum { ($($t:tt)*) => { compile_error!("the user's own `quorum!`") } }
macro_rules! retry { ($($t:tt)*) => { compile_error!("the user's own `retry!`") } }
macro_rules! describe { ($($t:tt)*) => { compile_error!("the user's own `describe!`") } }
macro_rules! runner_methods { ($($t:tt)*) => { compile_error!("the user's own `runner_methods!`") } }
macro_rules! watched_branch { ($($t:tt)*) => { compile_error!("the user's own `watched_branch!`") } }

mod vec {}
mod matches {}
fn match_() {}

use ::flow_core::flow;

// CONSTRUCTS

fn main() {}

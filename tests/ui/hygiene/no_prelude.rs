//! A module without the prelude.

#![no_implicit_prelude]
#![allow(dead_code)]

use ::flow_core::flow;

// CONSTRUCTS

fn main() {}

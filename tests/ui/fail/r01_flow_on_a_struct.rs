use flow_core::prelude::*;

#[flow]
struct Demo;

fn main() {}

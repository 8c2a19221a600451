#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start(times = 2, first = 3)]
    async fn a(&self) {}
}

fn main() {}

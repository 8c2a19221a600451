#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow(max_iterations = 0)]
impl Demo {
    #[start]
    async fn a(&self) {}
}

fn main() {}

#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[listen(a, ends(Accept))]
    async fn b(&self) {}
    #[listen(a, max_iterations = 3)]
    async fn c(&self) {}
}

fn main() {}

// 2 mistakes

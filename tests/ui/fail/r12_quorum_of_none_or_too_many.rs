#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[start]
    async fn b(&self) {}
    #[start]
    async fn c(&self) {}
    #[listen(quorum(0, a, b, c))]
    async fn none(&self) {}
    #[listen(quorum(4, a, b, c))]
    async fn four(&self) {}
    #[listen(quorum(1, a))]
    async fn alone(&self) {}
}

fn main() {}

// 3 mistakes

#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[start]
    async fn b(&self) {}
    #[listen(all(a, b))]
    async fn both(&self) {}
    #[listen(an(a, b))]
    async fn both_too(&self) {}
}

fn main() {}

// 2 mistakes

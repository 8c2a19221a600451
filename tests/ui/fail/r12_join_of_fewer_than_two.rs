#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[listen(and(a))]
    async fn b(&self) {}
    #[listen(or())]
    async fn c(&self) {}
}

fn main() {}

// 2 mistakes

#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[start]
    async fn b(&self) {}
    #[listen(and(a, b, a))]
    async fn c(&self) {}
    #[listen(or(and(a, b), and(a, b)))]
    async fn d(&self) {}
}

fn main() {}

// 2 mistakes

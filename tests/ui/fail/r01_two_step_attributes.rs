#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[start]
    #[listen(a)]
    async fn b(&self) {}
    #[listen(a)]
    #[listen(b)]
    async fn c(&self) {}
}

fn main() {}

// 2 mistakes

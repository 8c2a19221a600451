#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[start]
    async fn b(&self) {}
    #[listen(a, b)]
    async fn both(&self) {}
}

fn main() {}

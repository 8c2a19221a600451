#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) -> u8 { 1 }
    #[start]
    async fn b(&self) {}
    #[listen(quorum(1, a, b))]
    async fn c(&self, first: Vec<u8>) {}
}

fn main() {}

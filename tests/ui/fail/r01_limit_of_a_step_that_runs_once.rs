#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    fn plan(&self) -> Vec<u8> { Vec::new() }
    #[listen(plan, limit = 8)]
    async fn a(&self, all: Vec<u8>) {}
    #[listen(plan, first = 1)]
    async fn b(&self, all: &[u8]) {}
    #[start(limit = 2)]
    async fn c(&self) {}
}

fn main() {}

// 3 mistakes

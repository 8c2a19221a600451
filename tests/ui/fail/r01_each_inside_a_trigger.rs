#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    fn plan(&self) -> Vec<u8> { Vec::new() }
    #[start]
    fn other(&self) -> u8 { 1 }
    #[listen(and(each(plan), other))]
    async fn a(&self, it: u8, other: u8) {}
    #[listen(or(other, each(plan)))]
    async fn b(&self, it: u8) {}
    #[listen(quorum(1, each(plan), other))]
    async fn c(&self, it: u8) {}
}

fn main() {}

// 3 mistakes

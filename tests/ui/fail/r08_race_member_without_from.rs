#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) -> u32 { 1 }
    #[start]
    async fn b(&self) -> String { String::new() }
    #[listen(or(a, b))]
    async fn c(&self, first: u64) {}
}

fn main() {}

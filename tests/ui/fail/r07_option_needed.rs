#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[start]
    async fn b(&self) -> u8 { 1 }
    #[listen(or(a, b))]
    async fn c(&self, b: u8) {}
}

fn main() {}

#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) -> u8 { 1 }
    #[start]
    async fn b(&self) -> u8 { 2 }
    #[start]
    async fn c(&self) -> u8 { 3 }
    #[listen(quorum(2, a, b, c))]
    async fn d(&self, one: u8, two: u8) {}
}

fn main() {}

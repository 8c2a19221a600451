#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) -> u8 { 1 }
    #[start]
    async fn b(&self) -> u16 { 1 }
    #[start]
    async fn c(&self) -> u32 { 1 }
    #[listen(and(a, b, c))]
    async fn all(&self, a: u8, b: u16) {}
}

fn main() {}

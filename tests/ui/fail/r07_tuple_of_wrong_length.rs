#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) -> u8 { 1 }
    #[start]
    async fn b(&self) -> u16 { 1 }
    #[listen(and(a, b))]
    async fn all(&self, all: (u8, u16, u32)) {}
}

fn main() {}

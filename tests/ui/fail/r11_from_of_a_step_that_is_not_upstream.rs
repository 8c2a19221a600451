#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) -> u8 { 1 }
    #[start]
    async fn b(&self) -> u8 { 1 }
    #[listen(a)]
    async fn c(&self, #[from(b)] b: u8) {}
}

fn main() {}

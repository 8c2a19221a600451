#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) -> u8 { 1 }
    #[listen(a)]
    #[from(a)]
    async fn b(&self) {}
}

fn main() {}

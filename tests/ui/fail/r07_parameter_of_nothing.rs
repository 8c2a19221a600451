#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[listen(a)]
    async fn b(&self, a: u8) {}
}

fn main() {}

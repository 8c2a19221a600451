#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn plan(&self) -> Vec<u8> { Vec::new() }
    #[listen(each(plan), limit = 1)]
    async fn a(&mut self, it: u8) {}
    #[listen(a, times = 3)]
    async fn b(&mut self) {}
}

fn main() {}

// 2 mistakes

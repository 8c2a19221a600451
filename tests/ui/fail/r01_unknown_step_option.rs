#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    fn plan(&self) -> Vec<u8> { Vec::new() }
    #[listen(each(plan), limits = 8)]
    async fn a(&self, it: u8) {}
    #[start(time = 3)]
    async fn b(&self) {}
    #[listen(plan, 8)]
    async fn c(&self) {}
}

fn main() {}

// 3 mistakes

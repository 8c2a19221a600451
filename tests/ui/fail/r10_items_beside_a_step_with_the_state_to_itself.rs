#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn plan(&self) -> Vec<u8> { Vec::new() }
    #[listen(each(plan))]
    async fn a(&self, it: u8) {}
    #[listen(plan)]
    async fn b(&mut self) {}
}

fn main() {}

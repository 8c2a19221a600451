#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn plan(&self) -> Vec<u32> { Vec::new() }
    #[listen(each(plan))]
    async fn double(&self, n: u32) -> u32 { n * 2 }
    #[listen(double)]
    async fn end(&self, n: u32) {}
}

fn main() {}

#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn plan(&self) -> u32 { 5 }
    #[listen(each(plan))]
    async fn a(&self, n: u32) {}
}

fn main() {}

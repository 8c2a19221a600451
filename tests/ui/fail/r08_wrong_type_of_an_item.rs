#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn plan(&self) -> Vec<u32> { Vec::new() }
    #[listen(each(plan))]
    async fn a(&self, text: String) {}
}

fn main() {}

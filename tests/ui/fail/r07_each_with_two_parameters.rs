#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn plan(&self) -> Vec<(u8, String)> { Vec::new() }
    #[listen(each(plan))]
    async fn a(&self, n: u8, text: String) {}
}

fn main() {}

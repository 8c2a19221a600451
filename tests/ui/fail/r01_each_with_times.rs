#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    fn plan(&self) -> Vec<u8> { Vec::new() }
    #[listen(each(plan), times = 3)]
    async fn a(&self, it: u8) {}
}

fn main() {}

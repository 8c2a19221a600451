#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[spawn]
    async fn a(&self) -> u8 { 1 }
    #[start]
    #[blocking]
    fn b(&mut self) -> u8 { 1 }
}

fn main() {}

// 2 mistakes

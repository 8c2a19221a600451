#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self, (x, y): (u8, u8)) -> u8 { x + y }
}

fn main() {}

#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    fn a(&self) -> impl Future<Output = u8> { async { 1 } }
}

fn main() {}

#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    const fn a(&self) -> u8 { 1 }
}

fn main() {}

#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn count(&self) -> impl Iterator<Item = u8> { 0..3 }
    #[listen(count)]
    async fn sum(&self, numbers: Vec<u8>) {}
}

fn main() {}

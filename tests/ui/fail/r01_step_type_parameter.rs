#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a<T>(&self, text: &str) {}
    #[listen(a)]
    async fn b<const N: usize>(&self) {}
}

fn main() {}

// 2 mistakes

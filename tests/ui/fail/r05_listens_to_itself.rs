#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[listen(m)]
    async fn m(&self) {}
}

fn main() {}

#![allow(unused_variables)]

use flow_core::prelude::*;

trait Work {
    async fn a(&self);
}

struct Demo;

#[flow]
impl Work for Demo {
    #[start]
    async fn a(&self) {}
}

fn main() {}

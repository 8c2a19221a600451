#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[listen(b)]
    async fn a(&self) {}
    #[listen(a)]
    async fn b(&self) {}
}

fn main() {}

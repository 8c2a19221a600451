#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[listen(or(a, c))]
    async fn b(&self) {}
    #[listen(b)]
    async fn c(&self) {}
}

fn main() {}

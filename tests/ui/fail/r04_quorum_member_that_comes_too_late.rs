#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[start]
    async fn b(&self) {}
    #[listen(and(a, b))]
    async fn c(&self) {}
    #[listen(quorum(2, a, b, c))]
    async fn d(&self) {}
}

fn main() {}

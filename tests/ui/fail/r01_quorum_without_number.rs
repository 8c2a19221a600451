#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[start]
    async fn b(&self) {}
    #[listen(quorum(a, b))]
    async fn c(&self) {}
    #[listen(quorum())]
    async fn d(&self) {}
    #[listen(quorum(2))]
    async fn e(&self) {}
    #[listen(quorum(-1, a, b))]
    async fn f(&self) {}
    #[listen(quorum(99999999999, a, b))]
    async fn g(&self) {}
    #[listen(qorum(1, a, b))]
    async fn h(&self) {}
}

fn main() {}

// 6 mistakes

#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) -> u8 { 1 }
    #[start]
    async fn b(&self) -> u8 { 1 }
    #[listen("a")]
    async fn c(&self) {}
    #[listen(a | b)]
    async fn d(&self) {}
    #[listen(a && b)]
    async fn e(&self) {}
    #[listen(a or b)]
    async fn f(&self) {}
    #[listen(or_(a, b))]
    async fn g(&self) {}
    #[listen(and(a b))]
    async fn h(&self) {}
    #[listen(a::)]
    async fn i(&self) {}
}

fn main() {}

// 7 mistakes

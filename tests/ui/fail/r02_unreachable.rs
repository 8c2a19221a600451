#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[listen(c)]
    async fn b(&self) {}
    #[listen(b)]
    async fn c(&self) {}
    #[listen(c)]
    async fn d(&self) {}
}

fn main() {}

#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    fn plan(&self) -> Vec<u8> { Vec::new() }
    #[start]
    fn other(&self) -> Vec<u8> { Vec::new() }
    #[listen(each())]
    async fn a(&self, it: u8) {}
    #[listen(each(and(plan, other)))]
    async fn b(&self, it: u8) {}
    #[listen(each(plan, other))]
    async fn c(&self, it: u8) {}
    #[listen(each(each(plan)))]
    async fn d(&self, it: u8) {}
    #[listen(each(plan, limit = 8))]
    async fn e(&self, it: u8) {}
    #[listen(each(plan::Some {}))]
    async fn f(&self, it: u8) {}
    #[listen(each(pln))]
    async fn g(&self, it: u8) {}
}

fn main() {}

// 7 mistakes

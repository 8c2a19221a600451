#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start(times = 0)]
    async fn a(&self) {}
    #[start]
    fn plan(&self) -> Vec<u8> { Vec::new() }
    #[listen(each(plan), limit = 0)]
    async fn b(&self, it: u8) {}
    #[listen(each(plan), first = 0)]
    async fn c(&self, it: u8) {}
    #[listen(each(plan), first = -1)]
    async fn d(&self, it: u8) {}
    #[listen(each(plan), limit = MANY)]
    async fn e(&self, it: u8) {}
}

fn main() {}

// 5 mistakes

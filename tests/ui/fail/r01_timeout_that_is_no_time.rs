#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[timeout("30")]
    async fn a(&self) {}
    #[start]
    #[timeout("0s")]
    async fn b(&self) {}
    #[start]
    #[timeout("")]
    async fn c(&self) {}
    #[start]
    #[timeout(total = "half an hour")]
    async fn d(&self) {}
    #[start]
    #[timeout(30)]
    async fn e(&self) {}
    #[start]
    #[timeout(total = 30)]
    async fn f(&self) {}
}

fn main() {}

// 6 mistakes

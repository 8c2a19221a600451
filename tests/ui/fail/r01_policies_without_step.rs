#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[timeout("30s")]
    async fn b(&self) {}
    #[retry]
    async fn c(&self) {}
    #[spawn]
    async fn d(&self) {}
    #[blocking]
    fn e(&self) {}
    #[subflow(Demo)]
    async fn f(&self) {}
}

fn main() {}

// 5 mistakes

#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[timeout]
    async fn a(&self) {}
    #[start]
    #[timeout()]
    async fn b(&self) {}
    #[start]
    #[timeout = "30s"]
    async fn c(&self) {}
}

fn main() {}

// 3 mistakes

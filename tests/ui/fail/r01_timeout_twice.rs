#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[timeout("30s", "1m")]
    async fn a(&self) {}
    #[start]
    #[timeout(total = "30s")]
    #[timeout(total = "30s")]
    async fn b(&self) {}
}

fn main() {}

// 2 mistakes

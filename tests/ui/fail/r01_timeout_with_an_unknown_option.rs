#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[timeout(totl = "30s")]
    async fn a(&self) {}
    #[start]
    #[timeout("30s", each = "5s")]
    async fn b(&self) {}
}

fn main() {}

// 2 mistakes

#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[spawn]
    #[blocking]
    async fn a() {}
    #[start]
    #[spawn]
    #[spawn]
    async fn b() {}
    #[start]
    #[spawn(fast)]
    async fn c() {}
}

fn main() {}

// 3 mistakes

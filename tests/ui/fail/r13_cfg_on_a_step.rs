#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[cfg(unix)]
    #[listen(a)]
    async fn b(&self) {}
    #[cfg_attr(unix, doc = "c")]
    #[listen(a)]
    async fn c(&self) {}
}

fn main() {}

// 2 mistakes

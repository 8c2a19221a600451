#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

impl Demo {
    #[start]
    async fn a(&self) {}
    #[listen(a)]
    async fn b(&self) {}
    #[router(b)]
    async fn c(&self) -> bool { true }
    #[must_finish]
    async fn d(&self) {}
}

fn main() {}

// 4 mistakes

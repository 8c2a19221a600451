#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[must_finish(always)]
    async fn a(&self) {}
}

fn main() {}

#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[must_finish]
    async fn helper(&self) {}
}

fn main() {}

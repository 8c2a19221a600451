#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Other;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[subflow(Other)]
    async fn a(&self) {}
}

fn main() {}

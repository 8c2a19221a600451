#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[subflow(Demo)]
    async fn a(&self) {}
}

fn main() {}

#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Other;

#[flow]
impl Other {
    #[start]
    fn a(&self) {}
}

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[subflow(Other)]
    #[subflow(Other)]
    async fn a(&self) {}
}

fn main() {}

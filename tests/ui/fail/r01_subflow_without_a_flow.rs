#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[subflow]
    async fn a(&self) {}
    #[start]
    #[subflow()]
    async fn b(&self) {}
    #[start]
    #[subflow(Demo, Demo)]
    async fn c(&self) {}
    #[start]
    #[subflow = "Other"]
    async fn d(&self) {}
}

fn main() {}

// 4 mistakes

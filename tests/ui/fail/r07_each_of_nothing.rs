#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn plan(&self) {}
    #[listen(each(plan))]
    async fn a(&self) {}
}

fn main() {}

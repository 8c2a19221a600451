#![allow(unused_variables, dead_code)]

use flow_core::Context;

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[spawn]
    async fn a(#[context] cx: Context<'_>) {}
}

fn main() {}

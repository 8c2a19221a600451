#![allow(unused_variables)]

use flow_core::prelude::*;

// F5. CrewAI: silent, `x` and `y` never run.

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) {}
    #[listen(y)]
    async fn x(&self) {}
    #[listen(x)]
    async fn y(&self) {}
}

fn main() {}

#![allow(unused_variables)]

use flow_core::prelude::*;

// F1. CrewAI: silent, `draft` never runs.

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn outline(&self) {}
    #[listen(outlnie)]
    async fn draft(&self) {}
}

fn main() {}

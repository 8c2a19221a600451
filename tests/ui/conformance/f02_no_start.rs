#![allow(unused_variables)]

use flow_core::prelude::*;

// F2. CrewAI: silent, nothing runs.

struct Demo;

#[flow]
impl Demo {
    #[listen(draft)]
    async fn outline(&self) {}
    #[listen(outline)]
    async fn draft(&self) {}
}

fn main() {}

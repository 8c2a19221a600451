#![allow(unused_variables)]

use flow_core::prelude::*;

// C29. CrewAI: an error at the first instantiation.

struct Demo;

#[flow]
impl Demo {
    #[listen(m)]
    async fn m(&self) {}
}

fn main() {}

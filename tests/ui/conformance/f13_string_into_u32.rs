#![allow(unused_variables)]

use flow_core::prelude::*;

// F13. CrewAI: an error at run time, or silent.

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn count(&self) -> String { String::new() }
    #[listen(count)]
    async fn double(&self, n: u32) -> u32 { n * 2 }
}

fn main() {}

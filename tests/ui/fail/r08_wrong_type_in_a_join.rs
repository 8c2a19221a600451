#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Vec<String> { Vec::new() }
    #[start]
    async fn count(&self) -> usize { 1 }
    #[listen(and(fetch, count))]
    async fn score(&self, count: usize, texts: Vec<String>) {}
}

fn main() {}

// 2 mistakes

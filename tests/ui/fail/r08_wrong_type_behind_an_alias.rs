#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

type Points = Vec<u32>;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Points { Vec::new() }
    #[listen(fetch)]
    async fn score(&self, points: u32) {}
}

fn main() {}

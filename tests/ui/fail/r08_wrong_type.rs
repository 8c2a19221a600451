#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> String { String::new() }
    #[listen(fetch)]
    async fn score(&self, points: u32) {}
}

fn main() {}

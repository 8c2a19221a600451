#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> String { String::new() }
    #[start]
    async fn count(&self) -> u32 { 1 }
    #[listen(and(fetch, count))]
    async fn score(&self, both: (String, u8)) {}
}

fn main() {}

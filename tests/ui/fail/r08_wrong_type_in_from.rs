#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> String { String::new() }
    #[listen(fetch)]
    async fn parse(&self) {}
    #[listen(parse)]
    async fn show(&self, #[from(fetch)] text: u32) {}
}

fn main() {}

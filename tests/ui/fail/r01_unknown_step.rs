#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> String { String::new() }
    #[listen(fecth)]
    async fn parse(&self, text: String) {}
    #[listen(parse)]
    async fn print(&self) {}
}

fn main() {}

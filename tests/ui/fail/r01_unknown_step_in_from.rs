#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> String { String::new() }
    #[listen(fetch)]
    async fn parse(&self, #[from(fetsh)] text: String) {}
}

fn main() {}

#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> String { String::new() }
    #[listen(and(fecth, zzz))]
    async fn parse(&self) {}
}

fn main() {}

// 2 mistakes

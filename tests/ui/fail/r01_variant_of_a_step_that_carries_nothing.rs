#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) {}
    #[listen(fetch::Done)]
    async fn next(&self) {}
}

fn main() {}

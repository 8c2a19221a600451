#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow(output = fetch)]
impl Demo {
    #[start]
    async fn fetch(&self) {}
}

fn main() {}

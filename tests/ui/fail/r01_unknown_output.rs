#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow(output = fetsh)]
impl Demo {
    #[start]
    async fn fetch(&self) -> u8 { 1 }
}

fn main() {}

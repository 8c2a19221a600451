#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self, page: u32) {}
    #[start]
    async fn count(&self, page: u64) {}
}

fn main() {}

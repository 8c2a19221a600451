#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&mut self) {}
    #[start]
    async fn watch(&self) {}
}

fn main() {}

#![allow(unused_variables)]

use flow_core::prelude::*;

struct Page(String);

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn store(&self, page: Page) {}
    #[start]
    async fn index(&self, page: Page) {}
}

fn main() {}

#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Page;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Page { Page }
    #[listen(fetch, times = 3)]
    async fn vote(&self, page: Page) {}
}

fn main() {}

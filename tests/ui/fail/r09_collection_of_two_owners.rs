#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Page;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Vec<Page> { Vec::new() }
    #[listen(each(fetch))]
    async fn store(&self, page: Page) {}
    #[listen(fetch)]
    async fn keep(&self, pages: Vec<Page>) {}
}

fn main() {}

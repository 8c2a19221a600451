#![allow(unused_variables)]

use flow_core::prelude::*;

struct Page(String);

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Page { Page(String::new()) }
    #[listen(fetch)]
    async fn store(&self, page: Page) {}
    #[listen(fetch)]
    async fn index(&self, page: &Page) {}
}

fn main() {}

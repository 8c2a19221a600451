#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Page;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Page { Page }
    #[listen(fetch)]
    async fn store(&self, page: Page) {}
    #[listen(fetch)]
    async fn print(&self, page: Page) {}
    #[listen(fetch)]
    async fn send(&self, page: Page) {}
}

fn main() {}

// 2 mistakes

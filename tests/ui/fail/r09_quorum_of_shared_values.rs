#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Page;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) -> Page { Page }
    #[start]
    async fn b(&self) -> Page { Page }
    #[listen(quorum(1, a, b))]
    async fn c(&self, first: Vec<Page>) {}
    #[listen(a)]
    async fn d(&self, page: Page) {}
}

fn main() {}

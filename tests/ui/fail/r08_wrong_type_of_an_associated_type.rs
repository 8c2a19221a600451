#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

trait Source {
    type Page;
    fn page(&self) -> Self::Page;
}

struct Demo<S> {
    source: S,
}

#[flow]
impl<S: Source> Demo<S> {
    #[start]
    async fn fetch(&self) -> S::Page { self.source.page() }
    #[listen(fetch)]
    async fn score(&self, page: String) {}
}

fn main() {}

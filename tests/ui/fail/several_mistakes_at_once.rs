#![allow(unused_variables)]

use flow_core::prelude::*;

enum Verdict {
    Accept,
    Reject,
}

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self, page: u32) -> String { String::new() }
    #[start]
    async fn count(&self, page: u64) -> u64 { page }
    #[listen(and(fetch, fetch))]
    async fn twice(&self) {}
    #[router(count)]
    async fn judge(&self) -> Verdict { Verdict::Accept }
    #[listen(and(judge::Accept {}, judge::Reject {}))]
    async fn both(&self) {}
    #[listen(both)]
    async fn never(&self) {}
    #[listen(or(fetch, twice))]
    async fn late(&self) {}
}

fn main() {}

// 4 mistakes

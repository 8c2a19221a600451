#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

enum Verdict {
    Yes,
    No,
}

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> u32 { 1 }
    #[listen(fecth)]
    async fn misspelt(&self) -> u8 { 1 }
    #[listen(misspelt)]
    async fn after_misspelt(&self, one: u8, too_many: u8) {}
    #[listen(fetch)]
    async fn score(&self, a: u32, b: u32) -> u8 { 1 }
    #[router(fetch)]
    async fn judge(&self) -> Verdict { Verdict::Yes }
    #[listen(and(judge::Yes, judge::No))]
    async fn both(&self) {}
    #[listen(both)]
    async fn after_both(&mut self) {}
    #[listen(score)]
    async fn show(&self, #[from(judge)] verdict: Verdict) {}
    #[listen(or(score, show))]
    async fn late(&self) {}
    #[listen(and(show))]
    async fn alone(&self) {}
    #[listen(fetch, limit = 2)]
    async fn once(&self) {}
    #[listen(fetch)]
    async fn mistyped(&self, text: String) {}
    #[listen(late)]
    async fn alter(&mut self) {}
}

fn main() {}

// 9 mistakes

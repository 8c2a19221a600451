#![allow(unused_variables, dead_code)]

use std::str::SplitWhitespace;

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn words(&self, text: &'static str) -> SplitWhitespace<'static> { text.split_whitespace() }
    #[listen(each(words))]
    async fn a(&self, word: &str) {}
}

fn main() {}

#![allow(unused_variables, dead_code)]

use std::sync::Arc;

use flow_core::prelude::*;

struct Demo<'a> {
    text: &'a str,
}

#[flow]
impl<'a> Demo<'a> {
    #[start]
    #[blocking]
    fn a(self: Arc<Self>) -> usize { self.text.len() }
    #[start]
    #[spawn]
    async fn b(n: usize) -> usize { n }
}

fn main() {}

// 2 mistakes

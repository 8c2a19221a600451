#![allow(unused_variables)]

use flow_core::prelude::*;

enum Verdict {
    Accept(u8, String),
}

struct Demo;

#[flow]
impl Demo {
    #[router]
    async fn judge(&self) -> Verdict { Verdict::Accept(1, String::new()) }
    #[listen(judge::Accept)]
    async fn publish(&self, score: u8) {}
}

fn main() {}

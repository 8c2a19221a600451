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
    async fn a(&self) {}
    #[listen(or(a, judge::Reject {}))]
    async fn b(&self, #[from(c)] c: Option<u8>) {}
    #[listen(b)]
    async fn c(&self) -> u8 { 1 }
    #[router(c, ends(Accept))]
    async fn judge(&self) -> Verdict { Verdict::Accept }
}

fn main() {}

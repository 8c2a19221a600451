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
    #[listen(or(a, c))]
    async fn b(&self) {}
    #[router(or(a, b), ends(Accept))]
    async fn judge(&self) -> Verdict { Verdict::Accept }
    #[listen(judge::Reject)]
    async fn c(&self) {}
}

fn main() {}

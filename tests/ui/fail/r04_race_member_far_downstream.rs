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
    #[listen(a)]
    async fn b(&self) {}
    #[router(b)]
    async fn judge(&self) -> Verdict { Verdict::Accept }
    #[listen(judge::Reject)]
    async fn again(&self) {}
    #[listen(or(judge::Accept {}, b))]
    async fn c(&self) {}
}

fn main() {}

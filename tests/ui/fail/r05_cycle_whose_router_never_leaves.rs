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
    #[listen(or(a, judge::Accept {}, judge::Reject {}))]
    async fn b(&self) {}
    #[router(b)]
    async fn judge(&self) -> Verdict { Verdict::Accept }
}

fn main() {}

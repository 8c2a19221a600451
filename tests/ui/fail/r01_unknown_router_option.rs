#![allow(unused_variables)]

use flow_core::prelude::*;

enum Verdict {
    Accept,
    Reject,
}

struct Demo;

#[flow]
impl Demo {
    #[router(end(Accept))]
    async fn judge(&self) -> Verdict { Verdict::Accept }
    #[listen(judge::Reject)]
    async fn again(&self) {}
}

fn main() {}

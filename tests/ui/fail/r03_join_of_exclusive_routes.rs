#![allow(unused_variables)]

use flow_core::prelude::*;

enum Verdict {
    Accept,
    Reject,
}

struct Demo;

#[flow]
impl Demo {
    #[router]
    async fn judge(&self) -> Verdict { Verdict::Accept }
    #[listen(and(judge::Accept {}, judge::Reject {}))]
    async fn both(&self) {}
}

fn main() {}

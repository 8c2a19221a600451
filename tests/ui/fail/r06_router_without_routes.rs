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
}

fn main() {}

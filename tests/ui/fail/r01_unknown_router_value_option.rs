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
    #[router(a, max_iteration = 3, ends(Accept, Reject))]
    async fn judge(&self) -> Verdict { Verdict::Accept }
}

fn main() {}

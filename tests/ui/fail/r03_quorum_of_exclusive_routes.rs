#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

enum Verdict {
    Yes,
    No,
}

struct Demo;

#[flow]
impl Demo {
    #[router]
    async fn judge(&self) -> Verdict { Verdict::Yes }
    #[start]
    async fn a(&self) {}
    #[listen(quorum(3, judge::Yes, judge::No, a))]
    async fn b(&self) {}
}

fn main() {}

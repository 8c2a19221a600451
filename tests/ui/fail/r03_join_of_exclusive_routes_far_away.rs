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
    #[listen(judge::Accept)]
    async fn print(&self) {}
    #[listen(print)]
    async fn bind(&self) {}
    #[listen(judge::Reject)]
    async fn shred(&self) {}
    #[listen(and(bind, shred))]
    async fn ship(&self) {}
    #[listen(ship)]
    async fn bill(&self) {}
}

fn main() {}

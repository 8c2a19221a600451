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
    async fn print(&self) -> String { String::new() }
    #[listen(judge::Reject)]
    async fn shred(&self) {}
    #[listen(or(print, shred))]
    async fn done(&self, #[from(print)] text: String) {}
}

fn main() {}

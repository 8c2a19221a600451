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
    async fn draft(&self) -> String { String::new() }
    #[listen(or(draft, revise))]
    async fn polish(&self, text: &str) -> String { text.to_string() }
    #[router(polish, ends(Accept))]
    async fn judge(&self) -> Verdict { Verdict::Accept }
    #[listen(judge::Reject)]
    async fn revise(&self, #[from(polish)] text: String) -> String { text }
}

fn main() {}

#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

enum Verdict {
    Accept(u8),
    Reject,
}

struct End;

impl From<String> for End {
    fn from(_: String) -> End { End }
}

impl From<u8> for End {
    fn from(_: u8) -> End { End }
}

struct Demo;

#[flow]
impl Demo {
    #[router]
    async fn judge(&self) -> Verdict { Verdict::Reject }
    #[listen(judge::Accept)]
    async fn praise(&self) -> String { String::new() }
    #[listen(judge::Reject)]
    async fn blame(&self) -> u8 { 1 }
    #[listen(or(praise, blame))]
    async fn publish(&self, _end: End, #[from(praise)] words: Option<u32>) {}
}

fn main() {}

#![allow(unused_variables)]

use flow_core::prelude::*;

type Answer = Result<u8, std::fmt::Error>;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Answer { Ok(1) }
    #[listen(fetch)]
    async fn show(&self, answer: u8) {}
}

fn main() {}

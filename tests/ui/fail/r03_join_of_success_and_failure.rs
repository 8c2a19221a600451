#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Result<u8, std::fmt::Error> { Ok(1) }
    #[listen(and(fetch, fetch::Err))]
    async fn both(&self) {}
}

fn main() {}

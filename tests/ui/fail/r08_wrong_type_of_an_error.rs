#![allow(unused_variables)]

use flow_core::prelude::*;

struct Mine;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Result<u8, std::fmt::Error> { Ok(1) }
    #[listen(fetch::Err)]
    async fn recover(&self, error: Mine) {}
}

fn main() {}

#![allow(unused_variables)]

use flow_core::prelude::*;

struct Mine;

struct Demo;

#[flow(error = Mine)]
impl Demo {
    #[start]
    async fn fetch(&self) -> Result<u8, std::fmt::Error> { Ok(1) }
}

fn main() {}

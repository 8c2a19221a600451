#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("broken") }
}

impl std::error::Error for Broken {}

struct Page;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Vec<Page> { Vec::new() }
    #[listen(each(fetch))]
    #[retry]
    async fn store(&self, page: Page) -> Result<(), Broken> { Ok(()) }
}

fn main() {}

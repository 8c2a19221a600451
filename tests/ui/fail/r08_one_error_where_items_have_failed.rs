#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("broken") }
}

impl std::error::Error for Broken {}

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn plan(&self) -> Vec<u32> { Vec::new() }
    #[listen(each(plan))]
    async fn check(&self, n: u32) -> Result<u32, Broken> { Ok(n) }
    #[listen(check::Err)]
    async fn mend(&self, error: Broken) {}
}

fn main() {}

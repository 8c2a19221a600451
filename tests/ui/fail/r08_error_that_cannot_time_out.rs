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
    #[timeout("30s")]
    async fn ask(&self) -> Result<u32, Broken> { Ok(1) }
    #[listen(ask::Err)]
    async fn mend(&self, error: Broken) {}
}

fn main() {}

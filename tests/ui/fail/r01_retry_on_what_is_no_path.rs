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
    #[retry(on = |error| true)]
    async fn a(&self) -> Result<u8, Broken> { Ok(1) }
    #[start]
    #[retry(on = worth(), times = 3)]
    async fn b(&self) -> Result<u8, Broken> { Ok(1) }
    #[start]
    #[retry(on = "worth")]
    async fn c(&self) -> Result<u8, Broken> { Ok(1) }
}

fn main() {}

// 3 mistakes

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
    #[retry(time = 3)]
    async fn a(&self) -> Result<u8, Broken> { Ok(1) }
    #[start]
    #[retry(times = 0)]
    async fn b(&self) -> Result<u8, Broken> { Ok(1) }
    #[start]
    #[retry(times = "3")]
    async fn c(&self) -> Result<u8, Broken> { Ok(1) }
    #[start]
    #[retry(base = 200)]
    async fn d(&self) -> Result<u8, Broken> { Ok(1) }
    #[start]
    #[retry(base = "1s", max = "200ms")]
    async fn e(&self) -> Result<u8, Broken> { Ok(1) }
    #[start]
    #[retry(times = 3, times = 4)]
    async fn f(&self) -> Result<u8, Broken> { Ok(1) }
    #[start]
    #[retry(3)]
    async fn g(&self) -> Result<u8, Broken> { Ok(1) }
    #[start]
    #[retry = 3]
    async fn h(&self) -> Result<u8, Broken> { Ok(1) }
}

fn main() {}

// 8 mistakes

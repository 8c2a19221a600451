#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Silent;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn plan(&self) -> Vec<u32> { Vec::new() }
    #[listen(each(plan), first = 2)]
    async fn check(&self, n: u32) -> Result<u32, Silent> { Ok(n) }
    #[listen(plan)]
    #[retry]
    async fn again(&self) -> Result<u32, Silent> { Ok(1) }
}

fn main() {}

// 2 mistakes

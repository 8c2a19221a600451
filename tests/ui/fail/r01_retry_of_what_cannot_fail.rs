#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[retry(times = 3)]
    async fn a(&self) -> u8 { 1 }
    #[start]
    #[retry]
    #[timeout(total = "1s")]
    async fn b(&self) -> u8 { 1 }
    #[start]
    #[retry(on = worth)]
    #[timeout("1s")]
    async fn c(&self) -> u8 { 1 }
}

fn worth(_: &u8) -> bool { true }

fn main() {}

// 3 mistakes

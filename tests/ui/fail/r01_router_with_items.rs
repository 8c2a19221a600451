#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    fn plan(&self) -> Vec<u8> { Vec::new() }
    #[router(each(plan), ends(_))]
    async fn a(&self, it: u8) -> Option<u8> { None }
    #[router(times = 3, ends(_))]
    async fn b(&self) -> Option<u8> { None }
    #[router(plan, first = 3, ends(_))]
    async fn c(&self) -> Option<u8> { None }
}

fn main() {}

// 3 mistakes

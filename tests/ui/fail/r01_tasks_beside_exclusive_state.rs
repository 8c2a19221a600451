#![allow(unused_variables, dead_code)]

use std::sync::Arc;

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[spawn]
    async fn a(self: Arc<Self>) -> u8 { 1 }
    #[listen(a)]
    async fn b(&mut self, it: u8) -> u8 { it }
}

fn main() {}

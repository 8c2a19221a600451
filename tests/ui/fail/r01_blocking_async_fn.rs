#![allow(unused_variables, dead_code)]

use std::sync::Arc;

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[blocking]
    async fn a(self: Arc<Self>) -> u8 { 1 }
}

fn main() {}

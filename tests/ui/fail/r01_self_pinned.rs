#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(self: std::pin::Pin<&mut Self>) {}
}

fn main() {}

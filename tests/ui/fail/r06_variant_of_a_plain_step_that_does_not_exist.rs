#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn find(&self) -> Option<u8> { None }
    #[listen(find::Nothing)]
    async fn show(&self, n: u8) {}
}

fn main() {}

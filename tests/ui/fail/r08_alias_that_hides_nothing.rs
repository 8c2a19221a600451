#![allow(unused_variables)]

use flow_core::prelude::*;

type Nothing = ();

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Nothing {}
    #[listen(fetch)]
    async fn show(&self) {}
}

fn main() {}

#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Inner;

#[flow]
impl Inner {
    #[start]
    async fn count(&self) -> u8 { 1 }
}

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[subflow(Inner)]
    async fn inner(&self) -> Result<u8, FlowError> { Inner.run().await }
    #[listen(inner)]
    async fn show(&self, text: String) {}
}

fn main() {}

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) -> u32 { 1 }
    #[listen(a)]
    asyn fn b(&self) {}
    #[listen(a)]
    async fn c(&self, a: u32) -> u32 { a }
}

async fn run() -> u32 { Demo.run().await.unwrap() }

fn main() { _ = run(); }

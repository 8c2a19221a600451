use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[listen(b)]
    async fn a(&self) {}
    #[listen(a)]
    async fn b(&self) {}
    #[listen(c)]
    async fn c(&self) {}
    #[listen(c)]
    async fn d(&self) {}
}

fn main() {}

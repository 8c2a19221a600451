use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) {}
    #[listen(fecth)]
    async fn parse(&self) {}
    #[listen(and(parse, show))]
    async fn print(&self) {}
    #[listen(print)]
    async fn show(&self) {}
}

fn main() {}

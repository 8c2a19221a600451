#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo {
    name: String,
}

#[flow]
impl Demo {
    #[start]
    async fn name(&self) -> &str { &self.name }
    #[listen(name)]
    async fn rename(&mut self) {}
    #[listen(rename)]
    async fn show(&self, #[from(name)] name: &str) {}
}

fn main() {}

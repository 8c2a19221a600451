#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Style;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn plan(&self) -> Vec<u8> { Vec::new() }
    #[listen(plan)]
    async fn style(&self) -> Style { Style }
    #[listen(style)]
    async fn parts(&self, #[from(plan)] plan: Vec<u8>) -> Vec<u8> { plan }
    #[listen(each(parts))]
    async fn draw(&self, part: u8, #[from(style)] style: Style) {}
}

fn main() {}

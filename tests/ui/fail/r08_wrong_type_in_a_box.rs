#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

trait Shape {
    fn area(&self) -> u32;
}

struct Sound;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn draw(&self) -> Box<Sound> { Box::new(Sound) }
    #[listen(draw)]
    async fn measure(&self, shape: Box<dyn Shape>) {}
}

fn main() {}

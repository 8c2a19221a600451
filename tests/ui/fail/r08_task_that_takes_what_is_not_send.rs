#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    fn local(&self) -> std::rc::Rc<u8> { std::rc::Rc::new(1) }
    #[listen(local)]
    #[blocking]
    fn show(it: std::rc::Rc<u8>) -> u8 { *it }
}

fn main() {}

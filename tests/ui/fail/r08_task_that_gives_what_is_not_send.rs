#![allow(unused_variables, dead_code)]

use std::rc::Rc;

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[blocking]
    fn a() -> Rc<u8> { Rc::new(1) }
}

fn main() {}

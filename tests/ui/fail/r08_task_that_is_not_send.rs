#![allow(unused_variables, dead_code)]

use std::rc::Rc;

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    fn local(&self) -> Rc<u8> { Rc::new(1) }
    #[listen(local)]
    #[spawn]
    async fn a(it: Rc<u8>) -> u8 { *it }
}

fn main() {}

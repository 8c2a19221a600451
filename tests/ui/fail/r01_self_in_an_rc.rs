#![allow(unused_variables, dead_code)]

use std::rc::Rc;

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(self: Rc<Self>) -> u8 { 1 }
}

fn main() {}

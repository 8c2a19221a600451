#![allow(unused_variables, dead_code)]

use std::cell::Cell;
use std::sync::Arc;

use flow_core::prelude::*;

struct Demo {
    count: Cell<u8>,
}

#[flow]
impl Demo {
    #[start]
    #[spawn]
    async fn a(self: Arc<Self>) -> u8 { self.count.get() }
}

fn main() {}

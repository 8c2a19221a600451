#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[router]
    async fn judge(&self) {}
}

fn main() {}

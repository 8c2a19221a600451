#![allow(unused_variables)]

use flow_core::prelude::*;

struct NotAnError;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Result<u8, NotAnError> { Err(NotAnError) }
}

fn main() {}

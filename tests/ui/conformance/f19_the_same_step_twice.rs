#![allow(unused_variables)]

use flow_core::prelude::*;

// F19. CrewAI: the later replaces the former.

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn a(&self) -> u8 { 1 }
    #[start]
    async fn a(&self) -> u8 { 2 }
}

fn main() {}

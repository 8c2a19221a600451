#![allow(unused_variables)]

use flow_core::prelude::*;

// C08. CrewAI: `h` runs once.

enum First {
    One,
}

enum Second {
    Two,
}

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn k(&self) {}
    #[router(k)]
    async fn first(&self) -> First { First::One }
    #[router(first::One)]
    async fn second(&self) -> Second { Second::Two }
    #[listen(or(first::One {}, second::Two {}))]
    async fn h(&self) {}
}

fn main() {}

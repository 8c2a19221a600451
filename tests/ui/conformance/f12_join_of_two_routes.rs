#![allow(unused_variables)]

use flow_core::prelude::*;

// F12. CrewAI: silent, `j` never runs.

enum Route {
    A,
    B,
}

struct Demo;

#[flow]
impl Demo {
    #[router]
    async fn r(&self) -> Route { Route::A }
    #[listen(and(r::A {}, r::B {}))]
    async fn j(&self) {}
}

fn main() {}

#![allow(unused_variables)]

use flow_core::prelude::*;

// F15. CrewAI: silent, `h` never runs.

enum Route {
    Publish,
}

struct Demo;

#[flow]
impl Demo {
    #[router]
    async fn r(&self) -> Route { Route::Publish }
    #[listen(r::Pubilsh)]
    async fn h(&self) {}
}

fn main() {}

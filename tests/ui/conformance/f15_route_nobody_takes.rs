#![allow(unused_variables)]

use flow_core::prelude::*;

// F15. CrewAI: silent, nothing runs after `Revise`.

enum Route {
    Publish,
    Revise,
}

struct Demo;

#[flow]
impl Demo {
    #[router]
    async fn r(&self) -> Route { Route::Publish }
    #[listen(r::Publish)]
    async fn h(&self) {}
}

fn main() {}

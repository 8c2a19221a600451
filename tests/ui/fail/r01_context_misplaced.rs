#![allow(unused_variables, dead_code)]

use flow_core::Context;

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    #[context]
    async fn a(&self) {}
    #[start]
    async fn b(&self, #[context(all)] cx: Context<'_>) -> u8 { 1 }
    #[listen(b)]
    async fn c(&self, #[context] #[from(b)] cx: Context<'_>) {}
}

fn main() {}

// 3 mistakes

#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo<T> {
    seed: T,
}

#[flow]
impl<T: Clone> Demo<T> {
    #[start]
    async fn fetch(&self) -> Vec<T> { vec![self.seed.clone()] }
    #[listen(fetch)]
    async fn score(&self, seed: T) {}
}

fn main() {}

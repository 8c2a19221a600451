#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn open(&self) {}
    #[listen(open)]
    async fn left(&self) {}
    #[listen(open)]
    async fn right(&self) {}
    #[listen(left)]
    async fn count_left(&mut self) {}
    #[listen(right)]
    async fn count_right(&mut self) {}
    #[listen(and(count_left, count_right))]
    async fn close(&mut self) {}
}

fn main() {}

// 2 mistakes

#![allow(unused_variables, dead_code)]

use std::collections::BTreeMap;

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn plan(&self) -> BTreeMap<String, u32> { BTreeMap::new() }
    #[listen(each(plan))]
    async fn a(&self, entry: &(String, u32)) {}
    #[listen(each(plan))]
    async fn b(&self, (name, n): (&String, &u32)) {}
}

fn main() {}

// 2 mistakes

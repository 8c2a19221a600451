#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn text(&self) -> String { String::new() }
    #[listen(text)]
    #[spawn]
    async fn a(text: &str) -> usize { text.len() }
    #[listen(text)]
    #[blocking]
    fn b(text: String, #[from(text)] again: &String) -> usize { text.len() }
    #[start]
    #[spawn]
    async fn c(input: &'static str) -> usize { input.len() }
}

fn main() {}

// 2 mistakes

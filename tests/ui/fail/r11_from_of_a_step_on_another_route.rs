#![allow(unused_variables)]

use flow_core::prelude::*;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Result<String, std::io::Error> { Ok(String::new()) }
    #[listen(fetch::Err)]
    async fn cached(&self) -> String { String::new() }
    #[listen(or(fetch, cached))]
    async fn tidy(&self, text: String) -> String { text }
    #[listen(tidy)]
    async fn print(&self, #[from(fetch)] original: String) {}
}

fn main() {}

#![allow(unused_variables, dead_code)]

use flow_core::prelude::*;

enum Turn {
    Again,
    Done,
}

struct Page;

struct Demo;

#[flow]
impl Demo {
    #[start]
    async fn fetch(&self) -> Page { Page }
    #[listen(fetch)]
    async fn begin(&self) {}
    #[listen(or(begin, judge::Again {}))]
    async fn print(&self, #[from(fetch)] page: Page) {}
    #[router(print, ends(Done))]
    async fn judge(&self) -> Turn { Turn::Done }
}

fn main() {}

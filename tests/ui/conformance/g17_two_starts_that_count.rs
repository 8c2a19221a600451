#![allow(unused_variables)]

use flow_core::prelude::*;

// G17. CrewAI: 21,007 of 40,000.

struct Demo {
    n: u32,
}

#[flow]
impl Demo {
    #[start]
    async fn p(&mut self) {
        for _ in 0..20_000 {
            self.n += 1;
            std::future::ready(()).await;
        }
    }
    #[start]
    async fn q(&mut self) {
        for _ in 0..20_000 {
            self.n += 1;
            std::future::ready(()).await;
        }
    }
}

fn main() {}

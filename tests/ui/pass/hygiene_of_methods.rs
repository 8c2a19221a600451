//! A user's trait for all types may have methods of any name.

#![deny(warnings, unused)]
#![allow(dead_code)]

use flow_core::prelude::*;

trait Awkward {
    fn run(&self) {}
    fn runner(&self) {}
    fn clone(&self) {}
    fn again(&self) {}
    fn into_iter(&self) {}
    fn item(&self) {}
    fn result(&self) {}
    fn done(&self) {}
    fn spawn(&self) {}
    fn into_error(&self) {}
}

impl<T: ?Sized> Awkward for T {}

struct Odd;

#[flow]
impl Odd {
    #[start]
    fn plan(&self, n: u8) -> Vec<u8> {
        vec![n; 3]
    }

    #[listen(each(plan), limit = 2, first = 2)]
    #[timeout("1s", total = "2s")]
    #[retry(times = 2, base = "1ms", max = "1ms")]
    async fn work(&self, it: u8, #[from(plan)] all: Vec<u8>, #[context] cx: flow_core::Context<'_>) -> Result<u8, std::fmt::Error> {
        if cx.attempt() == 1 { Err(std::fmt::Error) } else { Ok(it + all[0]) }
    }

    #[listen(work)]
    #[spawn]
    async fn spawned(all: Vec<u8>) -> u8 {
        all[0]
    }
}

fn main() {}

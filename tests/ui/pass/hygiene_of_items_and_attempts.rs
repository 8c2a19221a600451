//! Generated code names nothing that a user could have named otherwise.

#![deny(warnings, unused)]
#![allow(dead_code, non_camel_case_types, clippy::all)]

use flow_core::prelude::*;

type Vec = ();
type Option = ();
type Box = ();
type String = ();
struct Arc;
struct Duration;
struct Some;
struct None;
struct Context;
mod std {}
mod core {}
mod rt {}
mod tokio {}

struct Odd;

#[flow]
impl Odd {
    #[start]
    fn plan(&self, n: u8) -> ::std::vec::Vec<u8> {
        ::std::vec![n; 3]
    }

    #[listen(each(plan), limit = 2, first = 2)]
    #[timeout("1s", total = "2s")]
    #[retry(times = 2, base = "1ms", max = "1ms")]
    async fn work(&self, it: u8, #[from(plan)] all: ::std::vec::Vec<u8>, #[context] cx: flow_core::Context<'_>) -> Result<u8, ::std::fmt::Error> {
        if cx.attempt() == 1 { Err(::std::fmt::Error) } else { Ok(it + all[0]) }
    }

    #[listen(work)]
    #[spawn]
    async fn spawned(all: ::std::vec::Vec<u8>) -> u8 {
        all[0]
    }
}

fn main() {}

//! Names of the user's own that generated code could trip over.

#![no_implicit_prelude]
#![deny(warnings)]
#![allow(dead_code)]

use ::flow_core::flow;

mod core {}
mod std {}
mod rt {}
struct Option;
struct Some;
struct Ok;
struct Result2;

struct Names;

#[flow]
impl Names {
    #[start]
    async fn control(&self, out: u8, args: u8) -> ::core::result::Result<u8, ::std::fmt::Error> {
        ::core::result::Result::Ok(out + args)
    }

    #[listen(control)]
    async fn this(&self, error: u8) -> u8 {
        error
    }

    #[listen(control)]
    async fn cx(&self, failures: u8) -> u8 {
        failures
    }

    #[listen(and(this, cx))]
    async fn value(&self, value0: u8, arg0: u8) -> u8 {
        value0 + arg0
    }
}

fn main() {
    let sum = ::futures::executor::block_on(Names.run(1, 2));
    ::std::assert_eq!(::core::result::Result::unwrap(sum), 6);
}

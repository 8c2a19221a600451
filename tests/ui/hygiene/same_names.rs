//! Inputs with the names of steps, steps with the names of other steps' errors, methods with the names of ours.

#![allow(dead_code)]

use ::flow_core::flow;

pub struct Same;

#[flow]
impl Same {
    #[start]
    async fn load(&self, store: u8, load: &str) -> ::core::result::Result<u8, ::core::fmt::Error> {
        ::core::result::Result::Ok(store + load.len() as u8)
    }

    #[listen(load::Err)]
    fn load_error(&self, load: ::core::fmt::Error) -> u8 {
        let _ = load;
        0
    }

    #[listen(load)]
    async fn load_value(&self, load_error: u8) -> u8 {
        load_error
    }

    #[listen(load)]
    async fn load_future(&self, load_result: u8) -> ::std::vec::Vec<u8> {
        ::std::vec::Vec::from([load_result])
    }

    #[listen(each(load_future))]
    async fn load_result(&self, load_out: u8) -> u8 {
        load_out
    }

    #[listen(and(load_value, load_result))]
    async fn store(&self, load_watch: u8, load_out: &[u8], #[from(load)] load: u8) -> u8 {
        load_watch + load_out[0] + load
    }

    #[start]
    async fn later(&self, store: u8, later: ::std::string::String, load: &str) -> usize {
        usize::from(store) + later.len() + load.len()
    }

    fn helper(&self) -> u8 {
        1
    }

    fn watch(&self) -> u8 {
        self.helper()
    }

    fn context(&self) {}

    fn step(&self) {}
}

/// One start after the other, because of the state, so that an input is taken when steps have run.
pub struct Exclusive;

#[flow]
impl Exclusive {
    #[start]
    async fn first(&mut self) -> u8 {
        1
    }

    #[listen(first)]
    async fn second(&mut self, first: u8) -> u8 {
        first
    }

    #[router(second, ends(None))]
    async fn third(&self, second: u8) -> ::core::option::Option<u8> {
        ::core::option::Option::Some(second)
    }

    #[listen(third::Some)]
    fn fourth(&self, third: u8, #[from(first)] first: u8, #[from(second)] second: &u8) -> u8 {
        first + second + third
    }
}

fn main() {}

//! A crate that has its own types, functions, traits and modules under every name of the standard library's that
//! generated code could mean.

#![allow(dead_code, non_camel_case_types, clippy::all)]

mod names {
    pub struct Result;
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct Err;
    pub struct Vec;
    pub struct String;
    pub struct Box;
    pub struct Arc;
    pub struct Rc;
    pub struct Cow;
    pub struct Pin;
    pub struct Poll;
    pub struct Future;
    pub struct Duration;
    pub trait Send {}
    pub trait Sync {}
    pub trait Sized2 {}
    pub trait From {}
    pub trait Into {}
    pub trait Clone {}
    pub trait Copy {}
    pub trait Drop {}
    pub trait Default {}
    pub trait Debug {}
    pub trait Display {}
    pub trait Error {}
    pub trait Fn {}
    pub trait FnOnce {}
    pub trait Iterator {}
    pub trait IntoIterator {}
    pub trait PartialEq {}
    pub trait Eq {}
    pub fn drop() {}
    pub fn ready() {}
    pub fn pin() {}
    pub fn poll_fn() {}
}
#[allow(unused_imports)]
use names::*;

mod core {}
mod std {}
mod alloc {}
mod tokio {}
mod futures {}
mod flow_core {}
mod flow_graph {}
mod flow_macros {}
mod backon {}
mod tokio_util {}
mod model {}
mod plan {}
mod option {}
mod result {}

use ::flow_core::flow;

// CONSTRUCTS

fn main() {}

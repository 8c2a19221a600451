//! The same names, but declared in the module of the flows themselves: not even a glob gives way to them.

#![allow(dead_code, non_camel_case_types, clippy::all)]

use ::flow_core::flow;

struct Result;
struct Option;
struct Some;
struct None;
struct Ok;
struct Err;
struct Vec;
struct String;
struct Box;
struct Arc;
trait Send {}
trait Sync {}
trait From {}
trait Into {}
trait Clone {}
trait Copy {}
trait Default {}
trait Fn {}
trait FnOnce {}
trait Iterator {}
trait IntoIterator {}
trait PartialEq {}
fn drop() {}

// CONSTRUCTS

fn main() {}

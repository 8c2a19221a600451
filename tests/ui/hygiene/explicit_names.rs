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
struct Cow;
struct Pin;
struct Poll;
struct Duration;
struct Instant;
struct Context;
struct Control;
struct Broken;
struct FlowError;
struct Runner;
trait Future {}
trait Drop {}
trait Debug {}
trait Display {}
trait Error {}
trait FnMut {}
trait ToOwned {}
trait ToString {}
trait AsRef {}
trait Eq {}
trait Watch {}
trait WatchStep {}
trait Stop {}
trait Flow {}
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

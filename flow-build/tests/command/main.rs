//! The command `cargo flow`, run as a program on packages in temporary directories.

mod check;
mod explain;
mod graph;
mod json;
mod list;
mod manual;
mod names;
mod new;
mod page;
mod replay;
mod run;
#[path = "../support/mod.rs"]
mod support;
mod svg;
mod watch;

#![doc = include_str!("../README.md")]

#[cfg(feature = "command")]
#[doc(hidden)]
pub mod command;
mod diagrams;
mod find;
mod manifest;
mod mistake;
mod modules;
mod names;
mod output;
mod page;
mod path;
mod report;
mod roots;
mod subflows;

pub use diagrams::Diagrams;
pub use mistake::Errors;
pub use report::Report;

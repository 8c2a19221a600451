//! Complete programs written with `flow`: see this crate's README for what each of them does.
//!
//! [`flows`] holds the flows, one file each. [`model`], [`shop`] and [`mirrors`] are what they work with: a model
//! client, a database, file servers. Each program in `src/bin` puts a flow to use.

pub mod flows;
pub mod http;
pub mod mirrors;
pub mod model;
pub mod program;
pub mod shop;

//! The pages that users read: their Rust is compiled and run as documentation tests.

#[doc = include_str!("../../README.md")]
mod readme {}

#[doc = include_str!("../../docs/language.md")]
mod language {}

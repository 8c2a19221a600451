//! What an editor makes of flows: the answers of rust-analyzer, which is given one document after another and asked
//! what an editor asks.
//!
//! The server is the program that `FLOW_RUST_ANALYZER` names, or the toolchain's own. Where there is neither, these tests
//! say so and pass; the gate sees to it that there is one.

mod document;
mod editor;
mod options;
mod server;
mod steps;
mod typing;
mod variants;

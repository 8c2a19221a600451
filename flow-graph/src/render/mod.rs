//! Pictures of a flow, as text.
//!
//! Every writer draws the same `Diagram`: which nodes and edges a picture has is decided once,
//! and a writer only knows its own format. The text is the same on every run, byte for byte.

mod diagram;
mod ids;
mod mermaid;
mod mermaid_label;
mod order;
mod words;

pub use mermaid::mermaid;

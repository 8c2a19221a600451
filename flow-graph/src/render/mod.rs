//! Pictures of a flow, as text.
//!
//! Every writer draws the same [`Diagram`]: which nodes and edges a picture has is decided once,
//! and a [`Writer`] only knows its own format. The text is the same on every run, byte for byte.

mod diagram;
#[cfg(feature = "serde")]
mod document;
mod dot;
mod dot_label;
mod ids;
mod mermaid;
mod mermaid_label;
mod order;
mod parts;
mod words;
mod writer;

#[cfg(feature = "serde")]
pub use document::Document;
pub use dot::dot;
pub use mermaid::mermaid;
pub use parts::{Diagram, Edge, EdgeKind, Inner, Node, NodeKind};
pub use words::about;
pub use writer::{Writer, write};

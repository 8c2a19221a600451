//! A graph as a few texts, from which `Flow::GRAPH` is made while it is compiled. Not part of the interface.
//!
//! The macro could write a graph as what it is, nested structs. A step would have a hundred tokens, each of which the
//! macro makes and rustc parses, resolves, types and borrow-checks: that took as long as all the rest of a flow. So the
//! macro writes one literal for each kind of thing (`write`), and constant functions read them
//! (`read`). A list in a thing is the next so many of the things below it:
//!
//! | text | its things |
//! |---|---|
//! | steps | each step, with its whole trigger's root |
//! | params, ends | of all steps, one after the other |
//! | members, level by level | what stands in the gates of the level above, one gate after the other |
//! | inputs | the flow's |
//!
//! What few flows have (refinements, loops) is written out. The functions are called in `const { … }`, which rustc does not
//! evaluate before somebody asks for the graph: `cargo check` never does.

mod read;
#[cfg(all(test, feature = "syn"))]
mod tests;
#[cfg(feature = "syn")]
mod write;

pub use read::{Below, ends, inputs, members, params, steps};
#[cfg(feature = "syn")]
pub use write::{Packed, Texts};

/// What a step is and has, in one number.
mod bits {
    pub(super) const ROUTER: usize = 1;
    pub(super) const LISTEN: usize = 1 << 1;
    pub(super) const SHARED: usize = 1 << 2;
    pub(super) const EXCLUSIVE: usize = 1 << 3;
    pub(super) const OWNED: usize = 1 << 4;
    pub(super) const FALLIBLE: usize = 1 << 5;
    pub(super) const ASYNC: usize = 1 << 6;
    pub(super) const MUST_FINISH: usize = 1 << 7;
    pub(super) const ENDS_REST: usize = 1 << 8;
    pub(super) const HAS_TRIGGER: usize = 1 << 9;
    pub(super) const HAS_OUTPUT: usize = 1 << 10;
    pub(super) const HAS_ERROR: usize = 1 << 11;
    pub(super) const HAS_LIMIT: usize = 1 << 12;
}

/// The same of a parameter.
mod param {
    pub(super) const BY_REF: usize = 1;
    pub(super) const CONTEXT: usize = 1 << 1;
    pub(super) const OPTIONAL: usize = 1 << 2;
    pub(super) const HAS_FROM: usize = 1 << 3;
    pub(super) const HAS_TUPLE: usize = 1 << 4;
}

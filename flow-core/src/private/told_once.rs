//! What makes rustc tell a mistake once, in our words.
//!
//! A trait with one blanket impl is taken for implemented until the impl's own bounds fail, and the message is then about
//! those, once for each use of an associated type. A second impl, for another last argument and for nothing that exists,
//! makes rustc weigh both: where neither fits, the trait itself is what is missing, and its associated types are unknown,
//! about which nothing more is said.

/// What nothing implements.
pub trait Never {}

/// The argument of the impl for what fits.
pub struct ThisWay;

/// The argument of the impl for nothing.
pub struct Otherwise;

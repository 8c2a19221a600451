//! The machine against the language: its conformance cases, and the finer points of `docs/semantics.md`.

mod conformance;
mod failures;
mod loops;
mod notation;
mod promises;
mod quorums;
mod races;
mod refined;

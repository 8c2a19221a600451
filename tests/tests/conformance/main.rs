//! Facts about flows of this family, each as a test, on both schedules.
//!
//! The cases come from the tests of CrewAI's flows, and from experiments on them: "CrewAI" in a test's comment says
//! what happens there, where that is something else. Cases that do not compile here are in `ui/conformance`.

mod chains;
mod errors;
mod joins;
mod loops;
mod observed;
mod races;
mod routers;
mod state;

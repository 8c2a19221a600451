//! What a flow does next, at run time.
//!
//! [`Control`] is the state of one run of a flow whose [`Plan`](flow_graph::plan::Plan) is known: which steps run,
//! which gates have fired, which iteration each loop is in. It does not run anything itself. Generated code asks it
//! for [`Work`], does it, and tells it how steps end:
//!
//! ```text
//! control.wake();
//! loop {
//!     match control.next() {
//!         Work::Start(step) => …,      // put the step's future into its slot, or call it and tell its end
//!         Work::Poll(step) => …,       // poll the slot; if it is ready: control.succeeded(…) or control.failed(…)
//!         Work::Decided(gate) => …,    // tell who watches
//!         Work::Cancel(step) => …,     // empty the slot
//!         Work::Turn(index) => …,      // carry the way back's value over, then control.turned(index)
//!         Work::Wait => return Poll::Pending,
//!         Work::End => return Poll::Ready(…), // as control.verdict() says
//!     }
//! }
//! ```
//!
//! A mesh of joins alone needs no more than [`Joins`]: which steps have happened.
//!
//! [`Control`] does what `docs/semantics.md` says, as the naive `flow_graph::machine` does, against which it is tested. Nothing
//! here allocates: everything is an array whose length the plan knows. A step that ends costs as much as it has
//! listeners; only deciding a race and turning a loop look at more than that.

mod control;
mod failures;
mod joins;
mod loops;
mod races;
mod set;
mod spread;
mod state;
mod told;
mod verdict;

pub use control::{Control, Work};
pub use joins::Joins;
pub use verdict::{Causes, Verdict};

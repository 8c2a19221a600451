//! What generated code calls. Not for users: anything here may change in any release.

mod branch;
mod failure;
mod fan_out;
mod probe;
mod race;
mod rounds;
mod slot;
mod store;

pub use core::future::{Future, poll_fn};
pub use core::pin::pin;
pub use core::task::Poll;
pub use std::borrow::Cow;

pub use flow_graph::model;
pub use flow_graph::plan;

pub use self::branch::{Branch, branch};
pub use self::failure::{FailsWith, Failures, failed, verdict};
pub use self::fan_out::FanOut;
pub use self::probe::{Found, IsAsWritten, Probe};
pub use self::race::Race;
pub use self::rounds::Rounds;
pub use self::slot::{poll, start};
pub use self::store::{Kept, Lent, Moved};
pub use crate::error::{BoxError, FlowError};
pub use crate::mesh::{Causes, Control, Verdict, Work};
pub use crate::{race, try_join};

/// Why the mesh stops polling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The run is over.
    Over,
    /// This step needs the flow's state for itself.
    Alone(model::StepId),
}

/// Where the state machine cannot be: the analysis, the schedule or the generated code is wrong.
#[cold]
#[track_caller]
pub fn impossible() -> ! {
    panic!("flow-core reached a state that its analysis excludes; please report this as a bug of flow")
}

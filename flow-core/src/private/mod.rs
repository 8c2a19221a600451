//! What generated code calls. Not for users: anything here may change in any release.

mod branch;
mod broken;
mod call;
pub mod editor;
mod failure;
mod fan_out;
mod feed;
pub mod items;
mod probe;
mod quorum;
mod race;
mod retry;
mod rounds;
mod slot;
mod stop;
mod store;
mod tasks;
mod watch;
mod within;

pub use core::future::{Future, Ready, poll_fn, ready};
pub use core::pin::pin;
pub use core::task::Poll;
pub use core::time::Duration;
pub use std::borrow::Cow;

pub use flow_graph::model;
pub use flow_graph::plan;
pub use tokio::time::{Instant, sleep};
pub use tokio_util::sync::CancellationToken;

pub use self::branch::{Branch, branch};
pub use self::broken::{
    Broken, Collected, How, TimesOut, handled, handled_items, handled_items_timed, handled_timed, never,
};
pub use self::call::{Always, Fallible, fallible, infallible};
pub use self::failure::{FailsWith, Failures, failed, verdict};
pub use self::fan_out::{Again, FanOut, each, nothing};
pub use self::feed::{Becomes, FeedsError, FeedsField, FeedsInto, FeedsItem};
pub use self::probe::{Found, IsAsWritten, Probe};
pub use self::quorum::Quorum;
pub use self::race::Race;
pub use self::retry::{Attempts, Policy, always};
pub use self::rounds::Rounds;
pub use self::slot::{poll, start};
pub use self::stop::{Never, Stop, StopFlag};
pub use self::store::{Kept, Lent, Moved};
pub use self::tasks::{FallibleTask, Task, Tasks, finishing};
pub use self::watch::{
    ByDebug, ByDisplay, Describe, Observing, Opaque, StepWatch, Unobserved, Watch, WatchStep, Watching,
};
pub use self::within::{Within, within, within_total};
pub use crate::context::Context;
pub use crate::error::{BoxError, FlowError, ItemsFailed, Panic, TimedOut};
pub use crate::mesh::{Causes, Control, Verdict, Work};
pub use crate::runner::{RunOptions, limited};
#[cfg(rust_analyzer)]
pub use crate::seen;
pub use crate::{
    describe, quorum, race, retry_step as retry, runner_methods, try_join, unseen, watched_branch,
};

/// What has failed on a mesh, and at which step.
pub type Broke<M> = Vec<(usize, FlowError<M>)>;

/// The names of a flow's steps.
pub type Names = &'static [&'static str];

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

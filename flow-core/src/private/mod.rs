//! What generated code calls. Not for users: anything here may change in any release.
//!
//! Generated code, and the macros here, name everything by a path that begins here, and call methods by a path too: a
//! trait of the user's that is implemented for everything takes `x.method()` before a method that borrows `x`. Their
//! locals begin with `__`, because a constant or a unit struct takes the place of a local of its name.

mod branch;
mod broken;
mod call;
mod each;
pub mod editor;
mod failure;
mod fan_out;
mod feed;
pub mod items;
mod join;
mod lend;
mod probe;
mod quorum;
mod race;
mod racing;
mod retry;
mod rounds;
mod slot;
mod stop;
mod store;
mod tasks;
mod then;
mod told_once;
mod watch;
mod within;
mod woken;

// Of the standard library's, so that generated code needs neither the prelude nor crates called `core` and `std`.
pub use core::clone::Clone;
pub use core::cmp::{Eq, PartialEq};
pub use core::convert::From;
pub use core::fmt::Debug;
pub use core::future::{Future, Ready, poll_fn, ready};
pub use core::marker::Send;
pub use core::mem::drop;
pub use core::ops::ControlFlow;
pub use core::option::Option::{self, None, Some};
pub use core::option_env;
pub use core::pin::{Pin, pin};
pub use core::result::Result::{self, Err, Ok};
pub use core::task::{Context as TaskContext, Poll};
pub use core::time::Duration;
pub use std::borrow::Cow;
pub use std::sync::Arc;
pub use std::vec::Vec;

pub use flow_graph::model;
pub use flow_graph::packed;
pub use flow_graph::plan;
pub use tokio::sync::RwLockReadGuard as Guard;
pub use tokio::time::{Instant, sleep};

pub use self::broken::{
    Broken, Collected, How, TimesOut, handled, handled_items, handled_items_timed, handled_timed, never,
};
pub use self::call::{Always, Fallible, fallible, infallible};
pub use self::each::{Items, LentItems, nothing};
pub use self::failure::{Fails, FailsWith, Failures, failed, verdict};
pub use self::fan_out::{Again, NeededAgain, OwnerAndReader, TwoOwners, TwoStarts};
pub use self::feed::{
    Alike, Becomes, FeedsAliased, FeedsAll, FeedsError, FeedsField, FeedsInto, FeedsItem, FeedsOption,
    FeedsTogether, TakesContext,
};
pub use self::join::{Branches, join};
pub use self::lend::{certain, each_deref, each_deref_any, each_ref, each_ref_any};
pub use self::probe::{Found, IsAsWritten, Probe};
pub use self::quorum::Quorum;
pub use self::race::Race;
pub use self::racing::{both, group, racers, racing};
pub use self::retry::{Attempts, Judges, Policy, always};
pub use self::rounds::Rounds;
pub use self::slot::{advance, poll, start, stop};
pub use self::stop::{Never, Stop, StopFlag};
pub use self::store::{Exchanged, Kept, Lent, Moved};
pub use self::tasks::{FallibleTask, Task, Tasks, finishing};
pub use self::then::{Then, then};
pub use self::watch::{
    ByDebug, ByDisplay, Describe, Observing, Opaque, StepWatch, Unobserved, Watch, WatchStep, Watching, done,
    result,
};
pub use self::within::{Within, within, within_total};
pub use self::woken::{Woken, woken};
pub use crate::context::Context;
pub use crate::error::{BoxError, FlowError, ItemsFailed, Panic, TimedOut};
pub use crate::mesh::{Causes, Control, Joins, Verdict, Work};
pub use crate::runner::{RunOptions, limited};
#[cfg(rust_analyzer)]
pub use crate::seen;
pub use crate::{describe, describe_broken, quorum, race, runner_methods, unseen};

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

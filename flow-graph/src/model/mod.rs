//! The flow as data: what every stage after parsing works on.
//!
//! Nothing here knows tokens, spans or futures. Every list keeps the order in which the user wrote things, and
//! every text is as the user wrote it. All fields are [`Cow`]s, so that one type serves both as a `const` (the
//! macro's `Flow::GRAPH`) and as an owned value (the build script, the tests, deserialized JSON).

mod graph;
mod listeners;
mod refinement;
mod step;
mod trigger;

use std::borrow::Cow;

pub use self::graph::{DEFAULT_MAX_ITERATIONS, Graph, Input, Loop, Sink};
pub use self::listeners::Listeners;
pub use self::refinement::{Items, Many, Refinement, Retry, RunsOn, Subflow};
pub use self::step::{Param, Receiver, Step, StepKind};
pub use self::trigger::{Event, Route, Trigger};

/// Text that is borrowed in a `const` and owned elsewhere.
///
/// ```
/// use flow_graph::model::Text;
///
/// const NAME: Text = Text::Borrowed("draft");
/// assert_eq!(NAME, Text::Owned("draft".to_owned()));
/// ```
pub type Text = Cow<'static, str>;

/// A list that is borrowed in a `const` and owned elsewhere.
///
/// ```
/// use flow_graph::model::{Input, List, Text};
///
/// const NONE: List<Input> = List::Borrowed(&[]);
/// let mut inputs = NONE;
/// inputs.to_mut().push(Input { name: Text::Borrowed("brand"), ty: Text::Borrowed("&str") });
/// assert_eq!(inputs.len(), 1);
/// ```
pub type List<T> = Cow<'static, [T]>;

/// A step's index in [`Graph::steps`].
///
/// ```
/// use flow_graph::model::{Graph, Step, StepId, StepKind};
///
/// let mut graph = Graph::new("Branding");
/// graph.steps.to_mut().push(Step::new("slogan", StepKind::Start));
/// let slogan: StepId = 0;
/// assert_eq!(graph.steps[slogan].name, "slogan");
/// ```
pub type StepId = usize;

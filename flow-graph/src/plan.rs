//! A checked flow as tables for the run-time schedule.
//!
//! Where the [`Graph`] says what the user wrote, the plan says what has to happen next: who listens to what, in
//! which order races are decided, what a new iteration resets. Everything is numbered with `u16`s and laid out so
//! that one step's end costs as much as it has listeners. All lists are [`Cow`](std::borrow::Cow)s: the macro
//! emits the plan as a `const`, tests own it.
//!
//! A step has two numbers: its [`StepId`] as in the graph, and its *place* in topological order (without ways
//! back, ties in the order written). The tables use places, so that the lowest bit of a set of places is the step
//! to go on with; gates are numbered in the order in which races are decided, for the same reason.

#[cfg(feature = "check")]
mod build;
#[cfg(feature = "check")]
mod leaves;
#[cfg(feature = "check")]
mod order;

use std::ops::Range;

use crate::model::{Event, Graph, List, Route, Step, StepId, Text};

#[cfg(feature = "check")]
pub use order::topological_order;

/// Stands for "no gate", "no loop", "no parent".
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Greeting {
/// #         #[start]
/// #         async fn name(&self) -> String { todo!() }
/// #         #[listen(name)]
/// #         async fn greet(&self, name: String) -> String { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::plan::{NONE, Plan};
///
/// let plan = Plan::of(&graph);
/// assert_eq!(plan.steps[0].gate, NONE); // `name` is a start
/// assert_eq!(plan.steps[0].heads, NONE); // and no loop begins with it
/// # }
/// ```
pub const NONE: u16 = u16::MAX;

/// The tables of one flow.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Branding {
/// #         #[start]
/// #         async fn slogan(&self, brand: &str) -> String { todo!() }
/// #         #[start]
/// #         async fn tagline(&self, brand: &str) -> String { todo!() }
/// #         #[listen(and(slogan, tagline))]
/// #         async fn combine(&self, slogan: String, tagline: String) -> String { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::plan::{GateKind, Plan};
///
/// // #[start] slogan, #[start] tagline, #[listen(and(slogan, tagline))] combine
/// let plan = Plan::of(&graph);
/// assert_eq!((plan.sizes.steps, plan.sizes.gates, plan.sizes.members), (3, 1, 2));
/// let combine = plan.place(2);
/// assert_eq!((combine, plan.step(combine)), (2, 2));
/// let gate = plan.gate(2, 0).unwrap();
/// assert_eq!(plan.gates_of(combine), gate..gate + 1);
/// assert_eq!(plan.gates[gate].kind, GateKind::And);
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How much room a run's state takes.
    pub sizes: Sizes,
    /// The place of each step, by [`StepId`].
    pub places: List<u16>,
    /// The steps, by place.
    pub steps: List<StepPlan>,
    /// Where each event's leaves begin in `leaves`, and one entry more for the end of the last.
    pub events: List<u16>,
    /// The places in triggers that name an event, ordered by that event.
    pub leaves: List<LeafPlan>,
    /// The nodes of all triggers but those leaves that stand under another node, in the order of decision.
    pub gates: List<GatePlan>,
    /// What the gates wait for, gate by gate, in the order written.
    pub members: List<MemberPlan>,
    /// The loops, outer before inner, as in the graph.
    pub loops: List<LoopPlan>,
    /// The leaves whose failure outlives the iteration that it comes from: those with an `escapes`.
    pub escapes: List<u16>,
}

/// How much room a run's state takes: the const generics of the control state.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Essay {
/// #         #[start]
/// #         async fn draft(&self) -> String { todo!() }
/// #         #[router(or(draft, revise))]
/// #         async fn judge(&self, text: &str) -> Verdict { todo!() }
/// #         #[listen(judge::Bad)]
/// #         async fn revise(&self) -> String { todo!() }
/// #         #[listen(judge::Good)]
/// #         async fn publish(&self) -> u32 { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::plan::Plan;
///
/// let sizes = Plan::of(&graph).sizes;
/// assert_eq!((sizes.steps, sizes.loops), (4, 1));
/// assert_eq!(sizes.words, 1); // up to 64 steps and 64 gates
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// How many steps there are.
    pub steps: usize,
    /// How many gates there are.
    pub gates: usize,
    /// How many members the gates have together.
    pub members: usize,
    /// How many loops there are.
    pub loops: usize,
    /// How many `u64`s a set of steps or of gates takes.
    pub words: usize,
    /// How many members that have arrived at a `quorum`, and causes of failures that outlive their iteration, are kept.
    pub kept: usize,
}

/// One step.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Essay {
/// #         #[start]
/// #         async fn draft(&self) -> String { todo!() }
/// #         #[router(or(draft, revise))]
/// #         async fn judge(&self, text: &str) -> Verdict { todo!() }
/// #         #[listen(judge::Bad)]
/// #         async fn revise(&self) -> String { todo!() }
/// #         #[listen(judge::Good)]
/// #         async fn publish(&self) -> u32 { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::plan::Plan;
///
/// let plan = Plan::of(&graph);
/// let judge = plan.steps[1];
/// assert_eq!((judge.id, judge.variants, judge.heads), (1, 2, 0)); // `Good` and `Bad`; the header of loop 0
/// assert!(!judge.sink && plan.steps[3].sink); // `publish` is one
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepPlan {
    /// Its index in the graph.
    pub id: u16,
    /// The first of its trigger's gates, which are `first_gate..=gate`. Those in ways back are the loop's.
    pub first_gate: u16,
    /// The gate that is its whole trigger; [`NONE`] for a start.
    pub gate: u16,
    /// Its first event: it has `event` (success), `event + 1` (own error), and one more for each variant.
    pub event: u16,
    /// How many of its variants are named anywhere.
    pub variants: u16,
    /// The loop whose header it is.
    pub heads: u16,
    /// `#[must_finish]`
    pub must_finish: bool,
    /// Whether something listens to its own error.
    pub handled: bool,
    /// Whether no trigger names its success or a variant, so that a failure ends the flow there.
    pub sink: bool,
    /// Whether its value may be the flow's: a sink, or the step that the user has picked.
    pub output: bool,
}

/// A place in a trigger that names an event.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Essay {
/// #         #[start]
/// #         async fn draft(&self) -> String { todo!() }
/// #         #[router(or(draft, revise))]
/// #         async fn judge(&self, text: &str) -> Verdict { todo!() }
/// #         #[listen(judge::Bad)]
/// #         async fn revise(&self) -> String { todo!() }
/// #         #[listen(judge::Good)]
/// #         async fn publish(&self) -> u32 { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::plan::{Plan, VARIANTS};
///
/// // #[listen(judge::Bad)] revise
/// let plan = Plan::of(&graph);
/// let (judge, revise) = (plan.place(1), plan.place(2));
/// let leaf = plan.leaves.iter().find(|leaf| leaf.listener == revise).unwrap();
/// assert_eq!((leaf.source, leaf.event), (judge, VARIANTS));
/// assert!(!leaf.escapes && !leaf.enters && !leaf.back);
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeafPlan {
    /// The member that it is.
    pub member: u16,
    /// The place of the step whose event it names.
    pub source: u16,
    /// Which of that step's events it names, counted from its first.
    pub event: u16,
    /// The place of the step whose trigger it stands in.
    pub listener: u16,
    /// Whether a loop has the source in its scope and not the listener.
    pub escapes: bool,
    /// Whether a loop has the listener in its scope and not the source.
    pub enters: bool,
    /// Whether it stands in a way back of the listener's loop.
    pub back: bool,
}

/// An `and`, an `or` or a `quorum`, a trigger that is a single event, or a loop's again gate.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Route {
/// #         #[start]
/// #         async fn bus(&self) -> u32 { todo!() }
/// #         #[start]
/// #         async fn train(&self) -> u32 { todo!() }
/// #         #[listen(or(bus, train))]
/// #         async fn arrive(&self, minutes: u32) -> u32 { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::plan::{GateKind, NONE, Plan};
///
/// // #[listen(or(bus, train))] arrive
/// let plan = Plan::of(&graph);
/// let or = plan.gates[plan.gate(2, 0).unwrap()];
/// assert_eq!((or.kind, or.step, or.len), (GateKind::Or, plan.place(2), 2));
/// assert_eq!(or.member, NONE); // it is the whole trigger
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GatePlan {
    /// What kind it is.
    pub kind: GateKind,
    /// The place of its step.
    pub step: u16,
    /// Its number in its step's trigger, in pre-order. The again gate has the number of its header's trigger.
    pub node: u16,
    /// The member of another gate that it is; [`NONE`] for a whole trigger and an again gate.
    pub member: u16,
    /// Its first member.
    pub first: u16,
    /// How many members there are from its first to its last. A header's entry members and ways back stand among
    /// each other.
    pub span: u16,
    /// How many of those are its own.
    pub len: u16,
    /// Whether it is an again gate or stands in a way back.
    pub back: bool,
}

/// What kind a gate is.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Quote {
/// #         #[start]
/// #         async fn ada(&self) -> u32 { todo!() }
/// #         #[start]
/// #         async fn ben(&self) -> u32 { todo!() }
/// #         #[start]
/// #         async fn cem(&self) -> u32 { todo!() }
/// #         #[listen(quorum(2, ada, ben, cem))]
/// #         async fn compare(&self, prices: Vec<u32>) -> u32 { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::plan::{GateKind, Plan};
///
/// // #[listen(quorum(2, ada, ben, cem))] compare
/// let plan = Plan::of(&graph);
/// let quorum = plan.gates[plan.gate(3, 0).unwrap()];
/// assert!(matches!(quorum.kind, GateKind::Quorum { needed: 2, .. }));
/// assert_eq!(plan.sizes.kept, 2);
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateKind {
    /// Fires once all members have happened. A trigger that is one event is an `And` of one.
    And,
    /// Fires for the first-written member that has happened when it is decided.
    Or,
    /// Fires once so many members have arrived.
    Quorum {
        /// How many.
        needed: u16,
        /// Where those that have arrived are kept: so far before the end of what a run keeps.
        kept: u16,
    },
    /// The `or` of a loop's ways back.
    Again,
}

/// What a gate waits for.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Route {
/// #         #[start]
/// #         async fn bus(&self) -> u32 { todo!() }
/// #         #[start]
/// #         async fn train(&self) -> u32 { todo!() }
/// #         #[listen(or(bus, train))]
/// #         async fn arrive(&self, minutes: u32) -> u32 { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::plan::{NONE, Plan};
///
/// // #[listen(or(bus, train))] arrive
/// let plan = Plan::of(&graph);
/// let train = plan.members[1];
/// assert_eq!((train.gate, train.inner), (0, NONE));
/// assert_eq!(plan.leaves[usize::from(train.leaf)].source, plan.place(1));
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberPlan {
    /// The gate that waits for it.
    pub gate: u16,
    /// The gate that it is, or [`NONE`].
    pub inner: u16,
    /// The leaf that it is, or [`NONE`].
    pub leaf: u16,
}

/// A loop.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Essay {
/// #         #[start]
/// #         async fn draft(&self) -> String { todo!() }
/// #         #[router(or(draft, revise))]
/// #         async fn judge(&self, text: &str) -> Verdict { todo!() }
/// #         #[listen(judge::Bad)]
/// #         async fn revise(&self) -> String { todo!() }
/// #         #[listen(judge::Good)]
/// #         async fn publish(&self) -> u32 { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::plan::{GateKind, Plan};
///
/// let plan = Plan::of(&graph);
/// let around = &plan.loops[0];
/// assert_eq!((around.header, around.max_iterations), (plan.place(1), 100));
/// assert_eq!(around.scope[..], [0b1110]); // `judge`, `revise` and `publish`, not `draft`
/// assert_eq!(plan.gates[usize::from(around.again)].kind, GateKind::Again);
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoopPlan {
    /// The place of its header.
    pub header: u16,
    /// The first of the gates that stand in its ways back; they are `first_back..again`.
    pub first_back: u16,
    /// Its again gate.
    pub again: u16,
    /// How often the header may run for each entry.
    pub max_iterations: u32,
    /// The places of its scope, as a set.
    pub scope: List<u64>,
    /// The leaves of its scope that name events from outside, in the order of their members.
    pub entering: List<u16>,
}

/// Which of a step's events a leaf names: its success.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Greeting {
/// #         #[start]
/// #         async fn name(&self) -> String { todo!() }
/// #         #[listen(name)]
/// #         async fn greet(&self, name: String) -> String { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::plan::{Plan, SUCCESS};
///
/// // #[listen(name)] greet
/// assert_eq!(Plan::of(&graph).leaves[0].event, SUCCESS);
/// # }
/// ```
pub const SUCCESS: u16 = 0;
/// Which of a step's events a leaf names: its own error.
pub const ERROR: u16 = 1;
/// Which of a step's events a leaf names: the first of its variants.
pub const VARIANTS: u16 = 2;

impl Plan {
    /// The tables of a checked graph (its `loops` filled).
    ///
    /// # Panics
    ///
    /// If the flow has more steps, leaves or gates than a `u16` can number.
    #[cfg(feature = "check")]
    #[must_use]
    pub fn of(graph: &Graph) -> Plan {
        build::plan(graph)
    }

    /// The step at that place.
    #[must_use]
    pub fn step(&self, place: u16) -> StepId {
        self.steps[usize::from(place)].id.into()
    }

    /// The place of that step.
    #[must_use]
    pub fn place(&self, step: StepId) -> u16 {
        self.places[step]
    }

    /// The gate of a node of a step's trigger, numbered in pre-order; nothing for an event under another node.
    #[must_use]
    pub fn gate(&self, step: StepId, node: usize) -> Option<usize> {
        let place = self.place(step);
        let is_it = |gate: &GatePlan| {
            gate.step == place && usize::from(gate.node) == node && gate.kind != GateKind::Again
        };
        self.gates.iter().position(is_it)
    }

    /// The gates of a step's trigger, without those in ways back.
    #[must_use]
    pub fn gates_of(&self, place: u16) -> Range<usize> {
        let step = &self.steps[usize::from(place)];
        if step.gate == NONE { 0..0 } else { step.first_gate.into()..usize::from(step.gate) + 1 }
    }

    /// The variants of a step that triggers or its `ends` name, in the order of the plan's numbers: as the triggers
    /// name them first, then those that only `ends` names.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Essay {
    /// #         #[start]
    /// #         async fn draft(&self) -> String { todo!() }
    /// #         #[router(or(draft, revise))]
    /// #         async fn judge(&self, text: &str) -> Verdict { todo!() }
    /// #         #[listen(judge::Bad)]
    /// #         async fn revise(&self) -> String { todo!() }
    /// #         #[listen(judge::Good)]
    /// #         async fn publish(&self) -> u32 { todo!() }
    /// #     }
    /// # });
    /// # let graph = reading.result.ok().unwrap().graph;
    /// use flow_graph::plan::Plan;
    ///
    /// let judge = graph.step_named("judge").unwrap();
    /// assert_eq!(Plan::variants(&graph, judge), ["Bad", "Good"]);
    /// # }
    /// ```
    #[must_use]
    pub fn variants(graph: &Graph, step: StepId) -> Vec<Text> {
        variants(graph.listeners(step).map(|(_, event)| event), &graph.steps[step])
    }
}

/// The variants in these events of a step and in its `ends`, each once.
fn variants<'g>(listened: impl Iterator<Item = &'g Event>, step: &'g Step) -> Vec<Text> {
    let mut names: Vec<Text> = Vec::new();
    let listened = listened.filter_map(|event| match &event.route {
        Route::Variant(name) => Some(name),
        Route::Success | Route::Error => None,
    });
    for name in listened.chain(step.ends.iter()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

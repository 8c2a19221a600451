//! What a simulated step does, and what is noted of a run.

use crate::machine::{Activation, Carried, End, Outcome};
use crate::model::StepId;

/// What one call of a step's method does.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Site {
/// #         #[start]
/// #         async fn pages(&self) -> Vec<String> { todo!() }
/// #         #[listen(each(pages))]
/// #         async fn fetch(&self, page: String) -> usize { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::machine::Outcome;
/// use flow_graph::machine::simulate::{Act, Ties, simulate};
///
/// // #[start] pages, which hands on three, then #[listen(each(pages))] fetch
/// let act = Act { duration: 20, outcome: Outcome::Success { variant: None }, items: 3 };
/// let log = simulate(&graph, Ties::OldestFirst, |_, _| act.clone());
/// assert_eq!(log.runs[1].items, [0, 1, 2]);
/// assert_eq!(log.ended_at, 40);
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// How long it takes. With 0 it ends in the instant in which it begins.
    pub duration: u64,
    /// How it ends.
    pub outcome: Outcome,
    /// How many items its value has, where an `each` runs for them.
    pub items: usize,
}

/// A call of a step's method.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Model {
/// #         #[start]
/// #         #[retry(times = 1, base = "200ms")]
/// #         async fn ask(&self) -> Result<String, Refusal> { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::machine::Outcome;
/// use flow_graph::machine::simulate::{Act, Call, Ties, simulate_calls};
///
/// // #[start] #[retry(times = 1)] ask
/// let mut calls = Vec::new();
/// simulate_calls(&graph, Ties::OldestFirst, |call| {
///     calls.push(call);
///     Act { duration: 1, outcome: Outcome::Failure, items: 0 }
/// });
/// let first = Call { step: 0, nth: 0, item: None, attempt: 1 };
/// assert_eq!(calls, [first, Call { attempt: 2, ..first }]);
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// The step.
    pub step: StepId,
    /// How many runs of the step had called its method before.
    pub nth: usize,
    /// Which of its items it is for, if it has items.
    pub item: Option<usize>,
    /// Which attempt it is, from 1.
    pub attempt: u32,
}

/// In which order the steps end that end in one instant. Language and machine leave that open. The items of one step go
/// on in their order.
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
/// use flow_graph::machine::Outcome;
/// use flow_graph::machine::simulate::{Act, Ties, simulate};
///
/// // #[listen(and(slogan, tagline))] combine
/// let done = |_, _| Act { duration: 5, outcome: Outcome::Success { variant: None }, items: 0 };
/// let log = simulate(&graph, Ties::NewestFirst, done);
/// assert!(log.runs[1].ended_as < log.runs[0].ended_as); // `tagline` before `slogan`, both after 5
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// Those that began first.
    OldestFirst,
    /// Those that began last.
    NewestFirst,
    /// Some order that follows from this number.
    Shuffled(u64),
}

/// What happened in a run.
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
/// use flow_graph::machine::{Activation, End, Outcome};
/// use flow_graph::machine::simulate::{Act, Ties, simulate};
///
/// // #[listen(or(bus, train))] arrive
/// let log = simulate(&graph, Ties::OldestFirst, |step, _| Act {
///     duration: [30, 10, 1][step],
///     outcome: Outcome::Success { variant: None },
///     items: 0,
/// });
/// assert_eq!((log.end, log.ended_at), (End::Success, 11));
/// assert_eq!(log.succeeded, [None, Some(Activation(1)), Some(Activation(2))]);
/// assert_eq!(log.runs[0].ended_at, 10); // `bus`, cancelled
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Every run of a step; an [`Activation`] is an index.
    pub runs: Vec<Run>,
    /// Every call of a step's method, in the order in which they began.
    pub calls: Vec<Called>,
    /// How the flow ended.
    pub end: End,
    /// When it ended.
    pub ended_at: u64,
    /// When it failed: `ended_at`, or earlier if steps that must finish were waited for.
    pub decided_at: u64,
    /// For each step, its run that had succeeded when the flow ended, in the last iteration.
    pub succeeded: Vec<Option<Activation>>,
    /// Whether the run depends on what the language leaves open: a step lost its race (or the flow failed) in the very
    /// instant in which it began, and must finish or begins again later, so that it matters whether it had begun.
    pub is_open: bool,
}

/// One run of a step.
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
/// use flow_graph::machine::Outcome;
/// use flow_graph::machine::simulate::{Act, Ties, simulate};
///
/// // `judge` is content when it sees the text for the second time.
/// let log = simulate(&graph, Ties::OldestFirst, |_, nth| {
///     let verdict = if nth == 0 { "Bad" } else { "Good" };
///     Act { duration: 10, outcome: Outcome::Success { variant: Some(verdict.into()) }, items: 0 }
/// });
/// let steps: Vec<_> = log.runs.iter().map(|run| (run.step, run.nth, run.began_at)).collect();
/// assert_eq!(steps, [(0, 0, 0), (1, 0, 10), (2, 0, 20), (1, 1, 30), (3, 0, 40)]);
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The step.
    pub step: StepId,
    /// How many runs of the step had called its method before.
    pub nth: usize,
    /// When it began.
    pub began_at: u64,
    /// When it ended.
    pub ended_at: u64,
    /// How it ended; `None` if it was cancelled.
    pub outcome: Option<Outcome>,
    /// Where the values of its trigger come from.
    pub carried: Option<Carried>,
    /// Whose values its `#[from]` parameters get, in the order written.
    pub reads: Vec<Option<Activation>>,
    /// The items whose values it hands on, in their order there.
    pub items: Vec<usize>,
    /// Where this run stands in the order of everything that ended, cancellations included.
    pub ended_as: usize,
}

impl Run {
    /// Whether the language leaves open if this run took place: it was cancelled in the instant in which it began.
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
    /// use flow_graph::machine::Outcome;
    /// use flow_graph::machine::simulate::{Act, Ties, simulate};
    ///
    /// // `train` is there at once, so `bus` need not have begun.
    /// let log = simulate(&graph, Ties::OldestFirst, |step, _| Act {
    ///     duration: [30, 0, 1][step],
    ///     outcome: Outcome::Success { variant: None },
    ///     items: 0,
    /// });
    /// assert!(log.runs[0].is_open());
    /// assert!(!log.runs[1].is_open());
    /// # }
    /// ```
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.outcome.is_none() && self.began_at == self.ended_at
    }
}

/// One call of a step's method.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Model {
/// #         #[start]
/// #         #[retry(times = 1, base = "200ms")]
/// #         async fn ask(&self) -> Result<String, Refusal> { todo!() }
/// #     }
/// # });
/// # let graph = reading.result.ok().unwrap().graph;
/// use flow_graph::machine::Outcome;
/// use flow_graph::machine::simulate::{Act, Ties, simulate_calls};
///
/// // #[start] #[retry(times = 1, base = "200ms")] ask
/// let log = simulate_calls(&graph, Ties::OldestFirst, |call| Act {
///     duration: 50,
///     outcome: if call.attempt == 1 { Outcome::Failure } else { Outcome::Success { variant: None } },
///     items: 0,
/// });
/// let again = &log.calls[1];
/// assert_eq!((again.began_at, again.ended_at), (250, 300));
/// assert_eq!(again.outcome, Some(Outcome::Success { variant: None }));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The run of the step that it is a part of.
    pub activation: Activation,
    /// Which call it is.
    pub call: Call,
    /// When it began: after the pause, if it is not the first attempt.
    pub began_at: u64,
    /// When it ended.
    pub ended_at: u64,
    /// How it ended; `None` if it was cancelled (before it began, if it ended earlier).
    pub outcome: Option<Outcome>,
}

//! A whole flow, and what follows from its steps and triggers.

use std::borrow::Cow;

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use super::{Event, List, Route, Step, StepId, Text, Trigger};

/// A flow: its steps, what triggers them, and what follows from that.
///
/// ```
/// use flow_graph::model::{Event, Graph, Route, Step, StepKind, Trigger};
///
/// let mut graph = Graph::new("Greeting");
/// graph.steps.to_mut().push(Step::new("name", StepKind::Start));
/// let mut greet = Step::new("greet", StepKind::Listen);
/// greet.trigger = Some(Trigger::Event(Event { step: 0, route: Route::Success, bare: false }));
/// graph.steps.to_mut().push(greet);
/// assert_eq!(graph.step_named("greet"), Some(1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Graph {
    /// The name of the type the flow is implemented on.
    pub name: Text,
    /// The doc comment of the `impl` block.
    pub doc: Text,
    /// The line of the `impl` block in its source file, from 1; 0 where it is not known.
    pub line: u32,
    /// The steps, in the order written.
    pub steps: List<Step>,
    /// What `run` takes, in order of first appearance.
    pub inputs: List<Input>,
    /// The loops, outer before inner. Filled in by [`check`](crate::check).
    pub loops: List<Loop>,
    /// The sinks whose values make the flow's output. Filled in by [`check`](crate::check).
    pub sinks: List<Sink>,
    /// The step of `#[flow(output = step)]`.
    pub picked: Option<StepId>,
    /// How often a loop's header may run for each entry, unless the loop says otherwise.
    pub max_iterations: u32,
}

/// What `run` takes.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use flow_graph::model::Input;
///
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Branding {
///         #[start]
///         async fn slogan(&self, brand: &str) -> String { todo!() }
///         #[start]
///         async fn tagline(&self, brand: &str) -> String { todo!() }
///     }
/// }).graph;
/// assert_eq!(graph.inputs[..], [Input { name: "brand".into(), ty: "&str".into() }]);
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Input {
    /// The parameter's name.
    pub name: Text,
    /// The parameter's type, as written.
    pub ty: Text,
}

/// A cycle of triggers with one entry.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// let flow = flow_graph::read(Default::default(), syn::parse_quote! {
///     impl Essay {
///         #[start]
///         async fn draft(&self) -> String { todo!() }
///         #[router(or(draft, revise), ends(Good))]
///         async fn judge(&self, text: String) -> Verdict { todo!() }
///         #[listen(judge::Bad)]
///         async fn revise(&self, text: String) -> String { todo!() }
///     }
/// });
/// let graph = flow.result.ok().unwrap().graph;
/// let around = &graph.loops[0];
/// assert_eq!((around.header, &around.backs[..]), (1, &[1][..])); // `judge`, by way of `revise`
/// assert_eq!((&around.body[..], around.max_iterations), (&[1, 2][..], 100));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Loop {
    /// The step every iteration begins with. Its trigger is an `or`.
    pub header: StepId,
    /// Which members of the header's `or`, counted from 0, are ways back; the others are the entry.
    pub backs: List<usize>,
    /// Every step that can run only after the header, and the header: what a new iteration resets.
    pub scope: List<StepId>,
    /// The steps of the cycle itself: those from which the header can be reached again. A part of `scope`.
    pub body: List<StepId>,
    /// How often the header may run for each entry.
    pub max_iterations: u32,
}

/// A step whose value is a part of the flow's output.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use flow_graph::model::Sink;
///
/// let flow = flow_graph::read(Default::default(), syn::parse_quote! {
///     impl Order {
///         #[router]
///         async fn stock(&self, count: u32) -> Stock { todo!() }
///         #[listen(stock::Enough)]
///         async fn ship(&self) -> Parcel { todo!() }
///         #[listen(stock::TooFew)]
///         async fn wait(&self) -> Ticket { todo!() }
///     }
/// });
/// let graph = flow.result.ok().unwrap().graph;
/// // `run` gives an `Option<Parcel>` and an `Option<Ticket>`.
/// assert_eq!(graph.sinks[..], [Sink { step: 1, always: false }, Sink { step: 2, always: false }]);
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Sink {
    /// The step.
    pub step: StepId,
    /// Whether it runs in every run that succeeds; its value is an `Option` otherwise.
    pub always: bool,
}

/// [`Graph::max_iterations`] where the user says nothing.
///
/// ```
/// use flow_graph::model::{DEFAULT_MAX_ITERATIONS, Graph};
///
/// assert_eq!(DEFAULT_MAX_ITERATIONS, 100);
/// assert_eq!(Graph::new("Essay").max_iterations, DEFAULT_MAX_ITERATIONS);
/// ```
pub const DEFAULT_MAX_ITERATIONS: u32 = 100;

impl Graph {
    /// A flow without steps.
    ///
    /// ```
    /// use flow_graph::Graph;
    ///
    /// let graph = Graph::new("Essay");
    /// assert_eq!(graph.name, "Essay");
    /// assert!(graph.steps.is_empty());
    /// ```
    #[must_use]
    pub fn new(name: impl Into<Text>) -> Graph {
        Graph {
            name: name.into(),
            doc: Cow::Borrowed(""),
            line: 0,
            steps: Cow::Borrowed(&[]),
            inputs: Cow::Borrowed(&[]),
            loops: Cow::Borrowed(&[]),
            sinks: Cow::Borrowed(&[]),
            picked: None,
            max_iterations: DEFAULT_MAX_ITERATIONS,
        }
    }

    /// The step of that name.
    ///
    /// ```
    /// use flow_graph::model::{Graph, Step, StepKind};
    ///
    /// let mut graph = Graph::new("Greeting");
    /// graph.steps.to_mut().push(Step::new("name", StepKind::Start));
    /// assert_eq!(graph.step_named("name"), Some(0));
    /// assert_eq!(graph.step_named("nmae"), None);
    /// ```
    #[must_use]
    pub fn step_named(&self, name: &str) -> Option<StepId> {
        self.steps.iter().position(|step| step.name == name)
    }

    /// Every place where a trigger names an event of `step`, as (listening step, event), in the order written.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
    ///     impl Greeting {
    ///         #[start]
    ///         async fn name(&self) -> Result<String, Unknown> { todo!() }
    ///         #[listen(name)]
    ///         async fn greet(&self, name: String) -> String { todo!() }
    ///         #[listen(name::Err)]
    ///         async fn ask(&self, error: Unknown) -> String { todo!() }
    ///     }
    /// }).graph;
    /// let listeners: Vec<_> = graph.listeners(0).map(|(step, event)| (step, event.display(&graph))).collect();
    /// assert_eq!(listeners, [(1, "name".to_owned()), (2, "name::Err".to_owned())]);
    /// # }
    /// ```
    pub fn listeners(&self, step: StepId) -> impl Iterator<Item = (StepId, &Event)> {
        self.steps.iter().enumerate().flat_map(move |(listener, it)| {
            it.trigger
                .iter()
                .flat_map(Trigger::events)
                .filter(move |event| event.step == step)
                .map(move |event| (listener, event))
        })
    }

    /// Whether something listens to `step::Err`.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
    ///     impl Greeting {
    ///         #[start]
    ///         async fn name(&self) -> Result<String, Unknown> { todo!() }
    ///         #[listen(name::Err)]
    ///         async fn ask(&self, error: Unknown) -> Result<String, Unknown> { todo!() }
    ///     }
    /// }).graph;
    /// assert!(graph.error_is_handled(0));
    /// assert!(!graph.error_is_handled(1));
    /// # }
    /// ```
    #[must_use]
    pub fn error_is_handled(&self, step: StepId) -> bool {
        self.listeners(step).any(|(_, event)| event.route == Route::Error)
    }

    /// Whether no trigger takes the step's success, so that the flow ends there. A router's variants count as its
    /// success; routes that end in the router make it no sink.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
    ///     impl Greeting {
    ///         #[start]
    ///         async fn name(&self) -> String { todo!() }
    ///         #[listen(name)]
    ///         async fn greet(&self, name: String) -> String { todo!() }
    ///     }
    /// }).graph;
    /// assert!(!graph.is_sink(0));
    /// assert!(graph.is_sink(1));
    /// # }
    /// ```
    #[must_use]
    pub fn is_sink(&self, step: StepId) -> bool {
        let it = &self.steps[step];
        it.ends.is_empty()
            && !it.ends_rest
            && self.listeners(step).all(|(_, event)| event.route == Route::Error)
    }

    /// The loop whose header is `step`.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let flow = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Essay {
    /// #         #[start]
    /// #         async fn draft(&self) -> String { todo!() }
    /// #         #[router(or(draft, revise), ends(Good))]
    /// #         async fn judge(&self, text: String) -> Verdict { todo!() }
    /// #         #[listen(judge::Bad)]
    /// #         async fn revise(&self, text: String) -> String { todo!() }
    /// #     }
    /// # });
    /// # let graph = flow.result.ok().unwrap().graph;
    /// // The flow of `Loop`'s example: `judge` is the step that each iteration begins with.
    /// let judge = graph.step_named("judge").unwrap();
    /// assert_eq!(graph.loop_of_header(judge), Some(&graph.loops[0]));
    /// assert_eq!(graph.loop_of_header(0), None);
    /// # }
    /// ```
    #[must_use]
    pub fn loop_of_header(&self, step: StepId) -> Option<&Loop> {
        self.loops.iter().find(|it| it.header == step)
    }
}

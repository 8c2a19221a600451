//! Who listens to what, looked up instead of searched for.

use super::{Event, Graph, Route, StepId};

/// For each step of a flow, what listens to it. [`Graph::listeners`] looks through all triggers for one step; this has
/// looked once, for all.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use flow_graph::model::Listeners;
///
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Greeting {
///         #[start]
///         async fn name(&self) -> String { todo!() }
///         #[listen(name)]
///         async fn greet(&self, name: String) -> String { todo!() }
///     }
/// }).graph;
/// let listeners = Listeners::new(&graph);
/// assert_eq!(listeners.of(0).len(), 1);
/// assert!(listeners.is_sink(1) && !listeners.is_sink(0));
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Listeners<'g> {
    graph: &'g Graph,
    of: Vec<Vec<(StepId, &'g Event)>>,
}

impl<'g> Listeners<'g> {
    /// Who listens to what in a flow.
    #[must_use]
    pub fn new(graph: &'g Graph) -> Listeners<'g> {
        let mut of = vec![Vec::new(); graph.steps.len()];
        for (listener, step) in graph.steps.iter().enumerate() {
            for event in step.trigger.iter().flat_map(|trigger| trigger.events()) {
                of[event.step].push((listener, event));
            }
        }
        Listeners { graph, of }
    }

    /// Each event of the step that a trigger names, with the step whose trigger it is, in the order written.
    ///
    /// ```
    /// use flow_graph::model::{Graph, Listeners, Step, StepKind};
    ///
    /// let mut graph = Graph::new("Greeting");
    /// graph.steps.to_mut().push(Step::new("greet", StepKind::Start));
    /// assert!(Listeners::new(&graph).of(0).is_empty());
    /// ```
    #[must_use]
    pub fn of(&self, step: StepId) -> &[(StepId, &'g Event)] {
        &self.of[step]
    }

    /// As [`Graph::error_is_handled`].
    #[must_use]
    pub fn error_is_handled(&self, step: StepId) -> bool {
        self.of[step].iter().any(|(_, event)| event.route == Route::Error)
    }

    /// As [`Graph::is_sink`].
    #[must_use]
    pub fn is_sink(&self, step: StepId) -> bool {
        let it = &self.graph.steps[step];
        it.ends.is_empty() && !it.ends_rest && self.all_are_errors(step)
    }

    /// Whether nothing listens to the step's success or to a variant.
    #[must_use]
    pub fn all_are_errors(&self, step: StepId) -> bool {
        self.of[step].iter().all(|(_, event)| event.route == Route::Error)
    }
}

//! What steps wait for, and how it is written.

use std::fmt;

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use super::{Graph, List, StepId, Text};

/// What a step waits for.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use flow_graph::model::Trigger;
///
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Branding {
///         #[start]
///         async fn slogan(&self) -> String { todo!() }
///         #[start]
///         async fn tagline(&self) -> String { todo!() }
///         #[listen(and(slogan, tagline))]
///         async fn combine(&self, slogan: String, tagline: String) -> String { todo!() }
///     }
/// }).graph;
/// let Some(Trigger::And(members)) = &graph.steps[2].trigger else { panic!() };
/// assert_eq!(members.len(), 2);
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Trigger {
    /// One thing that happens.
    Event(Event),
    /// `and(...)`: all of them.
    And(List<Trigger>),
    /// `or(...)`: the first of them.
    Or(List<Trigger>),
    /// `quorum(k, ...)`: the first `k` of them.
    Quorum {
        /// How many of them.
        needed: u32,
        /// What it waits for.
        members: List<Trigger>,
    },
}

/// Something that happens when a step ends.
///
/// ```
/// use flow_graph::model::{Event, Graph, Route, Step, StepKind};
///
/// let mut graph = Graph::new("Essay");
/// graph.steps.to_mut().push(Step::new("judge", StepKind::Router));
/// let event = Event { step: 0, route: Route::Variant("Good".into()), bare: true };
/// assert_eq!(event.display(&graph), "judge::Good {}");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Event {
    /// The step that ends.
    pub step: StepId,
    /// How it ends.
    pub route: Route,
    /// `step::Variant {}`: the same event, carrying nothing.
    pub bare: bool,
}

/// How a step ends.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use flow_graph::model::Route;
///
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Lookup {
///         #[start]
///         async fn find(&self, key: &str) -> Result<Option<u32>, Unreachable> { todo!() }
///         #[listen(find::Some)]
///         async fn show(&self, number: u32) {}
///         #[listen(find::Err)]
///         async fn report(&self, error: Unreachable) {}
///     }
/// }).graph;
/// let routes: Vec<&Route> = graph.listeners(0).map(|(_, event)| &event.route).collect();
/// assert_eq!(routes, [&Route::Variant("Some".into()), &Route::Error]);
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Route {
    /// It succeeds (`step`, or `step::Ok` of a fallible one).
    Success,
    /// It fails (`step::Err` of a fallible one).
    Error,
    /// Its success value is this variant of an enum.
    Variant(Text),
}

impl Trigger {
    /// The events it names, in the order written.
    ///
    /// ```
    /// use flow_graph::model::{Event, Route, Trigger};
    ///
    /// let event = |step| Event { step, route: Route::Success, bare: false };
    /// let member = |step| Trigger::Event(event(step));
    /// let trigger = Trigger::And(vec![member(0), Trigger::Or(vec![member(1), member(2)].into())].into());
    /// assert_eq!(trigger.events(), [&event(0), &event(1), &event(2)]);
    /// ```
    #[must_use]
    pub fn events(&self) -> Vec<&Event> {
        match self {
            Trigger::Event(event) => vec![event],
            Trigger::And(members) | Trigger::Or(members) | Trigger::Quorum { members, .. } => {
                members.iter().flat_map(Trigger::events).collect()
            }
        }
    }

    /// The members of an `and`, `or` or `quorum`; nothing for an event.
    ///
    /// ```
    /// use flow_graph::model::{Event, Route, Trigger};
    ///
    /// let event = Trigger::Event(Event { step: 0, route: Route::Success, bare: false });
    /// assert!(event.members().is_empty());
    /// let error = Trigger::Event(Event { step: 1, route: Route::Error, bare: false });
    /// assert_eq!(Trigger::Or(vec![event, error].into()).members().len(), 2);
    /// ```
    #[must_use]
    pub fn members(&self) -> &[Trigger] {
        match self {
            Trigger::Event(_) => &[],
            Trigger::And(members) | Trigger::Or(members) | Trigger::Quorum { members, .. } => members,
        }
    }

    /// How many nodes the tree has. Nodes are numbered in pre-order: a node, then its members from left to right.
    ///
    /// ```
    /// use flow_graph::model::{Event, Route, Trigger};
    ///
    /// let member = |step| Trigger::Event(Event { step, route: Route::Success, bare: false });
    /// let trigger = Trigger::And(vec![member(0), Trigger::Or(vec![member(1), member(2)].into())].into());
    /// assert_eq!(trigger.node_count(), 5); // 0: the `and`, 1: the first event, 2: the `or`, 3 and 4: its events
    /// ```
    #[must_use]
    pub fn node_count(&self) -> usize {
        1 + self.members().iter().map(Trigger::node_count).sum::<usize>()
    }

    /// The trigger as the user would write it, without the `each` around it.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
    ///     impl Quote {
    ///         #[start] async fn ada(&self) -> u32 { todo!() }
    ///         #[start] async fn ben(&self) -> u32 { todo!() }
    ///         #[start] async fn cem(&self) -> u32 { todo!() }
    ///         #[listen(quorum(2, ada, ben, cem))]
    ///         async fn compare(&self, prices: Vec<u32>) -> u32 { todo!() }
    ///     }
    /// }).graph;
    /// let trigger = graph.steps[3].trigger.as_ref().unwrap();
    /// assert_eq!(trigger.display(&graph).to_string(), "quorum(2, ada, ben, cem)");
    /// # }
    /// ```
    #[must_use]
    pub fn display<'a>(&'a self, graph: &'a Graph) -> impl fmt::Display + 'a {
        Shown { trigger: self, graph }
    }
}

impl Event {
    /// The event as the user would write it, such as `judge::Accept`.
    ///
    /// ```
    /// use flow_graph::model::{Event, Graph, Route, Step, StepKind};
    ///
    /// let mut graph = Graph::new("Essay");
    /// graph.steps.to_mut().push(Step::new("judge", StepKind::Router));
    /// let event = Event { step: 0, route: Route::Variant("Accept".into()), bare: false };
    /// assert_eq!(event.display(&graph), "judge::Accept");
    /// ```
    #[must_use]
    pub fn display(&self, graph: &Graph) -> String {
        let step = &graph.steps[self.step].name;
        let bare = if self.bare { " {}" } else { "" };
        match &self.route {
            Route::Success => format!("{step}"),
            Route::Error => format!("{step}::Err{bare}"),
            Route::Variant(variant) => format!("{step}::{variant}{bare}"),
        }
    }
}

struct Shown<'a> {
    trigger: &'a Trigger,
    graph: &'a Graph,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, members) = match self.trigger {
            Trigger::Event(event) => return f.write_str(&event.display(self.graph)),
            Trigger::And(members) => ("and", members),
            Trigger::Or(members) => ("or", members),
            Trigger::Quorum { members, .. } => ("quorum", members),
        };
        write!(f, "{word}(")?;
        if let Trigger::Quorum { needed, .. } = self.trigger {
            write!(f, "{needed}, ")?;
        }
        for (index, trigger) in members.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{}", Shown { trigger, graph: self.graph })?;
        }
        f.write_str(")")
    }
}

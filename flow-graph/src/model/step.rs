//! One step: its method, its parameters and its place in the flow.

use std::borrow::Cow;

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use super::{Items, List, Refinement, RunsOn, StepId, Text, Trigger};

/// One step: a method with a flow attribute.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Branding {
///         /// What the poster says.
///         #[start]
///         async fn slogan(&self, brand: &str) -> Result<String, Refused> { todo!() }
///     }
/// }).graph;
/// let slogan = &graph.steps[0];
/// assert_eq!((&*slogan.name, &*slogan.doc), ("slogan", "What the poster says."));
/// assert_eq!((slogan.output.as_deref(), slogan.error.as_deref()), (Some("String"), Some("Refused")));
/// assert!(slogan.is_async && slogan.fallible && slogan.trigger.is_none());
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Step {
    /// The method's name, without `r#`.
    pub name: Text,
    /// The method's doc comment.
    pub doc: Text,
    /// The line of the method's name in its source file, from 1; 0 where it is not known.
    pub line: u32,
    /// Which attribute made it a step.
    pub kind: StepKind,
    /// What it waits for; `None` for a start.
    pub trigger: Option<Trigger>,
    /// Its parameters without the receiver, in the order written.
    pub params: List<Param>,
    /// The type it hands on when it succeeds, as written; `None` if it carries nothing.
    pub output: Option<Text>,
    /// Whether it returns a `Result`.
    pub fallible: bool,
    /// The error type as written, where the signature shows one.
    pub error: Option<Text>,
    /// Whether it is an `async fn`.
    pub is_async: bool,
    /// How it takes the flow's state.
    pub receiver: Receiver,
    /// `#[must_finish]`: once begun, it completes even when its race is lost.
    pub must_finish: bool,
    /// The variants named in `ends(...)`: routes that end here.
    pub ends: List<Text>,
    /// `ends(_)`: every route that nothing listens to ends here.
    pub ends_rest: bool,
    /// `#[router(x, max_iterations = n)]`.
    pub max_iterations: Option<u32>,
    /// What further attributes and options make of one run of the method.
    pub refined: Refinement,
}

/// Which attribute made a method a step.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use flow_graph::model::StepKind;
///
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Order {
///         #[router]
///         async fn stock(&self, count: u32) -> Stock { todo!() }
///         #[listen(stock::Enough)]
///         async fn ship(&self) {}
///     }
/// }).graph;
/// assert_eq!((graph.steps[0].kind, graph.steps[1].kind), (StepKind::Router, StepKind::Listen));
/// assert!(graph.steps[0].trigger.is_none()); // it runs when the flow starts
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum StepKind {
    /// `#[start]`
    Start,
    /// `#[listen(...)]`
    Listen,
    /// `#[router(...)]`, or `#[router]` alone for a start that routes.
    Router,
}

/// How a step takes the flow's state.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// use flow_graph::model::Receiver;
///
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Counter {
///         #[start]
///         async fn count(&mut self) {}
///         #[listen(count)]
///         fn show() {}
///     }
/// }).graph;
/// assert_eq!(graph.steps[0].receiver, Receiver::Exclusive);
/// assert_eq!(graph.steps[1].receiver, Receiver::None);
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Receiver {
    /// No `self`.
    None,
    /// `&self`
    Shared,
    /// `&mut self`
    Exclusive,
    /// `self: Arc<Self>`
    Owned,
}

/// A parameter of a step.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Letter {
///         #[start]
///         async fn name(&self) -> String { todo!() }
///         #[listen(name)]
///         async fn text(&self) -> String { todo!() }
///         #[listen(text)]
///         async fn sign(&self, text: String, #[from(name)] name: &str) -> String { todo!() }
///     }
/// }).graph;
/// let [text, name] = &graph.steps[2].params[..] else { panic!() };
/// assert_eq!((&*text.ty, text.by_ref, text.from), ("String", false, None));
/// assert_eq!((&*name.ty, name.by_ref, name.from), ("&str", true, Some(0)));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Param {
    /// Its name; empty where it is a pattern.
    pub name: Text,
    /// Its type, as written.
    pub ty: Text,
    /// Whether the type is a reference.
    pub by_ref: bool,
    /// `#[from(step)]`: it reads that step's output and waits for nothing.
    pub from: Option<StepId>,
    /// `#[context]`: it gets the run's context, not a value.
    pub context: bool,
    /// Whether the type's last path segment is `Option`.
    pub optional: bool,
    /// How many parts the type has, where it is written as a tuple.
    pub tuple: Option<usize>,
}

impl Step {
    /// A step of that name and kind: an `async fn` that takes `&self`, carries nothing and waits for nothing.
    ///
    /// ```
    /// use flow_graph::model::{Receiver, Step, StepKind};
    ///
    /// let step = Step::new("slogan", StepKind::Start);
    /// assert_eq!((&*step.name, step.receiver), ("slogan", Receiver::Shared));
    /// assert!(step.is_async && step.output.is_none() && step.trigger.is_none());
    /// ```
    #[must_use]
    pub fn new(name: impl Into<Text>, kind: StepKind) -> Step {
        Step {
            name: name.into(),
            doc: Cow::Borrowed(""),
            line: 0,
            kind,
            trigger: None,
            params: Cow::Borrowed(&[]),
            output: None,
            fallible: false,
            error: None,
            is_async: true,
            receiver: Receiver::Shared,
            must_finish: false,
            ends: Cow::Borrowed(&[]),
            ends_rest: false,
            max_iterations: None,
            refined: Refinement::NONE,
        }
    }

    /// Whether running it can fail: because the method can, or because of a time limit, a panic elsewhere or items
    /// that are too few.
    ///
    /// ```
    /// use std::time::Duration;
    /// use flow_graph::model::{Step, StepKind};
    ///
    /// let mut step = Step::new("slogan", StepKind::Start);
    /// assert!(!step.can_fail());
    /// step.refined.timeout = Some(Duration::from_secs(30));
    /// assert!(step.can_fail());
    /// ```
    #[must_use]
    pub fn can_fail(&self) -> bool {
        let Refinement { many, timeout, total_timeout, runs_on, .. } = &self.refined;
        self.fallible
            || timeout.is_some()
            || total_timeout.is_some()
            || *runs_on != RunsOn::Run
            || many.is_some_and(|many| many.first.is_some())
    }

    /// Whether it runs its method for each item of what its trigger carries.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
    ///     impl Site {
    ///         #[start]
    ///         async fn pages(&self) -> Vec<String> { todo!() }
    ///         #[listen(each(pages))]
    ///         async fn fetch(&self, page: String) -> usize { todo!() }
    ///     }
    /// }).graph;
    /// assert!(graph.steps[1].is_each());
    /// assert_eq!(graph.steps[1].output.as_deref(), Some("Vec<usize>"));
    /// # }
    /// ```
    #[must_use]
    pub fn is_each(&self) -> bool {
        self.refined.many.is_some_and(|many| many.items == Items::Each)
    }
}

impl Param {
    /// Whether it takes what the step's trigger carries or, in a start, an input of the flow.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
    ///     impl Greeting {
    ///         #[start]
    ///         async fn greet(&self, name: &str, #[context] cx: Context<'_>) -> String { todo!() }
    ///     }
    /// }).graph;
    /// let [name, cx] = &graph.steps[0].params[..] else { panic!() };
    /// assert!(name.is_plain());
    /// assert!(!cx.is_plain());
    /// # }
    /// ```
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.from.is_none() && !self.context
    }
}

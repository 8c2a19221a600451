//! What is wrong with a flow, in the user's words, and where.
//!
//! A diagnostic names its place by the model's parts; whoever has the tokens (the macro) or the source file (the
//! build script) turns the place into a span or a line.

use std::fmt;

use crate::model::StepId;

/// One mistake.
///
/// ```
/// use flow_graph::model::{Event, Graph, Route, Step, StepKind, Trigger};
/// use flow_graph::{Diagnostic, Place};
///
/// let mut graph = Graph::new("Stuck");
/// let mut again = Step::new("again", StepKind::Listen);
/// again.trigger = Some(Trigger::Event(Event { step: 0, route: Route::Success, bare: false }));
/// graph.steps.to_mut().push(again);
/// let errors: Vec<Diagnostic> = flow_graph::check::check(&mut graph).unwrap_err();
/// assert_eq!(errors[0].place, Place::Flow);
/// assert_eq!(errors[0].help.as_deref(), Some("mark the method that runs first with `#[start]`"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that is broken: the row of the table of mistakes in `docs/language.md`.
    pub rule: u8,
    /// What is wrong: lower case, no full stop, names of the user's own steps in backticks.
    pub message: String,
    /// How to mend it, where there is a way to say it.
    pub help: Option<String>,
    /// Where the tokens at fault are.
    pub place: Place,
}

/// A part of a flow that a diagnostic points at.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// let reading = flow_graph::read(Default::default(), syn::parse_quote! {
///     impl Branding {
///         #[start]
///         async fn slogan(&self) -> String { todo!() }
///         #[listen(and(slogan, slogan))]
///         async fn combine(&self, a: String, b: String) -> String { todo!() }
///     }
/// });
/// // The second member of the `and`: node 2 of the trigger of step 1.
/// let tokens = reading.parsed.tokens(flow_graph::Place::Trigger(1, 2));
/// assert_eq!(tokens.to_string(), "slogan");
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The flow's type in the `impl` header.
    Flow,
    /// A step's name.
    Step(StepId),
    /// A node of a step's trigger, numbered in pre-order from 0 (the whole trigger).
    Trigger(StepId, usize),
    /// A parameter of a step, counted from 0 without the receiver.
    Param(StepId, usize),
    /// A step's receiver (`&mut self`).
    Receiver(StepId),
    /// The option `max_iterations` of a router.
    MaxIterations(StepId),
    /// A step's return type.
    Output(StepId),
    /// The step named in `#[flow(output = step)]`.
    Picked,
}

impl Diagnostic {
    /// A mistake without a way to mend it.
    ///
    /// ```
    /// use flow_graph::{Diagnostic, Place};
    ///
    /// let error = Diagnostic::new(2, Place::Flow, "the flow has no start step");
    /// assert_eq!((error.rule, error.help), (2, None));
    /// ```
    pub fn new(rule: u8, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic { rule, message: message.into(), help: None, place }
    }

    /// The same mistake with a way to mend it.
    ///
    /// ```
    /// use flow_graph::{Diagnostic, Place};
    ///
    /// let error = Diagnostic::new(2, Place::Flow, "the flow has no start step").help("mark one with `#[start]`");
    /// assert_eq!(error.to_string(), "the flow has no start step\n\nhelp: mark one with `#[start]`");
    /// ```
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    /// The message, and the help in lines of its own under it, as both the compiler and the build script print it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n\nhelp: {help}"),
            None => Ok(()),
        }
    }
}

//! The stages before code generation, in their order: parse, check, bind.

use std::borrow::Cow;

use proc_macro2::TokenStream;
use syn::ItemImpl;

use crate::analysis::Analysis;
use crate::bind::{self, Bindings};
use crate::check::{self, Known};
use crate::model::{Graph, StepId};
use crate::parse::{self, Errors, Parsed};

/// A flow that keeps the rules.
///
/// ```
/// let reading = flow_graph::read(Default::default(), syn::parse_quote! {
///     impl Greeting {
///         #[start]
///         async fn name(&self) -> String { todo!() }
///         #[listen(name)]
///         async fn greet(&self, name: String) -> String { todo!() }
///     }
/// });
/// let flow = reading.result.ok().unwrap();
/// assert_eq!(flow.graph.sinks[0].step, 1);
/// assert!(flow.analysis.always(1));
/// assert_eq!(flow.bindings.params[1].len(), 1);
/// ```
pub struct Checked {
    /// The flow, with its loops and sinks.
    pub graph: Graph,
    /// What is known about the order and the company in which its steps run.
    pub analysis: Analysis,
    /// What every parameter gets.
    pub bindings: Bindings,
}

/// What was read from an `impl` block, and whether it keeps the rules.
///
/// ```
/// let reading = flow_graph::read(Default::default(), syn::parse_quote! {
///     impl Greeting {
///         #[start]
///         async fn name(&self) -> String { todo!() }
///         #[listen(nmae)]
///         async fn greet(&self, name: String) -> String { todo!() }
///     }
/// });
/// assert_eq!(reading.result.err().unwrap().len(), 1);
/// // What the compiler is given all the same, so that it does not complain of methods that are not there.
/// assert_eq!(reading.parsed.item.items.len(), 2);
/// ```
pub struct Reading {
    /// What was read.
    pub parsed: Parsed,
    /// The flow, or everything that is wrong with it.
    pub result: Result<Checked, Errors>,
    /// The steps in which something is wrong.
    wrong: Vec<StepId>,
}

impl Reading {
    /// Of a flow with mistakes, the steps in which nothing is wrong and that depend on no other: a flow of their own, which
    /// keeps the rules and gives nothing. Whatever else is wrong with them, in their types, can be found in it.
    ///
    /// ```
    /// let reading = flow_graph::read(Default::default(), syn::parse_quote! {
    ///     impl Greeting {
    ///         #[start]
    ///         async fn name(&self) -> String { todo!() }
    ///         #[listen(name)]
    ///         async fn greet(&self, name: String) -> String { todo!() }
    ///         #[listen(great)]
    ///         async fn send(&self, letter: String) {}
    ///     }
    /// });
    /// let (parsed, flow) = reading.rest().unwrap();
    /// assert_eq!(parsed.steps.len(), 2);
    /// assert!(flow.graph.sinks.is_empty());
    /// ```
    #[must_use]
    pub fn rest(&self) -> Option<(Parsed, Checked)> {
        if self.result.is_ok() || self.parsed.item.trait_.is_some() {
            return None;
        }
        let mut parsed = self.parsed.without(self.wrong.iter().copied())?;
        let mut checked = checked(&mut parsed).ok()?;
        checked.graph.sinks = Cow::Borrowed(&[]);
        Some((parsed, checked))
    }
}

/// Reads and checks a flow: `attr` is what stands in `#[flow(...)]`, `item` the block under it.
///
/// ```
/// let item: syn::ItemImpl = syn::parse_quote! {
///     impl Greeting {
///         #[start]
///         async fn name(&self) -> String { "world".to_string() }
///         #[listen(nmae)]
///         async fn greet(&self, name: &str) -> String { format!("hello {name}") }
///     }
/// };
/// let reading = flow_graph::read(Default::default(), item);
/// let errors = reading.result.err().unwrap();
/// assert_eq!(
///     errors.iter().next().unwrap().to_string(),
///     "no step named `nmae` in flow `Greeting`\n\nhelp: did you mean `name`?",
/// );
/// ```
#[must_use]
pub fn read(attr: TokenStream, item: ItemImpl) -> Reading {
    let mut parsed = parse::flow(attr, item);
    let result = checked(&mut parsed);
    let (result, wrong) = match result {
        Ok(checked) => (Ok(checked), Vec::new()),
        Err(Mistakes { errors, steps }) => (Err(errors), steps),
    };
    Reading { parsed, result, wrong }
}

/// What is wrong, and the steps about which enough is said with it.
struct Mistakes {
    errors: Errors,
    steps: Vec<StepId>,
}

fn checked(parsed: &mut Parsed) -> Result<Checked, Mistakes> {
    let mut errors = std::mem::take(&mut parsed.errors);
    if parsed.item.trait_.is_some() {
        return Err(Mistakes { errors, steps: Vec::new() });
    }
    let mut graph = parsed.graph.clone();
    let Parsed { unclear, faulty, nameless, .. } = &*parsed;
    let whole = errors.is_empty() && unclear.is_empty() && !nameless;
    let known = Known { unclear, faulty, nameless: *nameless, whole };
    let survey = check::survey(&mut graph, known);
    let mut diagnostics = survey.errors;
    let bindings = match &survey.analysis {
        Some(analysis) if whole && diagnostics.is_empty() => {
            bind::bind(parsed, &graph, analysis).map_err(|found| diagnostics = found).ok()
        }
        Some(analysis) => {
            diagnostics.extend(bind::mistakes(parsed, &graph, analysis, &survey.exempt));
            None
        }
        None => None,
    };
    if let (Some(analysis), Some(bindings)) = (survey.analysis, bindings) {
        return Ok(Checked { graph, analysis, bindings });
    }
    // What `run` would give may be known nevertheless.
    if !parsed.unclear.is_empty() || parsed.nameless {
        graph.sinks = Cow::Borrowed(&[]);
    }
    parsed.graph = graph;
    diagnostics.sort_by_key(|it| check::step_of(it.place));
    let mut steps: Vec<StepId> = survey.exempt.iter().collect();
    for diagnostic in &diagnostics {
        errors.add(parsed.error(diagnostic));
        steps.extend(check::step_of(diagnostic.place));
    }
    Err(Mistakes { errors, steps })
}

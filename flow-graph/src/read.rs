//! The stages before code generation, in their order: parse, check, bind.

use proc_macro2::TokenStream;
use syn::ItemImpl;

use crate::analysis::Analysis;
use crate::bind::{self, Bindings};
use crate::check::{self, Known};
use crate::model::Graph;
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
    Reading { parsed, result }
}

fn checked(parsed: &mut Parsed) -> Result<Checked, Errors> {
    let mut errors = std::mem::take(&mut parsed.errors);
    if parsed.item.trait_.is_some() {
        return Err(errors);
    }
    let mut graph = parsed.graph.clone();
    let known = Known { unclear: &parsed.unclear, faulty: &parsed.faulty, whole: errors.is_empty() };
    let survey = check::survey(&mut graph, known);
    let mut diagnostics = survey.errors;
    let bindings = match &survey.analysis {
        Some(analysis) if errors.is_empty() && diagnostics.is_empty() => {
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
    parsed.graph = graph;
    diagnostics.sort_by_key(|it| check::step_of(it.place));
    for diagnostic in &diagnostics {
        errors.add(parsed.error(diagnostic));
    }
    Err(errors)
}

//! The stages before code generation, in their order: parse, check, bind.

use proc_macro2::TokenStream;
use syn::ItemImpl;

use crate::analysis::Analysis;
use crate::bind::{self, Bindings};
use crate::check;
use crate::diagnostic::Diagnostic;
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
    if !parsed.checkable {
        return Err(errors);
    }
    let mut graph = parsed.graph.clone();
    let analysis = match check::check(&mut graph) {
        Ok(analysis) => analysis,
        Err(diagnostics) => {
            // What `run` would give may be known nevertheless.
            parsed.graph = graph;
            return Err(with(errors, parsed, &diagnostics));
        }
    };
    let bindings = match bind::bind(parsed, &graph, &analysis) {
        Ok(bindings) => bindings,
        Err(diagnostics) => {
            parsed.graph = graph;
            return Err(with(errors, parsed, &diagnostics));
        }
    };
    if errors.is_empty() {
        return Ok(Checked { graph, analysis, bindings });
    }
    // What was wrong does not touch the graph, such as an option.
    parsed.graph = graph;
    errors = with(errors, parsed, &[]);
    Err(errors)
}

fn with(mut errors: Errors, parsed: &Parsed, diagnostics: &[Diagnostic]) -> Errors {
    for diagnostic in diagnostics {
        errors.add(parsed.error(diagnostic));
    }
    errors
}

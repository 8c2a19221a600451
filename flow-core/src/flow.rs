//! What every flow is, besides its own `run`.

use flow_graph::Graph;

/// A type with a flow on it. `#[flow]` implements it.
///
/// ```
/// use flow_core::prelude::*;
///
/// struct Greeting;
///
/// #[flow]
/// impl Greeting {
///     #[start]
///     fn name(&self) -> String {
///         "world".to_string()
///     }
///
///     #[listen(name)]
///     fn greet(&self, name: &str) -> String {
///         format!("hello {name}")
///     }
/// }
///
/// assert_eq!(Greeting::GRAPH.steps[1].name, "greet");
/// assert!(flow_core::render::mermaid(Greeting::GRAPH).contains("greet"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a flow: it has no `impl` block with `#[flow]`",
    label = "not a flow",
    note = "write its steps in an `impl` block with `#[flow]`"
)]
pub trait Flow {
    /// The flow as data: its steps, triggers, routes, loops, inputs and outputs, as the source has them.
    const GRAPH: &'static Graph;
}

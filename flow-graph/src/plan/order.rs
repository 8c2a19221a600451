//! The order in which steps go on and races are decided.

use crate::analysis::order::sorted;
use crate::model::{Graph, StepId, Trigger};

/// The steps so that each stands after those whose events it waits for. Ways back of loops don't count; among
/// steps that may stand next, the one written first does.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// let graph = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
///     impl Branding {
///         #[listen(and(slogan, tagline))]
///         async fn combine(&self, slogan: String, tagline: String) -> String { todo!() }
///         #[start]
///         async fn slogan(&self) -> String { todo!() }
///         #[start]
///         async fn tagline(&self) -> String { todo!() }
///     }
/// }).graph;
/// assert_eq!(flow_graph::plan::topological_order(&graph), [1, 2, 0]);
/// # }
/// ```
#[must_use]
pub fn topological_order(graph: &Graph) -> Vec<StepId> {
    sorted(graph.steps.len(), |step| forward_sources(graph, step))
}

/// The steps whose events the trigger names, one for each leaf, without a header's ways back.
fn forward_sources(graph: &Graph, step: StepId) -> Vec<StepId> {
    let Some(trigger) = &graph.steps[step].trigger else { return Vec::new() };
    let Some(its_loop) = graph.loop_of_header(step) else {
        return trigger.events().iter().map(|event| event.step).collect();
    };
    let entry = trigger.members().iter().enumerate().filter(|(index, _)| !its_loop.backs.contains(index));
    entry.flat_map(|(_, member)| Trigger::events(member)).map(|event| event.step).collect()
}

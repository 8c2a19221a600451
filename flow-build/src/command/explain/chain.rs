//! The critical path, as far as it can be told without times.

use flow_graph::Graph;
use flow_graph::model::StepId;

/// The longest chain of steps of which each waits for the one before, ways back of loops apart. Of several as long, the one
/// whose steps are written first.
pub(super) fn longest(graph: &Graph) -> Vec<StepId> {
    let mut chains: Vec<Option<Vec<StepId>>> = vec![None; graph.steps.len()];
    for step in 0..graph.steps.len() {
        chain(graph, step, &mut chains);
    }
    let chains = chains.into_iter().flatten();
    chains.reduce(|best, chain| if chain.len() > best.len() { chain } else { best }).unwrap_or_default()
}

/// The longest chain that ends in a step.
fn chain(graph: &Graph, step: StepId, chains: &mut Vec<Option<Vec<StepId>>>) -> Vec<StepId> {
    if let Some(chain) = &chains[step] {
        return chain.clone();
    }
    let backs = graph.loop_of_header(step).map_or(&[][..], |it| &it.backs);
    let mut before: Vec<StepId> = Vec::new();
    if let Some(trigger) = &graph.steps[step].trigger {
        let members = match trigger.members() {
            [] => std::slice::from_ref(trigger),
            members => members,
        };
        let ahead = members.iter().enumerate().filter(|(index, _)| !backs.contains(index));
        for event in ahead.flat_map(|(_, member)| member.events()) {
            let earlier = chain(graph, event.step, chains);
            if earlier.len() > before.len() {
                before = earlier;
            }
        }
    }
    before.push(step);
    chains[step] = Some(before.clone());
    before
}

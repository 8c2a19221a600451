//! The order in which steps go on and races are decided.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::model::{Graph, StepId, Trigger};

/// The steps so that each stands after those whose events it waits for. Ways back of loops don't count; among
/// steps that may stand next, the one written first does.
#[must_use]
pub fn topological_order(graph: &Graph) -> Vec<StepId> {
    let mut waits_for = vec![0_usize; graph.steps.len()];
    let mut listeners = vec![Vec::new(); graph.steps.len()];
    for (step, count) in waits_for.iter_mut().enumerate() {
        for source in forward_sources(graph, step) {
            *count += 1;
            listeners[source].push(step);
        }
    }
    let mut free: BinaryHeap<Reverse<StepId>> =
        (0..graph.steps.len()).filter(|&step| waits_for[step] == 0).map(Reverse).collect();
    let mut order = Vec::with_capacity(graph.steps.len());
    while let Some(Reverse(step)) = free.pop() {
        order.push(step);
        for &listener in &listeners[step] {
            waits_for[listener] -= 1;
            if waits_for[listener] == 0 {
                free.push(Reverse(listener));
            }
        }
    }
    order
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

//! How messages name things.

use crate::model::{Graph, Route, StepId, Trigger};

/// A step's name in backticks.
pub(super) fn step(graph: &Graph, step: StepId) -> String {
    format!("`{}`", graph.steps[step].name)
}

/// An event in backticks, such as `` `judge::Accept` ``.
pub(super) fn event(graph: &Graph, step: StepId, route: &Route) -> String {
    format!("`{}`", crate::model::Event { step, route: route.clone(), bare: false }.display(graph))
}

/// A part of a trigger in backticks, as the user wrote it.
pub(super) fn trigger(graph: &Graph, trigger: &Trigger) -> String {
    format!("`{}`", trigger.display(graph))
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Steps one after the other, each triggered by the one before.
pub(super) fn path(graph: &Graph, steps: &[StepId]) -> String {
    steps.iter().map(|&it| step(graph, it)).collect::<Vec<_>>().join(" -> ")
}

/// Steps in a circle, the first one repeated at the end.
pub(super) fn circle(graph: &Graph, steps: &[StepId]) -> String {
    let mut steps = steps.to_vec();
    steps.extend(steps.first().copied());
    path(graph, &steps)
}

/// The node of a trigger with that number, counted in pre-order.
pub(super) fn node(trigger: &Trigger, number: usize) -> &Trigger {
    let mut first = 1;
    for member in trigger.members() {
        let next = first + member.node_count();
        if (first..next).contains(&number) {
            return node(member, number - first);
        }
        first = next;
    }
    trigger
}

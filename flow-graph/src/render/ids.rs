//! The names of a picture's nodes: ASCII letters, digits and underscores, never a word that a format reserves, and
//! unique, also among the nodes of the flows that steps run, at any depth.

use super::mermaid_label::is_trap;
use crate::model::{Graph, StepId};

/// The ids of one flow's nodes.
pub(super) struct Ids<'a> {
    graph: &'a Graph,
    /// What the ids begin with: the steps that run this flow, from the outside in. Empty for the flow that is drawn.
    prefix: String,
}

impl<'a> Ids<'a> {
    pub(super) fn new(graph: &'a Graph) -> Ids<'a> {
        Ids { graph, prefix: String::new() }
    }

    /// Those of the flow that `step` runs. The part between `n_` and the first `__` names the step, so that no two ids
    /// are the same, whatever the steps are called.
    pub(super) fn inside<'b>(&self, step: StepId, graph: &'b Graph) -> Ids<'b> {
        let name = plain(&self.graph.steps[step].name);
        let name = name.filter(|name| !name.contains("__") && !name.starts_with('_') && !name.ends_with('_'));
        let name = name.unwrap_or_else(|| step.to_string());
        Ids { graph, prefix: format!("{}n_{name}__", self.prefix) }
    }

    /// The first letter keeps names such as `end`, `style` and `graph` from being read as a format's own words.
    pub(super) fn step(&self, step: StepId) -> String {
        format!("{}s_{}", self.prefix, self.key(step))
    }

    /// The gate of a step's trigger with that number in pre-order.
    pub(super) fn gate(&self, step: StepId, number: usize) -> String {
        format!("{}g{number}_{}", self.prefix, self.key(step))
    }

    pub(super) fn entrance(&self, header: StepId) -> String {
        format!("{}l_{}", self.prefix, self.key(header))
    }

    pub(super) fn end(&self, router: StepId) -> String {
        format!("{}e_{}", self.prefix, self.key(router))
    }

    pub(super) fn input(&self, name: &str) -> String {
        let index = || self.graph.inputs.iter().position(|input| input.name == name).unwrap_or_default();
        format!("{}i_{}", self.prefix, plain(name).unwrap_or_else(|| index().to_string()))
    }

    pub(super) fn output(&self) -> String {
        format!("{}out", self.prefix)
    }

    /// The part of an id that tells steps apart: the name where it is plain ASCII, so that ids stay when steps are added
    /// or moved, and no trap to a format; otherwise the index, which no identifier looks like.
    fn key(&self, step: StepId) -> String {
        plain(&self.graph.steps[step].name).unwrap_or_else(|| step.to_string())
    }
}

fn plain(name: &str) -> Option<String> {
    let starts_plain = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let is_plain = starts_plain && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    (is_plain && !is_trap(name)).then(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::{Step, StepKind};

    /// Names that could meet if ids were only glued together.
    #[test]
    fn ids_are_unique_at_any_depth() {
        let mut graph = Graph::new("Names");
        let names = [
            "a",
            "a_",
            "_a",
            "a__s_a",
            "s_a",
            "n_a",
            "n_a__s_a",
            "s_n_a__s_a",
            "__",
            "_",
            "out",
            "é",
            "restyle",
        ];
        graph.steps = names.iter().map(|name| Step::new(*name, StepKind::Start)).collect();
        let steps = 0..names.len();
        let mut all = BTreeSet::new();
        let mut number = 0;
        let mut open = vec![(Ids::new(&graph), 0)];
        while let Some((ids, depth)) = open.pop() {
            for step in steps.clone() {
                all.extend([ids.step(step), ids.gate(step, 1), ids.entrance(step), ids.end(step)]);
                number += 4;
                if depth < 2 {
                    open.push((ids.inside(step, &graph), depth + 1));
                }
            }
            all.insert(ids.output());
            number += 1;
        }
        assert_eq!(all.len(), number);
        assert!(all.iter().all(|id| id.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')));
    }
}

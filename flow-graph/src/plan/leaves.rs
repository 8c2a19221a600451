//! Triggers, flattened: their gates with their members, before they get their final numbers.

use crate::model::{Event, Graph, StepId, Trigger};
use crate::plan::GateKind;

/// A gate, with its members in the order written.
pub(super) struct Gate<'g> {
    pub(super) kind: GateKind,
    pub(super) step: StepId,
    pub(super) node: usize,
    pub(super) members: Vec<Member<'g>>,
    pub(super) back: bool,
}

/// What a gate waits for.
pub(super) enum Member<'g> {
    /// An event, and its node.
    Leaf(&'g Event, usize),
    /// The gate of that node of the same trigger.
    Inner(usize),
}

/// The gates of a step's trigger: inner before outer, then from left to right.
pub(super) fn gates(graph: &Graph, step: StepId) -> Vec<Gate<'_>> {
    let backs = graph.loop_of_header(step).map_or(&[][..], |its_loop| &its_loop.backs);
    let mut walk = Walk { step, backs, gates: Vec::new() };
    match &graph.steps[step].trigger {
        None => {}
        Some(Trigger::Event(event)) => {
            walk.push(GateKind::And, 0, vec![Member::Leaf(event, 0)], false);
        }
        Some(trigger) => walk.gate(trigger, 0, false),
    }
    walk.gates
}

struct Walk<'g> {
    step: StepId,
    backs: &'g [usize],
    gates: Vec<Gate<'g>>,
}

impl<'g> Walk<'g> {
    fn gate(&mut self, trigger: &'g Trigger, node: usize, back: bool) {
        let mut members = Vec::new();
        let mut next = node + 1;
        for (index, member) in trigger.members().iter().enumerate() {
            let back = back || node == 0 && self.backs.contains(&index);
            members.push(match member {
                Trigger::Event(event) => Member::Leaf(event, next),
                Trigger::And(_) | Trigger::Or(_) | Trigger::Quorum { .. } => {
                    self.gate(member, next, back);
                    Member::Inner(next)
                }
            });
            next += member.node_count();
        }
        let kind = match trigger {
            Trigger::Event(_) | Trigger::And(_) => GateKind::And,
            Trigger::Or(_) => GateKind::Or,
            // Where its arrivals are kept is known once all gates are.
            Trigger::Quorum { needed, .. } => {
                GateKind::Quorum { needed: u16::try_from(*needed).unwrap_or(u16::MAX), kept: 0 }
            }
        };
        self.push(kind, node, members, back);
    }

    fn push(&mut self, kind: GateKind, node: usize, members: Vec<Member<'g>>, back: bool) {
        self.gates.push(Gate { kind, step: self.step, node, members, back });
    }
}

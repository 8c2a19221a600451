//! What has happened, and what is over, whenever a step begins.
//!
//! Both are sets that a trigger hands down: what every member of an `or` brings, what any member of an `and` brings;
//! in general, what enough of a gate's members bring. Members that cannot be what the step was waiting for, given
//! that it runs, bring nothing.

use crate::model::StepId;

use super::bits::BitSet;
use super::conditions::{Conditions, Region};
use super::diagram::{Cond, Diagrams};
use super::lost::lost;
use super::net::{EventId, Kind, Net};

/// What both questions need.
pub(crate) struct Before<'a> {
    pub(crate) net: &'a Net,
    pub(crate) order: &'a [StepId],
    pub(crate) loops: &'a [Region],
    /// When things can happen.
    pub(crate) conditions: &'a Conditions,
    pub(crate) diagrams: &'a mut Diagrams,
    /// For each event the loops that may go round again after it, by their numbers.
    pub(crate) turns_after: &'a [BitSet],
}

/// A value for each node of a trigger; none for nodes that are cut or cannot happen.
pub(crate) type ByNode = Vec<Option<BitSet>>;

impl Before<'_> {
    /// For each step, the events that have happened in this iteration whenever it begins.
    pub(crate) fn happened(&mut self) -> Vec<BitSet> {
        let net = self.net;
        let mut happened: Vec<BitSet> = vec![BitSet::new(net.events.len()); net.len()];
        for &step in self.order {
            let nodes = self.collect(
                step,
                |it, event| {
                    let mut set = happened[net.events[event].0].clone();
                    set.insert(event);
                    if net.is_variant(event) {
                        set.insert(net.success(net.events[event].0));
                    }
                    for left in it.left(event, step) {
                        for gone in it.loops[left].scope.iter().flat_map(|gone| net.events_of(gone)) {
                            set.remove(gone);
                        }
                    }
                    set
                },
                |it, _, needs, members, result| it.add_needed(step, needs, members, result),
            );
            if let Some(Some(root)) = nodes.into_iter().next() {
                happened[step] = root;
            }
        }
        happened
    }

    /// For each step, the steps that have ended for good in this iteration whenever it begins: completed, failed or
    /// been cancelled, or never to begin. `kept` are never lost in a race.
    pub(crate) fn ended(&mut self, must_finish: &BitSet, kept: &BitSet) -> Vec<BitSet> {
        let net = self.net;
        let mut ended: Vec<BitSet> = vec![BitSet::new(net.len()); net.len()];
        for &step in self.order {
            let nodes = self.collect(
                step,
                |it, event| {
                    let source = net.events[event].0;
                    let mut set = ended[source].clone();
                    set.insert(source);
                    for left in it.left(event, step) {
                        set.subtract(&it.loops[left].scope);
                    }
                    set
                },
                |it, node, needs, members, result| {
                    it.add_excluded(step, needs, members, result);
                    if members.len() > 1 {
                        let mut losers = lost(net, it.loops, (step, node), kept);
                        losers.subtract(must_finish);
                        result.union(&losers);
                    }
                },
            );
            if let Some(Some(root)) = nodes.into_iter().next() {
                ended[step] = root;
            }
        }
        ended
    }

    /// The loops that an event leaves when it reaches that listener, and that may go round again after it.
    fn left(&self, event: EventId, listener: StepId) -> impl Iterator<Item = usize> {
        let source = self.net.events[event].0;
        let left = |loops: &&Region| loops.scope.contains(source) && !loops.scope.contains(listener);
        let again = &self.turns_after[event];
        let loops = self.loops.iter().enumerate();
        loops
            .filter(move |(index, it)| left(it) && again.contains(*index))
            .map(|(index, _)| index)
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Hands the sets of a step's leaves up its trigger. `extra` may add to what an `or` or `quorum`
    /// hands up.
    fn collect(
        &mut self,
        step: StepId,
        mut leaf: impl FnMut(&Self, EventId) -> BitSet,
        mut extra: impl FnMut(&mut Self, usize, usize, &[(usize, BitSet)], &mut BitSet),
    ) -> ByNode {
        let nodes = &self.net.triggers[step];
        let mut sets: ByNode = vec![None; nodes.len()];
        for node in (0..nodes.len()).rev().filter(|&node| !nodes[node].cut) {
            let Kind::Gate { needs, members, .. } = &nodes[node].kind else {
                let Kind::Leaf(event) = nodes[node].kind else { continue };
                sets[node] = Some(leaf(self, event));
                continue;
            };
            let mut possible: Vec<(usize, BitSet)> =
                members.iter().filter_map(|&member| Some((member, sets[member].clone()?))).collect();
            if *needs < members.len() {
                let runs = self.conditions.runs[step];
                possible.retain(|(member, _)| {
                    !self.diagrams.disjoint(self.conditions.nodes[step][*member], runs)
                });
            }
            if possible.len() < *needs || possible.is_empty() {
                continue;
            }
            let mut result =
                BitSet::in_at_least(possible.len() + 1 - needs, possible.iter().map(|(_, set)| set));
            if *needs < members.len() {
                extra(self, node, *needs, &possible, &mut result);
            }
            sets[node] = Some(result);
        }
        sets
    }

    /// For `quorum`: what some members bring is certain if without those members too few can happen together.
    fn add_needed(&mut self, step: StepId, needs: usize, members: &[(usize, BitSet)], result: &mut BitSet) {
        // Of an `or`, each possible member is enough.
        if needs > 1 {
            self.add_if_without(step, needs, members, result, |_, candidate, (_, set)| {
                set.contains(candidate)
            });
        }
    }

    /// For `or` and `quorum`: a step that some members find ended, and that excludes the other members, is over in any
    /// case.
    fn add_excluded(&mut self, step: StepId, needs: usize, members: &[(usize, BitSet)], result: &mut BitSet) {
        self.add_if_without(step, needs, members, result, |it, candidate, (member, set)| {
            let runs = it.conditions.runs[candidate];
            set.contains(candidate) || it.diagrams.disjoint(runs, it.conditions.nodes[step][*member])
        });
    }

    /// Adds each candidate that some member has in its set, if too few members can happen together of which it cannot
    /// be told (`tells`).
    fn add_if_without(
        &mut self,
        step: StepId,
        needs: usize,
        members: &[(usize, BitSet)],
        result: &mut BitSet,
        tells: impl Fn(&mut Self, usize, &(usize, BitSet)) -> bool,
    ) {
        let mut some = BitSet::in_at_least(1, members.iter().map(|(_, set)| set));
        some.subtract(result);
        // Many candidates are told of by the same members.
        let mut known: Vec<(Vec<Cond>, bool)> = Vec::new();
        for candidate in some.iter() {
            let mut others: Vec<Cond> = Vec::new();
            for member in members {
                if !tells(self, candidate, member) {
                    others.push(self.conditions.nodes[step][member.0]);
                }
            }
            let enough = match known.iter().find(|(it, _)| *it == others) {
                Some((_, enough)) => *enough,
                None => {
                    let enough = self.can_be_enough(step, needs, &others);
                    known.push((others, enough));
                    enough
                }
            };
            if !enough {
                result.insert(candidate);
            }
        }
    }

    /// Whether so many of these, which all may happen when the step runs, may do so together.
    fn can_be_enough(&mut self, step: StepId, needs: usize, members: &[Cond]) -> bool {
        if needs <= 1 || members.len() < needs {
            return members.len() >= needs;
        }
        self.diagrams.refuel();
        let together = self.diagrams.at_least(needs, members);
        together.is_none_or(|together| !self.diagrams.disjoint(together, self.conditions.runs[step]))
    }
}

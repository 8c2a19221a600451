//! Which cycles a flow has, and which of them are loops.

use std::borrow::Cow;

use crate::model::{Graph, Loop, StepId, StepKind};

use super::bits::BitSet;
use super::net::{Kind, Net, Word};
use super::order::topological;

/// A cycle that is no loop. The lists of steps are paths: each step waits for the one before it, the first for the
/// last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A step that waits for nothing but itself.
    Itself(StepId),
    /// Nothing from outside is listened to.
    NoEntry(Vec<StepId>),
    /// Something from outside is listened to, but each step also waits for another one of the cycle.
    Deadlock(Vec<StepId>),
    /// More than one step can be the first.
    Entries { entries: Vec<StepId>, cycle: Vec<StepId> },
    /// The step at which the cycle is entered has no `or` at the top of its trigger that tells the entry from the
    /// ways back.
    Unsorted { header: StepId, cycle: Vec<StepId> },
    /// A member of the header's `or` mixes a way back with an entry: it can happen without the cycle.
    Mixed { header: StepId, node: usize },
}

/// What there is to find.
#[derive(Debug)]
pub(crate) struct Found {
    /// The loops, outer before inner.
    pub(crate) loops: Vec<Loop>,
    /// The cycles that are mistakes.
    pub(crate) faults: Vec<Fault>,
    /// The steps of these cycles.
    pub(crate) faulty: BitSet,
    /// A topological order of all steps.
    pub(crate) order: Vec<StepId>,
}

/// Finds the loops and cuts their ways back in `net`. A cycle that is no loop is cut altogether, so that afterwards
/// the net has no cycles.
///
/// A loop is a strongly connected component with one step that can begin before any other of it. Without the ways
/// back to that step, what is still strongly connected is an inner loop (as in the loop forests of Steensgaard and
/// of Havlak).
pub(crate) fn find(graph: &Graph, net: &mut Net) -> Found {
    let mut cycles: Vec<(StepId, Vec<usize>, Vec<StepId>)> = Vec::new();
    let mut faults = Vec::new();
    let mut faulty = BitSet::new(net.len());
    let all: Vec<StepId> = (0..net.len()).collect();
    let mut open = components(net, &all);
    while let Some(component) = open.pop() {
        let inside = BitSet::of(net.len(), component.iter().copied());
        match header(net, &component, &inside) {
            Ok((header, backs)) => {
                for &back in &backs {
                    net.cut(header, member(net, header, back));
                }
                open.extend(components(net, &component));
                cycles.push((header, backs, component));
            }
            Err(fault) => {
                faults.push(fault);
                faulty.union(&inside);
                cut_apart(net, &inside);
            }
        }
    }
    let order = topological(net);
    let place = |step: StepId| order.iter().position(|&it| it == step);
    // A header that must run before another one is that of the outer loop.
    cycles.sort_by_key(|(header, ..)| place(*header));
    faults.sort_by_key(Fault::first_step);
    let reachable = net.runnable(&order, &faulty, None);
    let mut loops: Vec<Loop> = Vec::new();
    for (header, backs, body) in cycles {
        let mut scope = reachable.clone();
        scope.subtract(&net.runnable(&order, &faulty, Some(header)));
        loops.push(Loop {
            header,
            backs: Cow::Owned(backs),
            scope: Cow::Owned(scope.iter().collect()),
            body: Cow::Owned(body),
            max_iterations: graph.max_iterations,
        });
    }
    for (step, it) in graph.steps.iter().enumerate() {
        let own = it.max_iterations.filter(|_| it.kind == StepKind::Router);
        if let (Some(own), Some(innermost)) = (own, innermost(&loops, step)) {
            loops[innermost].max_iterations = own;
        }
    }
    Found { loops, faults, faulty, order }
}

/// The innermost loop that a step is a part of.
pub(crate) fn innermost(loops: &[Loop], step: StepId) -> Option<usize> {
    loops.iter().rposition(|it| it.body.contains(&step))
}

impl Fault {
    /// The first-written step that has to do with it.
    /// A step of the cycle.
    pub(crate) fn first_step(&self) -> Option<StepId> {
        match self {
            Fault::Itself(step) | Fault::Mixed { header: step, .. } => Some(*step),
            Fault::NoEntry(cycle) | Fault::Deadlock(cycle) => cycle.iter().min().copied(),
            Fault::Entries { cycle, .. } | Fault::Unsorted { cycle, .. } => cycle.iter().min().copied(),
        }
    }
}

/// The step at which a cycle is entered, and the members of its `or` that are ways back.
fn header(net: &Net, component: &[StepId], inside: &BitSet) -> Result<(StepId, Vec<usize>), Fault> {
    let from_outside = |event: usize| !inside.contains(net.events[event].0);
    let entries: Vec<StepId> =
        component.iter().copied().filter(|&step| net.can_begin(step, from_outside)).collect();
    let cycle = || cycle_through(net, component[0], inside);
    let header = match entries[..] {
        [header] => header,
        [] => {
            return Err(match *component {
                [step] if matches!(net.triggers[step][0].kind, Kind::Leaf(_)) => Fault::Itself(step),
                _ if component.iter().all(|&step| net.sources(step).all(|it| inside.contains(it))) => {
                    Fault::NoEntry(cycle())
                }
                _ => Fault::Deadlock(cycle()),
            });
        }
        _ => return Err(Fault::Entries { entries, cycle: cycle() }),
    };
    let cycle = || cycle_through(net, header, inside);
    let nodes = &net.triggers[header];
    let Kind::Gate { word: Word::Or, members, .. } = &nodes[0].kind else {
        return Err(Fault::Unsorted { header, cycle: cycle() });
    };
    let touches = |node: usize| {
        nodes[node..nodes[node].end]
            .iter()
            .any(|it| matches!(it.kind, Kind::Leaf(event) if !from_outside(event)))
    };
    let backs: Vec<usize> = (0..members.len()).filter(|&member| touches(members[member])).collect();
    if backs.len() == members.len() {
        return Err(Fault::Unsorted { header, cycle: cycle() });
    }
    let gate = |_, needs, members: &[(usize, &bool)]| members.iter().filter(|(_, it)| **it).count() >= needs;
    let fires = net.fold(header, from_outside, gate);
    match backs.iter().map(|&back| members[back]).find(|&back| fires[back] == Some(true)) {
        Some(node) => Err(Fault::Mixed { header, node }),
        None => Ok((header, backs)),
    }
}

/// The node of a member of the topmost gate of a step's trigger.
fn member(net: &Net, step: StepId, index: usize) -> usize {
    match &net.triggers[step][0].kind {
        Kind::Gate { members, .. } => members[index],
        Kind::Leaf(_) => 0,
    }
}

/// Cuts every leaf by which a step of the set waits for another one of it.
fn cut_apart(net: &mut Net, inside: &BitSet) {
    for step in inside.iter() {
        for node in 0..net.triggers[step].len() {
            if matches!(net.triggers[step][node].kind, Kind::Leaf(event) if inside.contains(net.events[event].0))
            {
                net.cut(step, node);
            }
        }
    }
}

/// A shortest cycle through a step, in the direction of time.
fn cycle_through(net: &Net, step: StepId, inside: &BitSet) -> Vec<StepId> {
    path(net, step, step, inside).map_or(vec![step], |mut path| {
        path.pop();
        path
    })
}

/// A shortest path of at least one edge between two steps, both included, through steps of the set.
pub(crate) fn path(net: &Net, from: StepId, to: StepId, inside: &BitSet) -> Option<Vec<StepId>> {
    let mut came_from: Vec<Option<StepId>> = vec![None; net.len()];
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(step) = queue.pop_front() {
        for listener in net.listeners(step).filter(|&it| inside.contains(it)) {
            if came_from[listener].is_some() {
                continue;
            }
            came_from[listener] = Some(step);
            if listener == to {
                let mut path = vec![to];
                let mut at = step;
                while at != from {
                    path.push(at);
                    at = came_from[at]?;
                }
                path.push(from);
                path.reverse();
                return Some(path);
            }
            queue.push_back(listener);
        }
    }
    None
}

/// The strongly connected components among some steps that have a cycle, each in the order written (Tarjan's
/// algorithm, with a stack of its own instead of recursion).
fn components(net: &Net, among: &[StepId]) -> Vec<Vec<StepId>> {
    let inside = BitSet::of(net.len(), among.iter().copied());
    let listeners =
        |step: StepId| -> Vec<StepId> { net.listeners(step).filter(|&it| inside.contains(it)).collect() };
    let mut number: Vec<Option<usize>> = vec![None; net.len()];
    let mut low = vec![0; net.len()];
    let mut on_stack = BitSet::new(net.len());
    let mut stack = Vec::new();
    let mut count = 0;
    let mut found = Vec::new();
    for &root in among {
        let mut calls: Vec<(StepId, Vec<StepId>, usize)> = Vec::new();
        if number[root].is_none() {
            calls.push((root, listeners(root), 0));
        }
        while let Some((step, next, index)) = calls.last_mut() {
            let step = *step;
            if *index == 0 {
                number[step] = Some(count);
                low[step] = count;
                count += 1;
                stack.push(step);
                on_stack.insert(step);
            }
            match next.get(*index).copied() {
                Some(listener) => {
                    *index += 1;
                    match number[listener] {
                        None => calls.push((listener, listeners(listener), 0)),
                        Some(other) if on_stack.contains(listener) => low[step] = low[step].min(other),
                        Some(_) => {}
                    }
                }
                None => {
                    calls.pop();
                    if let Some((caller, ..)) = calls.last() {
                        low[*caller] = low[*caller].min(low[step]);
                    }
                    if Some(low[step]) == number[step] {
                        let mut component = Vec::new();
                        while let Some(member) = stack.pop() {
                            on_stack.remove(member);
                            component.push(member);
                            if member == step {
                                break;
                            }
                        }
                        component.sort_unstable();
                        if component.len() > 1 || net.listeners(step).any(|it| it == step) {
                            found.push(component);
                        }
                    }
                }
            }
        }
    }
    found
}

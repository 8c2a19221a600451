//! The flow's triggers as flat lists of nodes over numbered events: what every analysis walks over.

use crate::model::{Graph, Listeners, Route, Step, StepId, StepKind, Trigger};

use super::bits::BitSet;

/// An event's number in [`Net::events`].
pub(crate) type EventId = usize;

/// The events of a flow and the triggers that wait for them.
#[derive(Debug, Clone)]
pub(crate) struct Net {
    /// Every event that can be named: of each step first its success, then its error, then the variants that are
    /// listened to or end, in the order written.
    pub(crate) events: Vec<(StepId, Route)>,
    /// For each step, where its events begin in `events`; one entry more for the end of the last.
    starts: Vec<EventId>,
    /// For each step, the ways in which it can end.
    pub(crate) outcomes: Vec<Outcomes>,
    /// For each step, the nodes of its trigger in pre-order; none for a start.
    pub(crate) triggers: Vec<Vec<Node>>,
    /// For each step, the places in triggers that name an event of it: the listening step and the node.
    pub(crate) leaves: Vec<Vec<(StepId, usize)>>,
}

/// A node of a trigger.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) parent: Option<usize>,
    /// The number after the last node below this one.
    pub(crate) end: usize,
    /// Whether the node is (a part of) a way back of a loop, or of a cycle that is no loop and so a mistake. Without
    /// these nodes the net has no cycles.
    pub(crate) cut: bool,
}

/// What a node of a trigger is.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// An event.
    Leaf(EventId),
    /// Something that fires when so many of its members have happened: all for an `and`, one for an `or`.
    Gate { word: Word, needs: usize, members: Vec<usize> },
}

/// How a gate is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    And,
    Or,
    Quorum,
}

/// The ways in which a step can end, as far as somebody can tell them apart.
#[derive(Debug, Clone)]
pub(crate) struct Outcomes {
    /// How many there are: the variants in the order of the step's events; another success, where there may be one;
    /// the error, where it has a listener.
    pub(crate) count: usize,
    variants: usize,
    /// Whether the last one is the error.
    error: bool,
}

impl Net {
    pub(crate) fn new(graph: &Graph) -> Net {
        let mut events = Vec::new();
        let mut starts = Vec::new();
        let mut outcomes = Vec::new();
        let mut variants = named_variants(graph);
        let listeners = Listeners::new(graph);
        for (step, variants) in variants.iter_mut().enumerate() {
            starts.push(events.len());
            events.push((step, Route::Success));
            events.push((step, Route::Error));
            outcomes.push(Outcomes::new(&graph.steps[step], listeners.error_is_handled(step), variants));
            events.extend(variants.drain(..).map(|variant| (step, variant)));
        }
        starts.push(events.len());
        let count = graph.steps.len();
        let mut net = Net {
            events,
            starts,
            outcomes,
            triggers: vec![Vec::new(); count],
            leaves: vec![Vec::new(); count],
        };
        for (step, it) in graph.steps.iter().enumerate() {
            if let Some(trigger) = &it.trigger {
                let mut nodes = Vec::new();
                net.flatten(trigger, None, &mut nodes);
                for (index, node) in nodes.iter().enumerate() {
                    if let Kind::Leaf(event) = node.kind {
                        net.leaves[net.events[event].0].push((step, index));
                    }
                }
                net.triggers[step] = nodes;
            }
        }
        net
    }

    fn flatten(&self, trigger: &Trigger, parent: Option<usize>, nodes: &mut Vec<Node>) -> usize {
        let own = nodes.len();
        let gate = |word, needs| Kind::Gate { word, needs, members: Vec::new() };
        let kind = match trigger {
            // Every event in a trigger has a number.
            Trigger::Event(event) => {
                Kind::Leaf(self.event(event.step, &event.route).unwrap_or(self.starts[event.step]))
            }
            Trigger::And(members) => gate(Word::And, members.len()),
            Trigger::Or(_) => gate(Word::Or, 1),
            // A number that makes no sense is a mistake of its own.
            Trigger::Quorum { needed, members } => {
                gate(Word::Quorum, (*needed as usize).clamp(1, members.len().max(1)))
            }
        };
        nodes.push(Node { kind, parent, end: own + 1, cut: false });
        for member in trigger.members() {
            let member = self.flatten(member, Some(own), nodes);
            if let Kind::Gate { members, .. } = &mut nodes[own].kind {
                members.push(member);
            }
        }
        nodes[own].end = nodes.len();
        own
    }

    /// How many steps there are.
    pub(crate) fn len(&self) -> usize {
        self.triggers.len()
    }

    /// The number of an event, if some trigger or `ends` names it (or it is a success or an error).
    pub(crate) fn event(&self, step: StepId, route: &Route) -> Option<EventId> {
        self.events_of(step).find(|&event| self.events[event].1 == *route)
    }

    /// The number of a step's success.
    pub(crate) fn success(&self, step: StepId) -> EventId {
        self.starts[step]
    }

    /// Whether the event is a success of a certain kind.
    pub(crate) fn is_variant(&self, event: EventId) -> bool {
        matches!(self.events[event].1, Route::Variant(_))
    }

    /// All events of a step.
    pub(crate) fn events_of(&self, step: StepId) -> std::ops::Range<EventId> {
        self.starts[step]..self.starts[step + 1]
    }

    /// Whether the event happens when its step ends with this one of its outcomes.
    pub(crate) fn happens_with(&self, event: EventId, outcome: usize) -> bool {
        let (step, route) = &self.events[event];
        let outcomes = &self.outcomes[*step];
        let is_error = outcomes.error && outcome + 1 == outcomes.count;
        match route {
            Route::Success => !is_error,
            Route::Error => is_error,
            Route::Variant(_) => outcome < outcomes.variants && event == self.starts[*step] + 2 + outcome,
        }
    }

    /// The steps whose events a step waits for, without what is cut; with repetitions.
    pub(crate) fn sources(&self, step: StepId) -> impl Iterator<Item = StepId> + '_ {
        self.triggers[step].iter().filter(|node| !node.cut).filter_map(|node| match node.kind {
            Kind::Leaf(event) => Some(self.events[event].0),
            Kind::Gate { .. } => None,
        })
    }

    /// The steps that listen to a step, without what is cut; with repetitions.
    pub(crate) fn listeners(&self, step: StepId) -> impl Iterator<Item = StepId> + '_ {
        self.leaves[step]
            .iter()
            .filter(|(listener, node)| !self.triggers[*listener][*node].cut)
            .map(|(it, _)| *it)
    }

    /// Cuts a node and everything below it.
    pub(crate) fn cut(&mut self, step: StepId, node: usize) {
        for index in node..self.triggers[step][node].end {
            self.triggers[step][index].cut = true;
        }
    }

    /// Computes something for every node of a trigger, members before their gates; nothing for nodes that are cut.
    /// `gate` gets the members that are not cut, with their values.
    pub(crate) fn fold<T>(
        &self,
        step: StepId,
        mut leaf: impl FnMut(EventId) -> T,
        mut gate: impl FnMut(usize, usize, &[(usize, &T)]) -> T,
    ) -> Vec<Option<T>> {
        let nodes = &self.triggers[step];
        let mut values: Vec<Option<T>> = nodes.iter().map(|_| None).collect();
        for index in (0..nodes.len()).rev().filter(|&index| !nodes[index].cut) {
            let value = match &nodes[index].kind {
                Kind::Leaf(event) => leaf(*event),
                Kind::Gate { needs, members, .. } => {
                    let values: Vec<_> = members
                        .iter()
                        .filter_map(|&member| Some((member, values[member].as_ref()?)))
                        .collect();
                    gate(index, *needs, &values)
                }
            };
            values[index] = Some(value);
        }
        values
    }

    /// Whether a step can begin when exactly the events that `happens` says happen, ways back apart.
    pub(crate) fn can_begin(&self, step: StepId, happens: impl Fn(EventId) -> bool) -> bool {
        let gate =
            |_, needs, members: &[(usize, &bool)]| members.iter().filter(|(_, it)| **it).count() >= needs;
        let values = self.fold(step, happens, gate);
        values.first().is_none_or(|root| *root == Some(true))
    }

    /// The steps that can begin if `without` never does, all outcomes of all steps being possible, and `given` can
    /// in any case. `order` is topological.
    pub(crate) fn runnable(&self, order: &[StepId], given: &BitSet, without: Option<StepId>) -> BitSet {
        let mut runnable = given.clone();
        for &step in order {
            if Some(step) != without && self.can_begin(step, |event| runnable.contains(self.events[event].0))
            {
                runnable.insert(step);
            }
        }
        runnable
    }
}

impl Outcomes {
    fn new(it: &Step, error: bool, variants: &[Route]) -> Outcomes {
        let is_complete = match it.kind {
            StepKind::Router => !it.ends_rest,
            StepKind::Start | StepKind::Listen => {
                it.output.as_ref().is_some_and(|ty| is_option(ty)) && variants.len() == 2
            }
        };
        let other = usize::from(variants.is_empty() || !is_complete);
        Outcomes { count: variants.len() + other + usize::from(error), variants: variants.len(), error }
    }

    /// Whether the named variants are all there are, so that a success is always one of them.
    pub(crate) fn is_complete(&self) -> bool {
        self.variants > 0 && self.count == self.variants + usize::from(self.error)
    }
}

/// For each step, the variants that triggers and `ends` name.
fn named_variants(graph: &Graph) -> Vec<Vec<Route>> {
    let mut named = vec![Vec::new(); graph.steps.len()];
    let in_triggers = graph.steps.iter().filter_map(|step| step.trigger.as_ref()).flat_map(Trigger::events);
    let in_ends =
        graph.steps.iter().enumerate().flat_map(|(step, it)| {
            it.ends.iter().map(move |variant| (step, Route::Variant(variant.clone())))
        });
    for (step, route) in in_triggers.map(|event| (event.step, event.route.clone())).chain(in_ends) {
        if matches!(route, Route::Variant(_)) && !named[step].contains(&route) {
            named[step].push(route);
        }
    }
    named
}

/// Whether a type as written is the standard `Option`: the one enum whose variants are known without seeing it.
fn is_option(ty: &str) -> bool {
    let path = ty.split('<').next().unwrap_or(ty);
    path.rsplit("::").next().is_some_and(|last| last.trim() == "Option")
}

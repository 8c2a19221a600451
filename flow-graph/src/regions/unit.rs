//! What the reduction works on: units with one way in, and the gates between them.

use std::collections::BTreeMap;

use super::index::Index;
use super::{Gate, Happening, Region};
use crate::analysis::Analysis;
use crate::model::{Event, Graph, Listeners, Route, StepId, StepKind, Trigger};

/// A part of the flow that has been merged so far.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// What makes it begin.
    pub(super) input: Happening,
    /// What it runs.
    pub(super) region: Region,
    /// What others wait for. At most one of them happens in a run of the unit.
    pub(super) exits: Vec<Happening>,
    /// Whether one of the exits happens in every run of the unit that does not fail.
    pub(super) total: bool,
}

/// What waits for several things.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) kind: Kind,
    /// Its members, with their numbers among the members of the trigger's node.
    pub(super) members: Vec<(usize, Happening)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    And,
    Or,
    Quorum { needed: usize },
}

/// All units and gates of a flow.
pub(super) struct Units<'a> {
    pub(super) graph: &'a Graph,
    listeners: Listeners<'a>,
    /// A unit that has become part of another one leaves its place empty.
    units: Vec<Option<Unit>>,
    /// The gates that are not merged into a unit yet.
    waiting: BTreeMap<Gate, Waiting>,
    index: Index,
    /// The gates that are.
    pub(super) merged: BTreeMap<Gate, Vec<(usize, Happening)>>,
    /// The headers of the loops that are complete.
    pub(super) turned: Vec<StepId>,
}

impl<'a> Units<'a> {
    /// One unit per step.
    pub(super) fn of(graph: &'a Graph, analysis: &Analysis) -> Units<'a> {
        let mut units = Units {
            graph,
            listeners: Listeners::new(graph),
            units: Vec::new(),
            waiting: BTreeMap::new(),
            index: Index::default(),
            merged: BTreeMap::new(),
            turned: Vec::new(),
        };
        for (step, it) in graph.steps.iter().enumerate() {
            let input = match &it.trigger {
                None => Happening::Start,
                Some(trigger) => units.input(analysis, step, trigger),
            };
            let mut exits: Vec<Happening> = Vec::new();
            for (_, event) in units.listeners.of(step) {
                let exit = Happening::Event(step, event.route.clone());
                if !exits.contains(&exit) {
                    exits.push(exit);
                }
            }
            let total = matches!(exits.as_slice(), [Happening::Event(_, Route::Success)]);
            units.units.push(None);
            units.put(step, Unit { input, region: Region::Step(step), exits, total });
        }
        units
    }

    /// The units that are left, in their order.
    pub(super) fn ids(&self) -> Vec<usize> {
        (0..self.units.len()).filter(|&unit| self.units[unit].is_some()).collect()
    }

    /// Whether a unit is left.
    pub(super) fn is_there(&self, unit: usize) -> bool {
        self.units[unit].is_some()
    }

    /// A unit that is left.
    pub(super) fn unit(&self, unit: usize) -> &Unit {
        self.units[unit].as_ref().expect("only units that are left have listeners and exits")
    }

    /// Takes a unit out of its place.
    pub(super) fn take(&mut self, unit: usize) -> Unit {
        let it = self.units[unit].take().expect("a unit is taken once");
        self.index.remove_listener(unit, &it.input);
        it.exits.iter().for_each(|exit| self.index.remove_exit(exit));
        it
    }

    /// Puts a unit into a place that is empty.
    pub(super) fn put(&mut self, unit: usize, it: Unit) {
        self.index.add_listener(unit, &it.input);
        it.exits.iter().for_each(|exit| self.index.add_exit(unit, exit));
        self.units[unit] = Some(it);
    }

    /// The gates that are not merged into a unit yet.
    pub(super) fn waiting(&self) -> &BTreeMap<Gate, Waiting> {
        &self.waiting
    }

    fn wait(&mut self, gate: Gate, waiting: Waiting) {
        waiting.members.iter().for_each(|(_, member)| self.index.add_member(member));
        self.waiting.insert(gate, waiting);
    }

    /// A gate need not be waited for any more.
    pub(super) fn open(&mut self, gate: Gate) -> Option<Waiting> {
        let waiting = self.waiting.remove(&gate)?;
        waiting.members.iter().for_each(|(_, member)| self.index.remove_member(member));
        Some(waiting)
    }

    /// Whatever waited for one thing waits for another.
    pub(super) fn rename(&mut self, from: &Happening, to: &Happening) {
        for unit in self.index.listeners(from).collect::<Vec<_>>() {
            let it = self.take(unit);
            self.put(unit, Unit { input: to.clone(), ..it });
        }
        for (_, member) in self.waiting.values_mut().flat_map(|waiting| &mut waiting.members) {
            if member == from {
                self.index.remove_member(from);
                self.index.add_member(to);
                *member = to.clone();
            }
        }
    }

    fn input(&mut self, analysis: &Analysis, step: StepId, trigger: &Trigger) -> Happening {
        let Some(around) = self.graph.loop_of_header(step) else {
            return self.happening(analysis, step, trigger, &mut 0);
        };
        // A header waits for the entry; the ways back are the loop's.
        let mut node = 1;
        let (mut entry, mut again) = (Vec::new(), Vec::new());
        for (index, member) in trigger.members().iter().enumerate() {
            let happening = self.happening(analysis, step, member, &mut node);
            if around.backs.contains(&index) { &mut again } else { &mut entry }.push((index, happening));
        }
        let waiting = Waiting { kind: Kind::Or, members: again };
        self.wait(Gate { step, node: 0, again: true }, waiting);
        let gate = Gate { step, node: 0, again: false };
        if let [(_, only)] = entry.as_slice() {
            let only = only.clone();
            self.merged.insert(gate, entry);
            return only;
        }
        self.wait(gate, Waiting { kind: Kind::Or, members: entry });
        Happening::Gate(gate)
    }

    fn happening(
        &mut self,
        analysis: &Analysis,
        step: StepId,
        trigger: &Trigger,
        node: &mut usize,
    ) -> Happening {
        let gate = Gate { step, node: *node, again: false };
        *node += 1;
        let (kind, members) = match trigger {
            Trigger::Event(event) => return Happening::Event(event.step, event.route.clone()),
            Trigger::And(members) => (Kind::And, members),
            Trigger::Or(members) => (Kind::Or, members),
            Trigger::Quorum { needed, members } => (Kind::Quorum { needed: *needed as usize }, members),
        };
        let mut inner: Vec<(usize, Happening)> = Vec::new();
        for (index, member) in members.iter().enumerate() {
            inner.push((index, self.happening(analysis, step, member, node)));
        }
        if kind == Kind::And {
            inner = without_earlier(analysis, inner);
            if let [(_, only)] = inner.as_slice() {
                return only.clone();
            }
        }
        self.wait(gate, Waiting { kind, members: inner });
        Happening::Gate(gate)
    }

    /// How many wait for something.
    pub(super) fn consumers(&self, what: &Happening) -> usize {
        self.index.consumers(what)
    }

    /// The units that begin with something.
    pub(super) fn beginning_with(&self, what: &Happening) -> Vec<usize> {
        self.index.listeners(what).collect()
    }

    /// The unit that has this among its exits.
    pub(super) fn producer(&self, what: &Happening) -> Option<usize> {
        self.index.producer(what)
    }

    /// Whether a step's success is listened to by nobody, so that the flow ends there.
    pub(super) fn is_sink(&self, step: StepId) -> bool {
        self.listeners.is_sink(step)
    }

    /// Whether all routes of a step are listened to one by one.
    pub(super) fn routes_are_complete(&self, step: StepId) -> bool {
        let it = &self.graph.steps[step];
        let hears = |kind: fn(&Route) -> bool| self.listeners.of(step).iter().any(|(_, it)| kind(&it.route));
        let variants = hears(|route| matches!(route, Route::Variant(_)));
        let success = hears(|route| *route == Route::Success);
        let exhaustive = it.kind == StepKind::Router && it.ends.is_empty() && !it.ends_rest;
        if variants { exhaustive } else { success }
    }
}

/// Of the members of an `and`, those that do not certainly happen before another one.
fn without_earlier(analysis: &Analysis, members: Vec<(usize, Happening)>) -> Vec<(usize, Happening)> {
    let earlier = |what: &Happening, than: &Happening| match (what, than) {
        (Happening::Event(step, route), Happening::Event(later, _)) if step != later => {
            analysis.certain(&Event { step: *step, route: route.clone(), bare: false }, *later)
        }
        _ => false,
    };
    let kept = |what: &Happening| members.iter().all(|(_, other)| !earlier(what, other));
    members.iter().filter(|(_, member)| kept(member)).cloned().collect()
}

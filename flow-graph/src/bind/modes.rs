//! Last-use analysis: of all uses of one value, which one moves it and which ones clone.

use super::{Bindings, Mode, Source, Use, UseId};
use crate::analysis::Analysis;
use crate::model::{Graph, Route, StepId, Trigger};

/// Turns every [`Mode::Move`] that is not a last use into [`Mode::Clone`].
pub(super) fn decide(bindings: &mut Bindings, graph: &Graph, analysis: &Analysis) {
    let taken = order_of_taking(bindings);
    let mut of_step = vec![Vec::new(); graph.steps.len()];
    for (id, it) in bindings.uses.iter().enumerate() {
        of_step[it.event.step].push(id);
    }
    let judge = Judge { bindings, graph, analysis, taken, of_step };
    let cloned: Vec<UseId> = (0..bindings.uses.len())
        .filter(|&id| judge.bindings.uses[id].mode == Mode::Move && !judge.is_last(id))
        .collect();
    for id in cloned {
        bindings.uses[id].mode = Mode::Clone;
    }
}

struct Judge<'a> {
    bindings: &'a Bindings,
    graph: &'a Graph,
    analysis: &'a Analysis,
    /// For each use, its place in the order in which one call takes its values.
    taken: Vec<usize>,
    /// For each step, the uses of what it hands on.
    of_step: Vec<Vec<UseId>>,
}

/// Arguments are evaluated in the order of the parameters.
fn order_of_taking(bindings: &Bindings) -> Vec<usize> {
    let mut taken = vec![0; bindings.uses.len()];
    let mut next = 0;
    for (params, items) in bindings.params.iter().zip(&bindings.items) {
        // The collection of an `each` comes before the parameters.
        for id in items.iter().copied().chain(params.iter().flat_map(Source::uses)) {
            taken[id] = next;
            next += 1;
        }
    }
    taken
}

impl Judge<'_> {
    /// Whether no other use of the same value can come beside or after this one.
    fn is_last(&self, id: UseId) -> bool {
        let it = &self.bindings.uses[id];
        !self.is_output(it)
            && !self.repeats(it)
            && self.uses_of_same_value(it).all(|other| other == id || self.is_over(other, id))
    }

    /// Whether the value is (a part of) the flow's output.
    fn is_output(&self, it: &Use) -> bool {
        it.event.route != Route::Error && self.graph.sinks.iter().any(|sink| sink.step == it.event.step)
    }

    /// Whether a loop runs the taking step again for the same value.
    fn repeats(&self, it: &Use) -> bool {
        self.graph.loops.iter().any(|around| {
            let inside = |step: StepId| around.scope.contains(&step);
            let entry = around.header == it.step && it.leaf.is_some();
            inside(it.step) && !inside(it.event.step) && !entry
        })
    }

    /// Whether a loop that this use enters, or runs in, makes the other one again.
    fn comes_again(&self, other: &Use, it: &Use) -> bool {
        self.repeats(other)
            && self
                .graph
                .loops
                .iter()
                .any(|around| around.scope.contains(&it.step) && around.scope.contains(&other.step))
    }

    fn uses_of_same_value(&self, it: &Use) -> impl Iterator<Item = UseId> {
        let is_error = |it: &Use| it.event.route == Route::Error;
        let of_step = self.of_step[it.event.step].iter().copied();
        of_step.filter(move |&other| is_error(&self.bindings.uses[other]) == is_error(it))
    }

    /// Whether, whenever use `id` comes, use `other` is over or can never come.
    fn is_over(&self, other: UseId, id: UseId) -> bool {
        let (it, that) = (&self.bindings.uses[id], &self.bindings.uses[other]);
        if self.comes_again(that, it) {
            return false;
        }
        if it.step == that.step {
            // One call takes the value twice: fields of one variant part, anything else is in the order written.
            let parts = it.leaf == that.leaf && it.field.is_some() && it.field != that.field;
            let alternatives =
                it.leaf.is_some() && that.leaf.is_some() && self.analysis.exclusive(&it.event, &that.event);
            return parts
                || alternatives
                || (that.mode != Mode::Borrow && self.taken[other] < self.taken[id]);
        }
        if self.analysis.exclusive(&it.event, &that.event) {
            return true;
        }
        if self.way_back(it) {
            // A way back is taken when everything of the iteration has ended.
            return !self.way_back(that) && self.borrowed_on(that).is_none();
        }
        if self.way_back(that) {
            return false;
        }
        if self.analysis.exclusive_steps(it.step, that.step) {
            return true;
        }
        match that.mode {
            Mode::Borrow => {
                self.analysis.ended_before(that.step, it.step) && self.borrowed_on(that).is_none()
            }
            _ => self.analysis.ended_before(that.step, it.step) || self.begins_first(that.step, it.step),
        }
    }

    /// Whether the use is that of a loop's header for a new iteration.
    fn way_back(&self, it: &Use) -> bool {
        let Some(around) = self.graph.loop_of_header(it.step) else { return false };
        it.leaf.is_some() && around.scope.contains(&it.event.step)
    }

    /// A step whose value may borrow from this use, where somebody uses that value.
    fn borrowed_on(&self, it: &Use) -> Option<StepId> {
        let uses = || {
            self.bindings.uses.iter().any(|on| on.event.step == it.step)
                || self.graph.sinks.iter().any(|sink| sink.step == it.step)
        };
        (it.mode == Mode::Borrow && self.bindings.borrows[it.step] && uses()).then_some(it.step)
    }

    /// Whether `first` has begun whenever `second` begins: it waits for nothing that `second` does not wait for, and
    /// comes before it in the order in which steps begin.
    fn begins_first(&self, first: StepId, second: StepId) -> bool {
        fn conjunction<'g>(trigger: &'g Trigger, events: &mut Vec<&'g crate::model::Event>) -> bool {
            match trigger {
                Trigger::Event(event) => {
                    events.push(event);
                    true
                }
                Trigger::And(members) => members.iter().all(|member| conjunction(member, events)),
                Trigger::Or(_) | Trigger::Quorum { .. } => false,
            }
        }
        let place = |step| self.analysis.order().iter().position(|&it| it == step);
        let Some(trigger) = &self.graph.steps[first].trigger else { return false };
        let mut events = Vec::new();
        conjunction(trigger, &mut events)
            && events.iter().all(|event| self.analysis.certain(event, second))
            && place(first) < place(second)
    }
}

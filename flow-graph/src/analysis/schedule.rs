//! A run in which two steps are under way at the same time, to show that there is one.

use crate::model::{Graph, StepId};

use super::Analysis;
use super::bits::BitSet;
use super::net::{EventId, Kind};

impl Analysis {
    /// What happens, in words, until both steps run; `None` where no run shows it (the steps may then run in
    /// different iterations of a loop, or the answer of [`may_overlap`](Analysis::may_overlap) is too careful).
    pub(crate) fn schedule(&self, graph: &Graph, a: StepId, b: StepId) -> Option<Vec<String>> {
        let runs = &self.conditions.can.runs;
        let both = self.diagrams.borrow_mut().and(runs[a], runs[b])?;
        let answers = self.diagrams.borrow().example(both)?;
        // A step that nothing depends on ends in the first of its ways.
        let outcome = |step: StepId| {
            let place = self.order.iter().position(|&it| it == step);
            answers.iter().find(|(variable, _)| Some(*variable) == place).map_or(0, |(_, outcome)| *outcome)
        };
        let holds = |event: EventId| self.net.happens_with(event, outcome(self.net.events[event].0));
        // Both run at the end, so nothing can have waited for either.
        let mut can = BitSet::new(self.net.len());
        let mut winners = vec![None; self.net.len()];
        let happens = |can: &BitSet, event: EventId| {
            let step = self.net.events[event].0;
            step != a && step != b && can.contains(step) && holds(event)
        };
        for &step in &self.order {
            winners[step] = self.first_way(step, |event| happens(&can, event));
            if winners[step].is_some() {
                can.insert(step);
            }
        }
        let mut needed = BitSet::new(self.net.len());
        let mut open: Vec<StepId> = vec![a, b];
        let mut events = Vec::new();
        while let Some(step) = open.pop() {
            for &event in winners[step].as_ref()? {
                let source = self.net.events[event].0;
                events.push(event);
                if needed.insert(source) {
                    open.push(source);
                }
            }
        }
        let mut lines = Vec::new();
        for &step in self.order.iter().filter(|&&step| needed.contains(step)) {
            let range = self.net.events_of(step);
            let told = events.iter().filter(|event| range.contains(event)).max()?;
            let (step, route) = &self.net.events[*told];
            lines.push(happening(graph, *step, route));
        }
        Some(lines)
    }

    /// The events that make a step begin, in its first-written ways; `None` if it does not begin.
    fn first_way(&self, step: StepId, happens: impl Fn(EventId) -> bool) -> Option<Vec<EventId>> {
        if self.net.triggers[step].is_empty() {
            return Some(Vec::new());
        }
        let leaf = |event| happens(event).then(|| vec![event]);
        let gate = |_: usize, needs: usize, members: &[(usize, &Option<Vec<EventId>>)]| {
            let ways: Vec<&Vec<EventId>> =
                members.iter().filter_map(|(_, way)| way.as_ref()).take(needs).collect();
            (ways.len() == needs).then(|| ways.into_iter().flatten().copied().collect())
        };
        debug_assert!(matches!(self.net.triggers[step][0].kind, Kind::Leaf(_) | Kind::Gate { .. }));
        self.net.fold(step, leaf, gate).swap_remove(0).flatten()
    }
}

/// What happened, as a clause.
fn happening(graph: &Graph, step: StepId, route: &crate::model::Route) -> String {
    use crate::model::Route;
    let name = &graph.steps[step].name;
    match route {
        Route::Success => format!("`{name}` succeeds"),
        Route::Error => format!("`{name}` fails"),
        Route::Variant(variant) => format!("`{name}` succeeds with `{variant}`"),
    }
}

//! What is left of a flow without some of its steps.

use std::borrow::Cow;

use super::{Errors, Parsed, StepSyntax, inputs};
use crate::analysis::BitSet;
use crate::model::{Event, Graph, Step, StepId, StepKind, Trigger};

impl Parsed {
    /// The same flow without these steps and all that depends on them. A router whose routes may be listened to by one of
    /// them ends with those that nothing else takes. Nothing, if no step is left.
    pub(crate) fn without(&self, steps: impl IntoIterator<Item = StepId>) -> Option<Parsed> {
        let count = self.graph.steps.len();
        let mut removed = BitSet::of(count, steps);
        while let Some(next) = (0..count).find(|&step| !removed.contains(step) && self.needs(step, &removed))
        {
            removed.insert(next);
        }
        let kept: Vec<StepId> = (0..count).filter(|&step| !removed.contains(step)).collect();
        let place = |step: StepId| kept.iter().position(|&it| it == step);
        let steps: Vec<Step> = kept.iter().map(|&step| renumbered(&self.graph.steps[step], &place)).collect();
        if steps.is_empty() {
            return None;
        }
        let syntax: Vec<StepSyntax> = kept.iter().map(|&step| self.steps[step].clone()).collect();
        let graph = Graph {
            inputs: inputs(&steps, &syntax),
            steps: Cow::Owned(steps),
            picked: self.graph.picked.and_then(place),
            loops: Cow::Borrowed(&[]),
            sinks: Cow::Borrowed(&[]),
            ..self.graph.clone()
        };
        let (item, options) = (self.item.clone(), self.options.clone());
        Some(Parsed {
            item,
            options,
            graph,
            steps: syntax,
            errors: Errors::new(),
            unclear: Vec::new(),
            faulty: Vec::new(),
            loose: Vec::new(),
            nameless: false,
            unread: Vec::new(),
        })
    }

    /// Whether a step waits for one of these or reads its value.
    fn needs(&self, step: StepId, removed: &BitSet) -> bool {
        let it = &self.graph.steps[step];
        let waits = |trigger: &Trigger| trigger.events().iter().any(|event| removed.contains(event.step));
        it.trigger.as_ref().is_some_and(waits)
            || it.params.iter().any(|param| param.from.is_some_and(|from| removed.contains(from)))
    }
}

/// A step among fewer: `place` is where those that it needs are now.
fn renumbered(step: &Step, place: &impl Fn(StepId) -> Option<StepId>) -> Step {
    let mut step = step.clone();
    step.trigger = step.trigger.as_ref().map(|trigger| renumbered_trigger(trigger, place));
    for param in step.params.to_mut() {
        param.from = param.from.and_then(place);
    }
    step.ends_rest |= step.kind == StepKind::Router;
    step
}

fn renumbered_trigger(trigger: &Trigger, place: &impl Fn(StepId) -> Option<StepId>) -> Trigger {
    let all = |members: &[Trigger]| members.iter().map(|it| renumbered_trigger(it, place)).collect();
    match trigger {
        Trigger::Event(event) => {
            Trigger::Event(Event { step: place(event.step).unwrap_or_default(), ..event.clone() })
        }
        Trigger::And(members) => Trigger::And(all(members)),
        Trigger::Or(members) => Trigger::Or(all(members)),
        Trigger::Quorum { needed, members } => Trigger::Quorum { needed: *needed, members: all(members) },
    }
}

//! Whether an observer was told what the machine says.

use flow_graph::machine::simulate::{Log, Run};
use flow_graph::machine::{Activation, Carried, Outcome};
use flow_graph::model::{Graph, StepId, Trigger};

use super::calls::Calls;
use super::limit::{Limit, Span};
use super::observed::Ended;
use super::story::{How, Part, Story};

/// How a story differs from what should have been told of a run that ended so.
pub(super) fn differences(
    graph: &Graph,
    calls: &Calls<'_>,
    log: &Log,
    limit: Limit,
    ended: &Ended,
    story: &Story,
) -> Vec<String> {
    let teller = Teller { graph, calls, log, limit, fails: !matches!(ended, Ended::Output(_)) };
    let mut found = story.faults.clone();
    if !story.ends(ended) {
        found.push(format!("it does not end with {ended:?}"));
    }
    let (expected, told) = (teller.settled(teller.parts()), teller.settled(story.parts.clone()));
    found.extend(expected.iter().filter(|it| !told.contains(it)).map(|it| format!("not told: {it:?}")));
    found.extend(told.iter().filter(|it| !expected.contains(it)).map(|it| format!("told: {it:?}")));
    if expected.len() != told.len() {
        found.push(format!("told of {} parts instead of {}", told.len(), expected.len()));
    }
    found.extend(story.parts.iter().filter_map(|it| teller.wrong_drop(it)));
    found.extend(teller.wrong_retries(story));
    found.extend(teller.wrong_wins(story));
    found.extend(teller.wrong_iterations(story));
    found
}

struct Teller<'a> {
    graph: &'a Graph,
    calls: &'a Calls<'a>,
    log: &'a Log,
    limit: Limit,
    /// Whether the run has no output.
    fails: bool,
}

impl Teller<'_> {
    fn decided_at(&self) -> u64 {
        self.limit.decided_at(self.log)
    }

    /// Whether it is open what else happens at that time.
    fn is_open(&self, at: u64) -> bool {
        self.fails && at == self.decided_at()
    }

    /// The steps and items that should begin.
    fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        for (index, run) in self.log.runs.iter().enumerate() {
            let activation = Activation(index);
            parts.extend(self.part(activation, None, run.began_at, run.ended_at, run.outcome.as_ref()));
            if self.graph.steps[run.step].refined.many.is_none() {
                continue;
            }
            let calls = self.calls.of(activation);
            for (item, last) in self.calls.last_attempts(activation).into_iter().enumerate() {
                let first = calls.iter().find(|call| self.log.calls[**call].call.item == Some(item));
                let began_at = self.log.calls[*first.expect("an item has a call")].began_at;
                let last = &self.log.calls[last];
                let ended_at = if last.outcome.is_some() { last.ended_at } else { run.ended_at };
                parts.extend(self.part(activation, Some(item), began_at, ended_at, last.outcome.as_ref()));
            }
        }
        parts
    }

    fn part(
        &self,
        activation: Activation,
        item: Option<usize>,
        began_at: u64,
        ended_at: u64,
        outcome: Option<&Outcome>,
    ) -> Option<Part> {
        let span = Span { began_at, ended_at, dropped: outcome.is_none() };
        let Span { began_at, ended_at, dropped } = self.limit.cut(self.graph, self.log, activation, span)?;
        let how = match outcome {
            _ if dropped => How::Cancelled,
            Some(Outcome::Success { .. }) => How::Finished,
            _ => How::Failed,
        };
        Some(Part { step: self.log.runs[activation.0].step, item, began_at, ended_at, how })
    }

    /// Without what the language leaves open.
    fn settled(&self, mut parts: Vec<Part>) -> Vec<Part> {
        parts.retain(|it| {
            let is_moot = it.how.is_dropped() && it.began_at == it.ended_at;
            !is_moot && !self.is_open(it.began_at)
        });
        for part in &mut parts {
            if part.how.is_dropped() || self.is_open(part.ended_at) {
                part.how = How::Cancelled;
            }
        }
        parts.sort();
        parts
    }

    /// What has lost says the race of a step that waits for one of several. What is merely cancelled is an item, or was
    /// running when the flow failed or a loop was given up.
    fn wrong_drop(&self, part: &Part) -> Option<String> {
        let is_right = match part.how {
            How::Lost(race) => self.graph.steps[race].trigger.as_ref().is_some_and(has_choice),
            How::Cancelled => {
                let is_stopped = self.limit.stops(self.log) == Some(part.ended_at);
                part.item.is_some()
                    || is_stopped
                    || self.is_open(part.ended_at)
                    || !self.graph.loops.is_empty()
            }
            _ => true,
        };
        (!is_right).then(|| format!("told for no reason: {part:?}"))
    }

    fn wrong_retries(&self, story: &Story) -> Vec<String> {
        let (mut all, mut begun) = (Vec::new(), Vec::new());
        for (index, called) in self.log.calls.iter().enumerate() {
            let Some(before) = self.previous_attempt(index) else { continue };
            let retry = (before, called.call.step, called.call.item, called.call.attempt);
            all.push(retry);
            let span = Span {
                began_at: called.began_at,
                ended_at: called.ended_at,
                dropped: called.outcome.is_none(),
            };
            let begins = called.outcome.is_some() || called.began_at <= called.ended_at;
            if begins
                && self.limit.cut(self.graph, self.log, called.activation, span).is_some()
                && !self.is_open(called.began_at)
            {
                begun.push(retry);
            }
        }
        let missing =
            begun.iter().filter(|it| !story.retries.contains(it)).map(|it| format!("no retry: {it:?}"));
        let told =
            story.retries.iter().filter(|it| !all.contains(it)).map(|it| format!("told: retry {it:?}"));
        missing.chain(told).collect()
    }

    /// When the attempt before that one ended.
    fn previous_attempt(&self, index: usize) -> Option<u64> {
        let called = &self.log.calls[index];
        let before = self.log.calls[..index].iter().rev().find(|it| {
            it.activation == called.activation
                && it.call.item == called.call.item
                && it.call.attempt + 1 == called.call.attempt
        });
        before.map(|it| it.ended_at)
    }

    /// The runs of steps that should begin, and do so whatever is left open.
    fn certain(&self) -> impl Iterator<Item = &Run> {
        self.log.runs.iter().filter(|run| {
            let stops = self.limit.stops(self.log).is_some_and(|at| run.began_at > at);
            !(stops || self.is_open(run.began_at) || run.is_open())
        })
    }

    fn wrong_wins(&self, story: &Story) -> Vec<String> {
        let mut expected: Vec<(u64, StepId, Vec<usize>)> = Vec::new();
        for run in self.certain() {
            let member = match &run.carried {
                Some(Carried::Or { winner, .. }) => Some(*winner),
                Some(Carried::Quorum(arrived)) => arrived.last().map(|(member, _)| *member),
                _ => None,
            };
            let is_told = |member: &usize| match self.graph.loops.iter().find(|it| it.header == run.step) {
                // A way back decides nothing, nor does an entry without an alternative.
                Some(it) => {
                    let members =
                        self.graph.steps[run.step].trigger.iter().flat_map(Trigger::members).count();
                    !it.backs.contains(member) && members > it.backs.len() + 1
                }
                None => true,
            };
            let Some(member) = member.filter(is_told) else { continue };
            // Loops may turn more than once in one instant.
            match expected.iter_mut().find(|it| (it.0, it.1) == (run.began_at, run.step)) {
                Some((_, _, members)) => members.push(member),
                None => expected.push((run.began_at, run.step, vec![member])),
            }
        }
        let mut wrong = Vec::new();
        for (at, step, members) in expected {
            let told = story.wins.iter().filter(|it| (it.0, it.1) == (at, step)).map(|it| it.2);
            let told: Vec<usize> = told.collect();
            let inner = self.graph.steps[step].trigger.iter().flat_map(Trigger::members).any(has_choice);
            let is_right = if inner { members.iter().all(|it| told.contains(it)) } else { told == members };
            if !is_right {
                wrong.push(format!("the races of s{step} at {at}: told {told:?}, expected {members:?}"));
            }
        }
        wrong
    }

    fn wrong_iterations(&self, story: &Story) -> Vec<String> {
        let mut expected = Vec::new();
        let mut numbers = vec![0; self.graph.steps.len()];
        for run in self.certain() {
            let Some(it) = self.graph.loops.iter().find(|it| it.header == run.step) else { continue };
            let is_again =
                matches!(&run.carried, Some(Carried::Or { winner, .. }) if it.backs.contains(winner));
            numbers[run.step] = if is_again { numbers[run.step] + 1 } else { 1 };
            if is_again {
                expected.push((run.began_at, run.step as StepId, numbers[run.step]));
            }
        }
        let mut told: Vec<_> = story.iterations.iter().copied().filter(|it| !self.is_open(it.0)).collect();
        told.sort_unstable();
        expected.sort_unstable();
        if told == expected {
            Vec::new()
        } else {
            vec![format!("iterations: told {told:?}, expected {expected:?}")]
        }
    }
}

fn has_choice(trigger: &Trigger) -> bool {
    matches!(trigger, Trigger::Or(_) | Trigger::Quorum { .. }) || trigger.members().iter().any(has_choice)
}

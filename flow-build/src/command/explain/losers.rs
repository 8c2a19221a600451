//! What races cancel, by trying.
//!
//! Whether a race cancels a step depends on who else can still use it. The machine that defines the language knows: it is
//! run many times, with steps that take different times and different routes. Whatever it cancels may be cancelled; the
//! choices are always the same, so the text is, too.

use std::collections::{BTreeMap, BTreeSet};

use flow_graph::Graph;
use flow_graph::machine::simulate::{Act, Ties, simulate};
use flow_graph::machine::{End, Outcome};
use flow_graph::model::{Route, StepId, Trigger};

use crate::command::text::names;

/// How often it is tried.
const RUNS: u64 = 400;
/// A loop may go round that often before its router is asked for the ways out.
const ROUNDS: usize = 3;

/// A line for each race that cancels something.
pub(super) fn losers(graph: &Graph) -> Vec<String> {
    let mut lost: BTreeMap<StepId, BTreeSet<StepId>> = BTreeMap::new();
    if graph.steps.iter().any(|step| step.trigger.as_ref().is_some_and(has_race)) {
        for seed in 0..RUNS {
            for (winner, loser) in run(graph, seed) {
                lost.entry(winner).or_default().insert(loser);
            }
        }
    }
    let line = |(winner, losers): (StepId, BTreeSet<StepId>)| {
        let losers: Vec<&str> = losers.iter().map(|&loser| &*graph.steps[loser].name).collect();
        format!("when `{}` ends, it may cancel {}", graph.steps[winner].name, names(&losers))
    };
    lost.into_iter().map(line).collect()
}

fn has_race(trigger: &Trigger) -> bool {
    let is_race = matches!(trigger, Trigger::Or(_))
        || matches!(trigger, Trigger::Quorum { needed, members } if (*needed as usize) < members.len());
    is_race || trigger.members().iter().any(has_race)
}

/// Each step that was cancelled in a run, with the step whose end decided the race.
fn run(graph: &Graph, seed: u64) -> Vec<(StepId, StepId)> {
    let mut choices = Choices(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let log = simulate(graph, Ties::OldestFirst, |step, nth| {
        // No two steps end at once, so that it is clear which of them decided the race.
        let duration = 1_000 * (1 + choices.below(50)) + step as u64 + 1;
        Act { duration, outcome: outcome(graph, step, nth, &mut choices), items: 2 }
    });
    if log.end != End::Success {
        return Vec::new();
    }
    let cancelled = log.runs.iter().filter(|run| run.outcome.is_none() && !run.is_open());
    let decided = |at: u64| log.runs.iter().find(|run| run.outcome.is_some() && run.ended_at == at);
    cancelled.filter_map(|run| Some((decided(run.ended_at)?.step, run.step))).collect()
}

/// How a step ends: by any route that somebody knows of.
fn outcome(graph: &Graph, step: StepId, nth: usize, choices: &mut Choices) -> Outcome {
    let mut routes: Vec<Route> = graph.listeners(step).map(|(_, event)| event.route.clone()).collect();
    let it = &graph.steps[step];
    routes.extend(it.ends.iter().map(|end| Route::Variant(end.clone())));
    routes.sort();
    routes.dedup();
    if nth >= ROUNDS {
        let leaves = |route: &Route| !leads_back(graph, step, route);
        if routes.iter().any(leaves) {
            routes.retain(leaves);
        }
    }
    let variants = routes.iter().any(|route| matches!(route, Route::Variant(_)));
    // A value that is an enum's is one of its variants.
    routes.retain(|route| *route != Route::Success || !variants);
    match routes.get(choices.index(routes.len())) {
        Some(Route::Error) => Outcome::Failure,
        Some(Route::Variant(variant)) => Outcome::Success { variant: Some(variant.clone()) },
        Some(Route::Success) | None => Outcome::Success { variant: None },
    }
}

/// Whether the route of a step in a loop stays in that loop.
fn leads_back(graph: &Graph, step: StepId, route: &Route) -> bool {
    let around: Vec<_> = graph.loops.iter().filter(|it| it.body.contains(&step)).collect();
    let Some(inner) = around.last() else { return false };
    let mut listeners = graph.listeners(step).filter(|(_, event)| event.route == *route);
    listeners.any(|(listener, _)| inner.body.contains(&listener))
}

/// A sequence of numbers without a pattern that matters (xorshift).
struct Choices(u64);

impl Choices {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn index(&mut self, length: usize) -> usize {
        if length < 2 { 0 } else { usize::try_from(self.below(length as u64)).unwrap_or(0) }
    }
}

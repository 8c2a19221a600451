//! Whether a run did what the machine says.

use flow_graph::machine::simulate::{Call, Called, Log, Ties};
use flow_graph::machine::{End, Outcome};
use flow_graph::model::Graph;

use super::limit::Limit;
use super::observed::{Ended, Observed};
use super::oracle::{Choice, Expected, expect};
use super::story::Story;

/// What comes of a comparison.
#[derive(Debug)]
pub enum Verdict {
    /// The run is one that the language allows.
    Right,
    /// What should happen hangs on something that the language leaves open.
    Open,
    /// The run is none that the language allows.
    Wrong(Box<Wrong>),
}

/// What is wrong with a run.
#[derive(Debug)]
pub struct Wrong {
    /// What should have been seen, if steps that end in one instant end in the order in which they began.
    pub expected: Observed,
    /// What was.
    pub seen: Observed,
    /// What is wrong with what an observer was told.
    pub told: Vec<String>,
}

/// Holds a run against the machine, and what an observer was told of it. Where steps end in one instant, any order of
/// theirs will do.
#[must_use]
pub fn compare(graph: &Graph, script: u64, limit: Limit, seen: &Observed, story: Option<&Story>) -> Verdict {
    let mut wrong: Option<Verdict> = None;
    for ties in orders() {
        let mut choice = Choice { ties, held: Vec::new() };
        loop {
            let Expected { seen: expected, log, told } = expect(graph, script, &choice, limit, story);
            if log.is_open {
                return Verdict::Open;
            }
            let decided_at = limit.decided_at(&log);
            let (settled, expected) = (seen.settled(decided_at), expected.settled(decided_at));
            let agrees = agree(graph, &settled, &expected);
            if agrees && told.is_empty() {
                return Verdict::Right;
            }
            // Where only the story is wrong, that is what there is to say.
            if agrees || wrong.is_none() {
                wrong = Some(Verdict::Wrong(Box::new(Wrong { expected, seen: settled, told })));
            }
            let earlier = if agrees { Vec::new() } else { failed_earlier(graph, seen, &log) };
            if earlier.is_empty() {
                break;
            }
            choice.held.extend(earlier);
        }
    }
    wrong.unwrap_or(Verdict::Open)
}

/// The calls that fail the flow in that log, if it was seen to fail in the same instant for one that has not ended there:
/// one that follows from a decision of that instant, so that neither is the first.
fn failed_earlier(graph: &Graph, seen: &Observed, log: &Log) -> Vec<Call> {
    let (Ended::Failed { step, .. } | Ended::FailedLost(step), End::Failed(failure)) =
        (&seen.ended, &log.end)
    else {
        return Vec::new();
    };
    let has_failed = |it: &Called| it.outcome == Some(Outcome::Failure) && it.ended_at == log.decided_at;
    let ends_with = |it: &Called| has_failed(it) && graph.steps[it.call.step].name == *step;
    if seen.ended_at != log.ended_at || log.calls.iter().any(ends_with) {
        return Vec::new();
    }
    let to_blame = log.calls.iter().filter(|it| failure.causes.contains(&it.activation) && has_failed(it));
    to_blame.map(|it| it.call).collect()
}

/// Ways to break ties: enough to meet nearly every outcome.
fn orders() -> impl Iterator<Item = Ties> {
    [Ties::OldestFirst, Ties::NewestFirst].into_iter().chain((0..40).map(Ties::Shuffled))
}

fn agree(graph: &Graph, seen: &Observed, expected: &Observed) -> bool {
    let ends_agree = match (&seen.ended, &expected.ended) {
        (Ended::Failed { step: seen, .. }, Ended::FailedLost(expected)) => seen == expected,
        // Of the failures that follow from one, the first fails the flow; which that is stays open when a loop is
        // given up.
        (Ended::Failed { causes: seen, .. }, Ended::Failed { causes: expected, .. })
            if !graph.loops.is_empty() =>
        {
            seen == expected || seen.iter().any(|cause| expected.contains(cause))
        }
        (seen, expected) => seen == expected,
    };
    ends_agree && seen.runs == expected.runs && seen.ended_at == expected.ended_at
}

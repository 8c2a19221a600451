//! Whether a run did what the machine says.

use flow_graph::machine::simulate::Ties;
use flow_graph::model::Graph;

use super::limit::Limit;
use super::observed::{Ended, Observed};
use super::oracle::{Expected, expect};
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
        let Expected { seen: expected, log, told } = expect(graph, script, ties, limit, story);
        if log.is_open {
            return Verdict::Open;
        }
        let decided_at = limit.decided_at(&log);
        let (seen, expected) = (seen.settled(decided_at), expected.settled(decided_at));
        let agrees = agree(graph, &seen, &expected);
        if agrees && told.is_empty() {
            return Verdict::Right;
        }
        // Where only the story is wrong, that is what there is to say.
        if agrees || wrong.is_none() {
            wrong = Some(Verdict::Wrong(Box::new(Wrong { expected, seen, told })));
        }
    }
    wrong.unwrap_or(Verdict::Open)
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

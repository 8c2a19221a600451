//! Whether a run did what the machine says.

use flow_graph::machine::simulate::Ties;
use flow_graph::model::Graph;

use super::observed::{Ended, Observed};
use super::oracle::{Expected, expect};

/// What comes of a comparison.
#[derive(Debug)]
pub enum Verdict {
    /// The run is one that the language allows.
    Right,
    /// What should happen hangs on something that the language leaves open.
    Open,
    /// The run is none that the language allows.
    Wrong {
        /// What should have been seen, if steps that end in one instant end in the order in which they began.
        expected: Observed,
        /// What was.
        seen: Observed,
    },
}

/// Holds a run against the machine. Where steps end in one instant, any order of theirs will do.
#[must_use]
pub fn compare(graph: &Graph, script: u64, seen: &Observed) -> Verdict {
    let mut wrong = None;
    for ties in orders() {
        let Expected { seen: expected, log } = expect(graph, script, ties);
        if log.is_open {
            return Verdict::Open;
        }
        let (seen, expected) = (seen.settled(log.decided_at), expected.settled(log.decided_at));
        if agree(graph, &seen, &expected) {
            return Verdict::Right;
        }
        wrong.get_or_insert(Verdict::Wrong { expected, seen });
    }
    wrong.unwrap_or(Verdict::Open)
}

/// Ways to break ties: enough to meet nearly every outcome.
fn orders() -> impl Iterator<Item = Ties> {
    [Ties::OldestFirst, Ties::NewestFirst].into_iter().chain((0..40).map(Ties::Shuffled))
}

fn agree(graph: &Graph, seen: &Observed, expected: &Observed) -> bool {
    let ends_agree = match (&seen.ended, &expected.ended) {
        // Of the failures that follow from one, the first fails the flow; which that is stays open when a loop is
        // given up.
        (Ended::Failed { causes: seen, .. }, Ended::Failed { causes: expected, .. })
            if !graph.loops.is_empty() =>
        {
            seen.iter().any(|cause| expected.contains(cause))
        }
        (seen, expected) => seen == expected,
    };
    ends_agree && seen.runs == expected.runs && seen.ended_at == expected.ended_at
}

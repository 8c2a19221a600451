//! Runs that are not let go on to their end.

use flow_graph::machine::Activation;
use flow_graph::machine::simulate::Log;
use flow_graph::model::Graph;

use super::observed::Ended;

/// How long a run may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// As long as it likes.
    None,
    /// Until then: it is dropped.
    DroppedAt(u64),
    /// Until then, by its runner: what must finish is waited for.
    Deadline(u64),
    /// Until then, by its runner's token: what must finish is waited for.
    CancelledAt(u64),
}

/// When something began and ended, and whether it was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) began_at: u64,
    pub(super) ended_at: u64,
    pub(super) dropped: bool,
}

impl Limit {
    /// When the run is stopped, if it does not end before. What ends in that instant ends by itself.
    pub(super) fn stops(self, log: &Log) -> Option<u64> {
        match self {
            Limit::DroppedAt(at) | Limit::Deadline(at) | Limit::CancelledAt(at) if at < log.ended_at => {
                Some(at)
            }
            _ => None,
        }
    }

    /// How a run ends that is stopped.
    pub(super) fn ended(self) -> Ended {
        match self {
            Limit::DroppedAt(_) => Ended::Dropped,
            Limit::CancelledAt(_) => Ended::Cancelled,
            Limit::None | Limit::Deadline(_) => Ended::DeadlineExceeded,
        }
    }

    /// When a run's end is certain.
    pub(super) fn decided_at(self, log: &Log) -> u64 {
        self.stops(log).map_or(log.decided_at, |at| at.min(log.decided_at))
    }

    /// Whether a run of a step goes on when the run of the flow is stopped.
    fn goes_on(self, graph: &Graph, log: &Log, activation: Activation) -> bool {
        let run = &log.runs[activation.0];
        let has_begun = self.stops(log).is_none_or(|at| run.began_at <= at);
        self.stops(log).is_none()
            || (!matches!(self, Limit::DroppedAt(_)) && graph.steps[run.step].must_finish && has_begun)
    }

    /// What becomes of a part of a run of a step; nothing, if it never begins.
    pub(super) fn cut(self, graph: &Graph, log: &Log, activation: Activation, span: Span) -> Option<Span> {
        match self.stops(log) {
            Some(at) if !self.goes_on(graph, log, activation) => {
                let dropped = span.dropped || span.ended_at > at;
                (span.began_at <= at).then(|| Span { ended_at: span.ended_at.min(at), dropped, ..span })
            }
            _ => Some(span),
        }
    }

    /// When the run is over.
    pub(super) fn ended_at(self, graph: &Graph, log: &Log) -> u64 {
        let Some(at) = self.stops(log) else { return log.ended_at };
        let going_on = (0..log.runs.len()).filter(|index| self.goes_on(graph, log, Activation(*index)));
        going_on.map(|index| log.runs[index].ended_at).fold(at, u64::max)
    }
}

//! What an observer is told of a run, and what it should be.

use std::fmt;

use flow_core::observe::{Event, Kind};
use flow_graph::model::{Graph, Trigger};
use tokio::time::Instant;

use super::observed::Ended;

/// What an observer was told.
#[derive(Debug, Default)]
pub struct Story {
    /// What is wrong with it, whatever happened.
    pub faults: Vec<String>,
    /// The steps and items that began.
    pub(super) parts: Vec<Part>,
    /// When which attempt of a step was announced.
    pub(super) retries: Vec<(u64, usize, Option<usize>, u32)>,
    /// When which member won the race of which step.
    pub(super) wins: Vec<(u64, usize, usize)>,
    /// When which header began for the how-manieth time.
    pub(super) iterations: Vec<(u64, usize, u32)>,
    /// How the flow ended.
    end: Option<&'static str>,
}

/// A run of a step, or of an item of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) step: usize,
    pub(super) item: Option<usize>,
    pub(super) began_at: u64,
    pub(super) ended_at: u64,
    pub(super) how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    Runs,
    Finished,
    Failed,
    Cancelled,
    Lost(usize),
}

impl How {
    pub(super) fn is_dropped(self) -> bool {
        matches!(self, How::Cancelled | How::Lost(_))
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Part { step, item, began_at, ended_at, how } = self;
        let item = item.map_or_else(String::new, |item| format!(" item {item}"));
        write!(f, "s{step}{item} {began_at}-{ended_at} {how:?}")
    }
}

/// Whether a step waits for one of several events, or for some.
fn is_plain_race(graph: &Graph, step: usize) -> bool {
    let members = match &graph.steps[step].trigger {
        Some(Trigger::Or(members) | Trigger::Quorum { members, .. }) => members,
        _ => return false,
    };
    let is_header = graph.loops.iter().any(|it| it.header == step);
    !is_header && members.iter().all(|it| matches!(it, Trigger::Event(_)))
}

impl Story {
    /// What the events say of a run that began then.
    #[must_use]
    pub fn new(events: &[Event], began: Instant) -> Story {
        let mut story = Story::default();
        for (place, event) in events.iter().enumerate() {
            let at = (event.at - began).as_millis() as u64;
            let run = (event.run, event.parents.len());
            if run != (events[0].run, 0) || (place == 0) != matches!(event.kind, Kind::FlowStarted) {
                story.faults.push(format!("{at}: {event} out of place"));
            }
            story.add(at, event);
        }
        let running: Vec<Part> = story.parts.iter().filter(|it| it.how == How::Runs).cloned().collect();
        story.faults.extend(running.iter().map(|it| format!("{it:?} to the end")));
        story
    }

    fn add(&mut self, at: u64, event: &Event) {
        let mut fault = |what: &str| self.faults.push(format!("{at}: {event} {what}"));
        if self.end.is_some() {
            fault("after the end");
        }
        let Some(step) = event.step else {
            if let Some(outcome) = event.kind.outcome() {
                self.end = Some(outcome);
                if self.parts.iter().any(|it| it.how == How::Runs) {
                    fault("while steps run");
                }
            }
            return;
        };
        let item = event.item;
        let is_running = |item| move |it: &Part| it.step == step && it.item == item && it.how == How::Runs;
        let its_items = |it: &Part| it.step == step && it.item.is_some() && it.how == How::Runs;
        match &event.kind {
            Kind::Started => {
                if self.parts.iter().any(is_running(item)) {
                    fault("twice");
                }
                let won = self.wins.iter().filter(|it| (it.0, it.1) == (at, step)).count();
                let begun =
                    self.parts.iter().filter(|it| (it.began_at, it.step, it.item) == (at, step, None));
                if item.is_none() && is_plain_race(event.flow, step) && won <= begun.count() {
                    fault("before its race is won");
                }
                if item.is_some() && !self.parts.iter().any(is_running(None)) {
                    fault("outside of its step");
                }
                self.parts.push(Part { step, item, began_at: at, ended_at: u64::MAX, how: How::Runs });
            }
            Kind::Finished | Kind::Failed { .. } | Kind::Cancelled | Kind::Lost { .. } => {
                if let Kind::Lost { race } = event.kind
                    && is_plain_race(event.flow, race)
                    && !self.wins.iter().any(|it| (it.0, it.1) == (at, race))
                {
                    fault("before the race is won");
                }
                if item.is_none() && self.parts.iter().any(its_items) {
                    fault("before its items");
                }
                match self.parts.iter_mut().find(|it| is_running(item)(it)) {
                    Some(part) => {
                        part.ended_at = at;
                        part.how = match event.kind {
                            Kind::Finished => How::Finished,
                            Kind::Failed { .. } => How::Failed,
                            Kind::Lost { race } => How::Lost(race),
                            _ => How::Cancelled,
                        };
                    }
                    None => fault("without a beginning"),
                }
            }
            Kind::Retrying { attempt, .. } => {
                if !self.parts.iter().any(is_running(item)) {
                    fault("of what does not run");
                }
                self.retries.push((at, step, item, *attempt));
            }
            Kind::RaceWon { member } => self.wins.push((at, step, *member)),
            Kind::Iteration { number } => self.iterations.push((at, step, *number)),
            _ => fault("is none of a step's"),
        }
    }

    /// Whether it says that the flow ended so.
    pub(super) fn ends(&self, ended: &Ended) -> bool {
        let expected = match ended {
            Ended::Output(_) => "finished",
            Ended::Failed { .. } | Ended::FailedLost(_) | Ended::LoopLimit(_) | Ended::DeadlineExceeded => {
                "failed"
            }
            Ended::Cancelled | Ended::Dropped | Ended::Panicked(_) => "cancelled",
        };
        self.end == Some(expected)
    }
}

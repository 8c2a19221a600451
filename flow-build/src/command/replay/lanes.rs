//! The events of a log as spans: a lane for each step, those of the flows inside it below it.

use std::collections::HashMap;

use flow_core::observe::{RunEvent, RunKind, RunLog};
use flow_graph::Graph;
use flow_graph::model::StepId;
use flow_graph::render::Diagram;

use super::critical;
use crate::command::failure::Failure;
use crate::command::text;

/// A run, and the runs inside it.
pub(super) struct Run<'l> {
    pub(super) log: &'l RunLog,
    /// The number of the outermost run in the log.
    pub(super) root: usize,
    /// The runs of the log.
    pub(super) runs: Vec<OneRun>,
    /// When the outermost run began, by the log's clock.
    pub(super) from: u64,
    /// When the last thing happened in it.
    pub(super) to: u64,
    pub(super) lanes: Vec<Lane>,
    /// In the order in which they begin.
    pub(super) spans: Vec<Span>,
    pub(super) marks: Vec<Mark>,
}

/// One run of the log.
pub(super) struct OneRun {
    pub(super) flow: usize,
    /// The run, the step and the item around it.
    pub(super) parent: Option<(usize, StepId, Option<usize>)>,
    /// The events with which it begins and ends.
    pub(super) begin: usize,
    pub(super) end: Option<usize>,
    pub(super) outcome: Option<&'static str>,
    pub(super) error: Option<String>,
}

/// A step, on a way of steps from the outermost flow in.
pub(super) struct Lane {
    pub(super) name: String,
    /// The names of the steps around it.
    pub(super) around: Vec<String>,
    /// Which step of its flow.
    pub(super) step: StepId,
    /// Its node in the picture, where that shows it.
    pub(super) node: Option<String>,
}

/// A step that runs, or an item of it.
pub(super) struct Span {
    pub(super) lane: usize,
    pub(super) run: usize,
    pub(super) step: StepId,
    pub(super) item: Option<usize>,
    pub(super) from: u64,
    /// The end of the log, if it has not ended.
    pub(super) to: u64,
    /// The events with which it begins and ends.
    pub(super) begin: usize,
    pub(super) end: Option<usize>,
    /// `None` while it runs.
    pub(super) outcome: Option<&'static str>,
    /// What was wrong, or which race it has lost.
    pub(super) note: Option<String>,
    /// For the how-manieth time its loop turns.
    pub(super) iteration: Option<u32>,
    pub(super) attempts: Vec<Attempt>,
    pub(super) is_critical: bool,
}

pub(super) struct Attempt {
    pub(super) from: u64,
    pub(super) to: u64,
    pub(super) error: Option<String>,
}

/// Something that happens at a moment.
pub(super) struct Mark {
    pub(super) lane: usize,
    pub(super) run: usize,
    pub(super) at: u64,
    /// The event.
    pub(super) event: usize,
    pub(super) kind: MarkKind,
}

pub(super) enum MarkKind {
    /// Which member has won.
    Won(usize),
    Iteration(u32),
    Emitted(String),
}

impl<'l> Run<'l> {
    /// The run of that number among those that are not inside others, from 1.
    pub(super) fn of(log: &'l RunLog, number: usize) -> Result<Run<'l>, Failure> {
        let runs = runs(log);
        let roots: Vec<usize> = (0..runs.len()).filter(|run| runs[*run].parent.is_none()).collect();
        let Some(&root) = number.checked_sub(1).and_then(|number| roots.get(number)) else {
            let count = text::count(roots.len(), "run");
            let help = match roots.len() {
                1 => "leave out `--run`".to_string(),
                last => format!("the first is `--run 1`, the last `--run {last}`"),
            };
            let title = format!("there is no run {number} in the log, which has {count}");
            return Err(Failure::misuse(title).help(help));
        };
        let from = log.events[runs[root].begin].at;
        let mut run =
            Run { log, root, runs, from, to: from, lanes: Vec::new(), spans: Vec::new(), marks: Vec::new() };
        let mut lanes = HashMap::new();
        let graph = run.graph();
        run.add(&[root], graph, Some(&Diagram::of(graph)), &[], &mut lanes);
        run.read(&lanes);
        critical::mark(&mut run);
        Ok(run)
    }

    /// The outermost flow.
    pub(super) fn graph(&self) -> &'l Graph {
        &self.log.flows[self.runs[self.root].flow]
    }

    pub(super) fn graph_of(&self, run: usize) -> &'l Graph {
        &self.log.flows[self.runs[run].flow]
    }

    /// Adds the lanes of runs of the same flow at the same place.
    fn add(
        &mut self,
        runs: &[usize],
        graph: &'l Graph,
        diagram: Option<&Diagram>,
        around: &[String],
        lanes: &mut HashMap<(usize, StepId), usize>,
    ) {
        for (number, step) in graph.steps.iter().enumerate() {
            let node = diagram.and_then(|it| it.nodes.iter().find(|node| node.step == Some(number)));
            lanes.extend(runs.iter().map(|run| ((*run, number), self.lanes.len())));
            self.lanes.push(Lane {
                name: step.name.to_string(),
                around: around.to_vec(),
                step: number,
                node: node.map(|node| node.id.clone()),
            });
            let mut inside: Vec<(usize, Vec<usize>)> = Vec::new();
            for (run, one) in self.runs.iter().enumerate() {
                let Some((outer, at, _)) = one.parent else { continue };
                if at == number && runs.binary_search(&outer).is_ok() {
                    match inside.iter_mut().find(|(flow, _)| *flow == one.flow) {
                        Some((_, runs)) => runs.push(run),
                        None => inside.push((one.flow, vec![run])),
                    }
                }
            }
            for (flow, runs) in inside {
                let inner = &self.log.flows[flow];
                let picture = node.and_then(|node| node.inside()).filter(|it| it.name == inner.name);
                self.add(&runs, inner, picture, &[around, &[step.name.to_string()]].concat(), lanes);
            }
        }
    }

    fn read(&mut self, lanes: &HashMap<(usize, StepId), usize>) {
        let mut open: HashMap<(usize, StepId, Option<usize>), usize> = HashMap::new();
        let mut iterations: HashMap<(usize, StepId), u32> = HashMap::new();
        for (number, event) in self.log.events.iter().enumerate() {
            let RunEvent { at, run, item, kind, .. } = event;
            if kind.ends_flow() && *run == self.root {
                self.to = self.to.max(*at);
            }
            let graph = self.graph_of(*run);
            let Some(step) = event.step.as_deref().and_then(|name| graph.step_named(name)) else { continue };
            let Some(&lane) = lanes.get(&(*run, step)) else { continue };
            self.to = self.to.max(*at);
            let place = (*run, step, *item);
            let mut mark = |kind| self.marks.push(Mark { lane, run: *run, at: *at, event: number, kind });
            match kind {
                RunKind::Started => {
                    open.insert(place, self.spans.len());
                    // Outer loops come first.
                    let header = graph.loops.iter().rfind(|it| it.scope.contains(&step)).map(|it| it.header);
                    self.spans.push(Span {
                        lane,
                        run: *run,
                        step,
                        item: *item,
                        from: *at,
                        to: *at,
                        begin: number,
                        end: None,
                        outcome: None,
                        note: None,
                        iteration: header.map(|it| iterations.get(&(*run, it)).copied().unwrap_or(1)),
                        attempts: vec![Attempt { from: *at, to: *at, error: None }],
                        is_critical: false,
                    });
                }
                RunKind::Retrying { delay, error, .. } => {
                    let Some(span) = open.get(&place) else { continue };
                    let span = &mut self.spans[*span];
                    if let Some(last) = span.attempts.last_mut() {
                        last.to = *at;
                        last.error = Some(error.clone().unwrap_or_default());
                    }
                    let from = at.saturating_add(*delay);
                    span.attempts.push(Attempt { from, to: from, error: None });
                }
                RunKind::RaceWon { member } => mark(MarkKind::Won(*member)),
                RunKind::Iteration { number } => {
                    mark(MarkKind::Iteration(*number));
                    let inner = graph.loop_of_header(step).map(|it| &it.scope[..]).unwrap_or_default();
                    iterations
                        .retain(|(at, header), _| at != run || *header == step || !inner.contains(header));
                    iterations.insert((*run, step), *number);
                }
                RunKind::Emitted { ty, text } => {
                    mark(MarkKind::Emitted(text.clone().unwrap_or_else(|| ty.clone())))
                }
                kind => {
                    let (Some(outcome), Some(span)) = (kind.outcome(), open.remove(&place)) else { continue };
                    let span = &mut self.spans[span];
                    span.close(*at);
                    span.end = Some(number);
                    span.outcome = Some(outcome);
                    span.note = match kind {
                        RunKind::Failed { error } => error.clone(),
                        RunKind::Lost { race } => Some(race.clone()),
                        _ => None,
                    };
                }
            }
        }
        for span in open.into_values() {
            self.spans[span].close(self.to);
        }
    }
}

impl Span {
    fn close(&mut self, at: u64) {
        self.to = at;
        // It may have ended before its next attempt began.
        if self.attempts.len() > 1 {
            self.attempts.retain(|attempt| attempt.from <= at);
        }
        if let Some(last) = self.attempts.last_mut().filter(|last| last.error.is_none()) {
            last.to = at;
        }
    }
}

fn runs(log: &RunLog) -> Vec<OneRun> {
    let mut runs: Vec<OneRun> = Vec::new();
    for (number, event) in log.events.iter().enumerate() {
        match &event.kind {
            RunKind::FlowStarted { flow, parent } => {
                let parent = parent.as_ref().and_then(|it| {
                    let step = log.flows[runs[it.run].flow].step_named(&it.step)?;
                    Some((it.run, step, it.item))
                });
                let (end, outcome, error) = (None, None, None);
                runs.push(OneRun { flow: *flow, parent, begin: number, end, outcome, error });
            }
            kind if kind.ends_flow() => {
                let run = &mut runs[event.run];
                run.end = Some(number);
                run.outcome = kind.outcome();
                if let RunKind::FlowFailed { error } = kind {
                    run.error.clone_from(error);
                }
            }
            _ => {}
        }
    }
    runs
}

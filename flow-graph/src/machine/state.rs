//! What a machine remembers.

use crate::model::{Graph, StepId};

use super::refined::Calls;
use super::{End, Outcome};

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// One run of a step, by its number in the order of beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Activation(pub usize);

/// Everything a [`Machine`](super::Machine) knows about its run, apart from the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct State {
    /// How far each step is, in this iteration.
    pub(super) steps: Vec<Progress>,
    /// For each step, where the nodes of its trigger stand, numbered in pre-order.
    pub(super) nodes: Vec<Vec<Standing>>,
    /// For each node of each step's trigger the members that have arrived, by their places in it: of an `or` the
    /// winner, of a `quorum` as many as it needs.
    pub(super) arrivals: Vec<Vec<Vec<usize>>>,
    /// Each loop of the graph.
    pub(super) loops: Vec<LoopState>,
    /// Every run of a step so far.
    pub(super) activations: Vec<Run>,
    /// How the run ends, once that is certain.
    pub(super) ending: Option<End>,
    /// Whether the end has been announced.
    pub(super) ended: bool,
}

/// A run of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub(super) struct Run {
    pub(super) step: StepId,
    pub(super) is_running: bool,
    /// How it ended, unless it runs or was cancelled.
    pub(super) outcome: Option<Outcome>,
    /// The calls of its method.
    pub(super) calls: Calls,
}

/// How far a step is, in one iteration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Progress {
    /// It has not begun.
    Idle,
    /// It runs.
    Running(Activation),
    /// It has succeeded, or failed by itself.
    Done {
        /// Its run.
        activation: Activation,
        /// How that ended.
        outcome: Outcome,
    },
    /// It can never run (or finish, or repeat) because other steps failed.
    Failed(Failure),
    /// It can never run because what it waits for can never happen.
    Dead,
    /// It lost a race: it was cancelled, or may not begin. If it must finish, it may still run.
    Lost {
        /// The step in whose trigger the race was.
        race: StepId,
    },
}

/// Why something can never happen, as it is handed on from step to step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Failure {
    /// The step that failed by itself; where several did, the one that waited for the first of them.
    pub step: StepId,
    /// The runs of steps that failed by themselves, in the order in which the triggers name them.
    pub causes: Vec<Activation>,
}

/// Where an event, a node of a trigger, or the *again* gate of a loop stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub enum Standing {
    /// Nothing is certain.
    Open,
    /// It has happened, or fired. The number is the activation for an event, the winning member for an `or`, and the last
    /// one that arrived for a `quorum`.
    Happened(usize),
    /// It can never happen, because something failed.
    Failed(Failure),
    /// It can never happen, and nothing failed.
    Never,
}

/// What there is to remember about a loop.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub(super) struct LoopState {
    /// The gate of its ways back. While it has happened, the loop is turning.
    pub(super) again: Standing,
    /// How often the header has run since the loop was entered.
    pub(super) runs: u32,
}

impl LoopState {
    /// A loop that has not been entered.
    pub(super) const FRESH: LoopState = LoopState { again: Standing::Open, runs: 0 };

    pub(super) fn is_turning(&self) -> bool {
        matches!(self.again, Standing::Happened(_))
    }
}

impl Standing {
    /// Why it can never happen, if that is because something failed.
    pub(super) fn failure(&self) -> Option<&Failure> {
        match self {
            Standing::Failed(failure) => Some(failure),
            Standing::Open | Standing::Happened(_) | Standing::Never => None,
        }
    }

    /// Whether it can never happen (any more).
    pub(super) fn is_out(&self) -> bool {
        matches!(self, Standing::Failed(_) | Standing::Never)
    }
}

impl State {
    /// Nothing has happened.
    pub(super) fn new(graph: &Graph) -> State {
        let count = |step: &crate::model::Step| step.trigger.as_ref().map_or(0, |it| it.node_count());
        State {
            steps: vec![Progress::Idle; graph.steps.len()],
            nodes: graph.steps.iter().map(|step| vec![Standing::Open; count(step)]).collect(),
            arrivals: graph.steps.iter().map(|step| vec![Vec::new(); count(step)]).collect(),
            loops: vec![LoopState::FRESH; graph.loops.len()],
            activations: Vec::new(),
            ending: None,
            ended: false,
        }
    }

    /// How far a step is, in this iteration.
    #[must_use]
    pub fn progress(&self, step: StepId) -> &Progress {
        &self.steps[step]
    }

    /// Where a node of a step's trigger stands; nodes are numbered in pre-order. Of a loop's header, the topmost
    /// node is the race of the entry.
    #[must_use]
    pub fn node(&self, step: StepId, node: usize) -> &Standing {
        &self.nodes[step][node]
    }

    /// The members that have arrived at a node of a step's trigger that is a `quorum`, in the order of their arrival.
    #[must_use]
    pub fn arrivals(&self, step: StepId, node: usize) -> &[usize] {
        &self.arrivals[step][node]
    }

    /// The step that an activation is a run of.
    #[must_use]
    pub fn step_of(&self, activation: Activation) -> StepId {
        self.activations[activation.0].step
    }

    /// The items of a run of a step that have succeeded: in their order, or, where the first successes are enough, in
    /// that of their success. What the step hands on, once it has succeeded.
    #[must_use]
    pub fn items(&self, activation: Activation) -> &[usize] {
        &self.activations[activation.0].calls.succeeded
    }

    /// The items of a run of a step that have failed, in their order: with [`items`](State::items), what has become of the
    /// items for a listener of the step's error.
    pub fn failed_items(&self, activation: Activation) -> impl Iterator<Item = usize> {
        self.activations[activation.0].calls.failed()
    }

    /// How a run of a step ended; nothing if it runs, or was cancelled.
    #[must_use]
    pub fn outcome(&self, activation: Activation) -> Option<&Outcome> {
        self.activations[activation.0].outcome.as_ref()
    }

    /// Whether an activation has begun and not ended.
    #[must_use]
    pub fn is_running(&self, activation: Activation) -> bool {
        self.activations[activation.0].is_running
    }

    /// The calls that a run of a step waits for: the item, if it has items, and which attempt it is.
    pub fn calls(&self, activation: Activation) -> impl Iterator<Item = (Option<usize>, u32)> {
        let run = &self.activations[activation.0];
        run.calls.running().filter(|_| run.is_running)
    }

    /// The activations that have begun and not ended.
    pub fn running(&self) -> impl Iterator<Item = Activation> {
        let runs = self.activations.iter().enumerate();
        runs.filter(|(_, run)| run.is_running).map(|(index, _)| Activation(index))
    }

    /// Whether a step runs; also one that has lost its race but must finish.
    pub(super) fn runs(&self, step: StepId) -> bool {
        self.activations.iter().any(|run| run.is_running && run.step == step)
    }

    /// A new run of a step.
    pub(super) fn activate(&mut self, step: StepId) -> Activation {
        let activation = Activation(self.activations.len());
        self.activations.push(Run { step, is_running: true, outcome: None, calls: Calls::default() });
        self.steps[step] = Progress::Running(activation);
        activation
    }

    /// Marks an activation as not running; says whether it was.
    pub(super) fn stop(&mut self, activation: Activation) -> bool {
        self.activations.get_mut(activation.0).is_some_and(|run| std::mem::take(&mut run.is_running))
    }
}

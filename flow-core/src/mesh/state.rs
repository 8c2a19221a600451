//! What is remembered of steps, gates and loops.

use flow_graph::plan::{ERROR, NONE, SUCCESS, VARIANTS};

/// Where an event, a gate or a member of a gate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing is certain.
    Open,
    /// It has happened, or fired.
    Happened,
    /// It can never happen, because something failed.
    Failed,
    /// It can never happen, and nothing failed.
    Never,
}

/// How far a step is, in this iteration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// It has not begun.
    Idle,
    /// It has begun, and its end matters.
    Running,
    /// It has succeeded.
    Succeeded,
    /// It has failed by itself, and something listens to that.
    Caught,
    /// It has failed by itself, and nothing listens to that.
    Broken,
    /// It can never run, or never end, because of failures of other steps.
    Failed,
    /// It can never run because what it waits for can never happen.
    Dead,
    /// It lost a race. If it must finish, it may still run.
    Lost,
}

/// A step's state.
#[derive(Debug, Clone, Copy)]
pub(super) struct StepState {
    pub(super) progress: Progress,
    /// Of a step that has succeeded: which event its variant is, or [`NONE`]. Of a failed one: the loop that was
    /// given up, or [`NONE`] if its trigger failed. Of a lost one: the place of the step that the race was for.
    pub(super) detail: u16,
}

/// A gate's state.
#[derive(Debug, Clone, Copy)]
pub(super) struct GateState {
    pub(super) standing: Standing,
    /// How many members of an `and` have happened; how many of an `or` or a `quorum` can't.
    pub(super) count: u16,
    /// The member that won, or that an `and` failed for; counted from the gate's first.
    pub(super) pick: u16,
}

/// A loop's state.
#[derive(Debug, Clone, Copy)]
pub(super) struct LoopState {
    /// How often the header has begun since the loop was entered.
    pub(super) runs: u32,
    /// The way back that began this iteration; [`NONE`] for the entry.
    pub(super) back: u16,
    /// A way back has won, and the next iteration waits for this one's steps to end.
    pub(super) turning: bool,
}

impl StepState {
    pub(super) const IDLE: StepState = StepState { progress: Progress::Idle, detail: NONE };

    /// Whether the step has begun and its end has not been told, or it still may begin.
    pub(super) fn is_undone(self) -> bool {
        matches!(self.progress, Progress::Idle | Progress::Running)
    }

    /// Where one of the step's events stands, seen from the step alone.
    #[inline]
    pub(super) fn standing(self, event: u16) -> Standing {
        let happened = match self.progress {
            Progress::Idle | Progress::Running => return Standing::Open,
            Progress::Succeeded => event == SUCCESS || event == self.detail && event >= VARIANTS,
            Progress::Caught => event == ERROR,
            Progress::Broken | Progress::Failed if event != ERROR => return Standing::Failed,
            Progress::Broken | Progress::Failed | Progress::Dead | Progress::Lost => false,
        };
        if happened { Standing::Happened } else { Standing::Never }
    }
}

impl GateState {
    pub(super) const OPEN: GateState = GateState { standing: Standing::Open, count: 0, pick: NONE };
}

impl LoopState {
    pub(super) const FRESH: LoopState = LoopState { runs: 0, back: NONE, turning: false };
}

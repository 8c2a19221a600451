//! How loops are entered, turn and are over.

use crate::model::{Loop, Route, StepId};

use super::layout::{Gate, Kind};
use super::state::{Failure, LoopState, Progress, Standing};
use super::{End, Machine};

impl Machine<'_> {
    /// Whether a loop's header has begun.
    pub(super) fn is_entered(&self, index: usize) -> bool {
        let header = self.graph.loops[index].header;
        matches!(self.state.steps[header], Progress::Running(_) | Progress::Done { .. })
    }

    /// Counts the first run of a header, where `step` is one.
    pub(super) fn enter_loop(&mut self, step: StepId) {
        if let Some(index) = self.graph.loops.iter().position(|it| it.header == step) {
            self.state.loops[index].runs = 1;
        }
    }

    /// Whether a leaf of `listener` would hear of `source` from outside a loop that is turning.
    pub(super) fn enters_turning_loop(&self, source: StepId, listener: StepId) -> bool {
        self.crossed(listener, source).any(|index| self.state.loops[index].is_turning())
    }

    /// Whether `listener` may know that an event of `source` never happens: every loop it would leave is over.
    /// Without `from_loops`, only where it leaves none.
    pub(super) fn never_is_final(&self, source: StepId, listener: StepId, from_loops: bool) -> bool {
        self.crossed(source, listener).all(|index| from_loops && self.is_over(index))
    }

    /// The loops whose scope has `inside` in it but not `outside`.
    fn crossed(&self, inside: StepId, outside: StepId) -> impl Iterator<Item = usize> {
        let loops = self.graph.loops.iter().enumerate();
        loops
            .filter(move |(_, it)| it.scope.contains(&inside) && !it.scope.contains(&outside))
            .map(|(index, _)| index)
    }

    /// Whether a loop's header may begin, or begin again.
    pub(super) fn may_turn(&self, index: usize) -> bool {
        let header = &self.state.steps[self.graph.loops[index].header];
        let gone = matches!(header, Progress::Dead | Progress::Failed(_) | Progress::Lost { .. });
        !gone && !self.state.loops[index].again.is_out()
    }

    /// Whether `listener` may hear of `source` in a later iteration of a loop that `source` is outside of. A header
    /// hears of its entry once.
    pub(super) fn has_another_turn(&self, listener: StepId, source: StepId) -> bool {
        self.crossed(listener, source)
            .any(|index| self.graph.loops[index].header != listener && self.may_turn(index))
    }

    /// Whether a loop that has both steps in its scope may turn.
    pub(super) fn may_run_again(&self, one: StepId, other: StepId) -> bool {
        let mut loops = self.graph.loops.iter().enumerate();
        loops.any(|(index, it)| it.scope.contains(&one) && it.scope.contains(&other) && self.may_turn(index))
    }

    /// Where the header of a loop is lost, the loop does not turn again.
    pub(super) fn leave_loop(&mut self, step: StepId) {
        if let Some(index) = self.graph.loops.iter().position(|it| it.header == step) {
            self.state.loops[index].again = Standing::Never;
        }
    }

    /// Whether a loop's header cannot begin again, and nothing is under way in it.
    fn is_over(&self, index: usize) -> bool {
        let it = &self.graph.loops[index];
        match self.state.steps[it.header] {
            Progress::Dead | Progress::Failed(_) | Progress::Lost { .. } => true,
            Progress::Idle => false,
            Progress::Running(_) | Progress::Done { .. } => {
                self.state.loops[index].again.is_out() && self.is_quiet(it)
            }
        }
    }

    /// Whether no step of a loop's scope runs, and no race in it can be decided.
    fn is_quiet(&self, it: &Loop) -> bool {
        let inside = |gate: &Gate| match gate {
            Gate::Node(step, _) => it.scope.contains(step),
            Gate::Again(index) => it.scope.contains(&self.graph.loops[*index].header),
        };
        !it.scope.iter().any(|step| self.state.runs(*step))
            && !self.layout.races.iter().filter(|gate| inside(gate)).any(|gate| self.is_decidable(*gate))
    }

    /// The innermost loop that can turn, if one can.
    pub(super) fn first_turning(&self) -> Option<usize> {
        let mut inner_first = (0..self.graph.loops.len()).rev();
        inner_first.find(|&index| {
            self.state.loops[index].is_turning()
                && !self.is_in_turning_loop(index)
                && self.is_quiet(&self.graph.loops[index])
        })
    }

    /// Whether a loop around this one is turning: the iteration that this one is in has ended, and so has this loop.
    pub(super) fn is_in_turning_loop(&self, index: usize) -> bool {
        let header = self.graph.loops[index].header;
        let mut loops = self.graph.loops.iter().enumerate();
        loops.any(|(other, it)| {
            other != index && it.scope.contains(&header) && self.state.loops[other].is_turning()
        })
    }

    /// Begins a loop's next iteration.
    pub(super) fn turn(&mut self, index: usize) {
        let it = &self.graph.loops[index];
        let Standing::Happened(winner) = self.state.loops[index].again else { return };
        let runs = self.state.loops[index].runs;
        if runs >= it.max_iterations {
            self.finish_early(End::LoopLimit { step: it.header });
            return;
        }
        let member = self.layout.triggers[it.header][0].members[winner];
        let carried = Box::new(self.carried(it.header, member));
        self.reset(index);
        self.state.loops[index].runs = runs + 1;
        self.start(it.header, Some(super::Carried::Or { winner, carried }));
        self.spread();
    }

    /// Forgets the iteration: everything that can run only after the header.
    fn reset(&mut self, index: usize) {
        let it = &self.graph.loops[index];
        for &step in it.scope.iter() {
            self.state.steps[step] = match self.state.steps[step] {
                // Lost to a race outside, it stays so.
                Progress::Lost { race, .. } if !it.scope.contains(&race) => {
                    Progress::Lost { race, succeeded: None }
                }
                _ => Progress::Idle,
            };
            for (node, standing) in self.state.nodes[step].iter_mut().enumerate() {
                if step != it.header || self.layout.triggers[step][node].is_back {
                    *standing = Standing::Open;
                    self.state.arrivals[step][node].clear();
                }
            }
        }
        for (inner, state) in self.graph.loops.iter().zip(&mut self.state.loops) {
            if it.scope.contains(&inner.header) {
                *state = LoopState::FRESH;
            }
        }
    }

    /// Lets ways back run out; says whether a loop's did.
    pub(super) fn update_ways_back(&mut self) -> bool {
        let mut any = false;
        for index in 0..self.graph.loops.len() {
            if self.is_entered(index) && self.state.loops[index].again == Standing::Open {
                let standing = self.race(Gate::Again(index));
                any |= standing != Standing::Open;
                self.state.loops[index].again = standing.clone();
                if let Standing::Failed(failure) = standing {
                    self.abandon(index, &failure);
                }
            }
        }
        any
    }

    /// Gives up a loop whose ways back have all failed: what runs in it is cancelled, and whoever still waits for
    /// something of it inherits the failure. If nobody does, or the flow can end in the loop, the flow fails.
    fn abandon(&mut self, index: usize, failure: &Failure) {
        let it = &self.graph.loops[index];
        // What the loop's steps would tell others and have not, or have told of the very failure.
        let told: Vec<(StepId, usize)> = self
            .layout
            .leaves()
            .filter(|(listener, _, event)| it.scope.contains(&event.step) && !it.scope.contains(listener))
            .filter(|(_, _, event)| {
                event.route != Route::Error && !matches!(self.event(event), Standing::Happened(_))
            })
            .map(|(listener, node, _)| (listener, node))
            .filter(|(listener, node)| {
                matches!(self.state.nodes[*listener][*node], Standing::Open | Standing::Failed(_))
            })
            .collect();
        let taken_up = told.iter().any(|(listener, node)| self.takes_up(*listener, *node));
        let ends_flow =
            |step: &StepId| self.graph.listeners(*step).all(|(_, event)| event.route == Route::Error);
        if !taken_up || it.scope.iter().any(ends_flow) {
            self.fail(failure.clone());
            return;
        }
        for &step in it.scope.iter() {
            if let Progress::Running(activation) = self.state.steps[step] {
                self.cancel(activation);
            }
            if self.may_head(step) || matches!(self.state.steps[step], Progress::Idle | Progress::Running(_))
            {
                self.state.steps[step] = Progress::Failed(failure.clone());
            }
        }
        // Loops inside are given up with it.
        for (inner, state) in self.graph.loops.iter().zip(&mut self.state.loops) {
            if it.scope.contains(&inner.header) && state.again != Standing::Never {
                state.again = Standing::Failed(failure.clone());
            }
        }
        for (listener, node) in told {
            let standing = &mut self.state.nodes[listener][node];
            if *standing == Standing::Open {
                *standing = Standing::Failed(failure.clone());
            }
        }
    }

    /// Whether a step is the header of a loop that has not come to its end.
    fn may_head(&self, step: StepId) -> bool {
        let mut loops = self.graph.loops.iter().zip(&self.state.loops);
        loops.any(|(it, state)| it.header == step && state.again != Standing::Never)
    }

    /// Whether a failure that reaches this leaf is somebody's to deal with.
    pub(super) fn takes_up(&self, listener: StepId, leaf: usize) -> bool {
        let is_back = self.layout.triggers[listener][leaf].is_back;
        let of_header = self.graph.loops.iter().position(|it| it.header == listener);
        // A way back concerns a header that has begun; other leaves, a step that has not.
        let concerns = match (&self.state.steps[listener], of_header) {
            (Progress::Dead | Progress::Lost { .. }, _) => false,
            (Progress::Idle | Progress::Failed(_), _) => !is_back,
            (Progress::Running(_) | Progress::Done { .. }, Some(index)) if is_back => {
                self.state.loops[index].again == Standing::Open
            }
            (Progress::Running(_) | Progress::Done { .. }, _) => false,
        };
        let closed = |node: usize| match (
            &self.layout.triggers[listener][node].kind,
            &self.state.nodes[listener][node],
        ) {
            (_, Standing::Never) | (Kind::Or | Kind::Quorum(_), Standing::Happened(_)) => true,
            (_, Standing::Open | Standing::Failed(_) | Standing::Happened(_)) => false,
        };
        concerns && !self.layout.above(listener, leaf).any(closed)
    }
}

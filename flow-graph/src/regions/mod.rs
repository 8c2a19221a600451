//! The schedule as a tree of regions, each of which has an obvious form in Rust.
//!
//! A chain becomes statements, a join `join!`, a race `select!`, a router `match`, a loop `loop`. A flow that does not
//! reduce to one such tree has no schedule here: it runs on the mesh, which is right for every flow.
//!
//! The reduction is that of series-parallel graphs (Valdes, Tarjan and Lawler 1982), with alternatives and loops as
//! further operators: units that have one way in and whose ways out exclude one another are merged until one is left.

mod reduce;
#[cfg(test)]
mod tests;
mod unit;

use std::collections::BTreeMap;

use crate::analysis::Analysis;
use crate::model::{Graph, Route, StepId};

/// A part of a flow that runs as one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Region {
    /// One step.
    Step(StepId),
    /// One after the other.
    Seq(Vec<Region>),
    /// Side by side, until all are done.
    Join(Vec<Region>),
    /// Side by side, until the first is done.
    Race {
        /// The `or` that they race for.
        gate: Gate,
        /// The members, in the order written.
        members: Vec<Region>,
    },
    /// Side by side, until so many are done.
    Quorum {
        /// The `quorum` that they race for.
        gate: Gate,
        /// How many of them are enough.
        needed: usize,
        /// The members, in the order written.
        members: Vec<Region>,
    },
    /// What follows a step depends on how it ended.
    Match {
        /// The step.
        step: StepId,
        /// What follows each route that something listens to.
        arms: Vec<Arm>,
    },
    /// Runs if that has happened.
    When {
        /// What may have happened before.
        happened: Happening,
        /// What runs then.
        then: Box<Region>,
    },
    /// Runs again for as long as a way back happens.
    Loop {
        /// The header, which is the first step of the body.
        header: StepId,
        /// One iteration.
        body: Box<Region>,
    },
}

/// What follows one route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    /// The route.
    pub route: Route,
    /// What runs then; nothing if the route itself is what somebody further on waits for.
    pub then: Option<Region>,
}

/// An `and`, `or` or `quorum`: the step whose trigger it stands in, and its node in pre-order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gate {
    /// The step.
    pub step: StepId,
    /// The node.
    pub node: usize,
    /// Whether it is the gate of a loop's ways back.
    pub again: bool,
}

/// Something that can happen in a run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happening {
    /// The flow starts.
    Start,
    /// A step ends in this way.
    Event(StepId, Route),
    /// A gate fires.
    Gate(Gate),
}

/// A flow's schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The tree.
    pub root: Region,
    /// The members of every `or` that is a race or where alternatives meet again, and of every `quorum`, in the order
    /// written, each with its number among the members of the trigger's node.
    pub gates: BTreeMap<Gate, Vec<(usize, Happening)>>,
}

/// The tree of regions of a flow, if it has one.
#[must_use]
pub fn schedule(graph: &Graph, analysis: &Analysis) -> Option<Schedule> {
    if graph.steps.iter().any(|step| step.must_finish) {
        // A loser that runs on outlives its region.
        return None;
    }
    reduce::reduce(unit::Units::of(graph, analysis))
}

impl Region {
    /// The steps in it, in the order of the tree.
    #[must_use]
    pub fn steps(&self) -> Vec<StepId> {
        let mut steps = Vec::new();
        self.visit(&mut |region| {
            if let Region::Step(step) = region {
                steps.push(*step);
            }
        });
        steps
    }

    /// Calls `see` for this region and every region in it.
    pub fn visit(&self, see: &mut impl FnMut(&Region)) {
        see(self);
        match self {
            Region::Step(_) => {}
            Region::Seq(parts)
            | Region::Join(parts)
            | Region::Race { members: parts, .. }
            | Region::Quorum { members: parts, .. } => {
                for part in parts {
                    part.visit(see);
                }
            }
            Region::Match { arms, .. } => {
                for part in arms.iter().filter_map(|arm| arm.then.as_ref()) {
                    part.visit(see);
                }
            }
            Region::When { then: part, .. } | Region::Loop { body: part, .. } => part.visit(see),
        }
    }

    /// The step it begins with, if it begins with one.
    pub(crate) fn first(&self) -> Option<StepId> {
        match self {
            Region::Step(step) => Some(*step),
            Region::Seq(parts) => parts.first().and_then(Region::first),
            _ => None,
        }
    }

    /// This one, then that one.
    pub(crate) fn then(self, next: Region) -> Region {
        let mut parts = match self {
            Region::Seq(parts) => parts,
            region => vec![region],
        };
        match next {
            Region::Seq(more) => parts.extend(more),
            region => parts.push(region),
        }
        Region::Seq(parts)
    }

    /// These side by side.
    pub(crate) fn beside(regions: Vec<Region>) -> Region {
        let mut parts = Vec::new();
        for region in regions {
            match region {
                Region::Join(more) => parts.extend(more),
                region => parts.push(region),
            }
        }
        Region::Join(parts)
    }
}

//! The schedule as a tree of regions, each of which has an obvious form in Rust.
//!
//! A chain becomes statements, a join `join!`, a race `select!`, a router `match`, a loop `loop`. A flow that does not
//! reduce to one such tree has no schedule here: it runs on the mesh, which is right for every flow.
//!
//! The reduction is that of series-parallel graphs (Valdes, Tarjan and Lawler 1982), with alternatives and loops as
//! further operators: units that have one way in and whose ways out exclude one another are merged until one is left.

mod index;
mod reduce;
#[cfg(test)]
mod tests;
mod unit;

use std::collections::BTreeMap;

use crate::analysis::Analysis;
use crate::model::{Graph, Route, StepId};

/// A part of a flow that runs as one piece.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Essay {
/// #         #[start]
/// #         async fn draft(&self) -> String { todo!() }
/// #         #[router(or(draft, revise))]
/// #         async fn judge(&self, text: &str) -> Verdict { todo!() }
/// #         #[listen(judge::Bad)]
/// #         async fn revise(&self) -> String { todo!() }
/// #         #[listen(judge::Good)]
/// #         async fn publish(&self) -> u32 { todo!() }
/// #     }
/// # });
/// # let flow = reading.result.ok().unwrap();
/// use flow_graph::regions::{Region, schedule};
///
/// let Region::Seq(parts) = schedule(&flow.graph, &flow.analysis).unwrap().root else { panic!() };
/// assert_eq!(parts[0], Region::Step(0)); // `draft`
/// assert!(matches!(&parts[1], Region::Loop { header: 1, .. })); // `judge` and `revise`
/// # }
/// ```
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
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Essay {
/// #         #[start]
/// #         async fn draft(&self) -> String { todo!() }
/// #         #[router(or(draft, revise))]
/// #         async fn judge(&self, text: &str) -> Verdict { todo!() }
/// #         #[listen(judge::Bad)]
/// #         async fn revise(&self) -> String { todo!() }
/// #         #[listen(judge::Good)]
/// #         async fn publish(&self) -> u32 { todo!() }
/// #     }
/// # });
/// # let flow = reading.result.ok().unwrap();
/// use flow_graph::model::Route;
/// use flow_graph::regions::{Arm, Region, schedule};
///
/// let schedule = schedule(&flow.graph, &flow.analysis).unwrap();
/// let mut arms = Vec::new();
/// schedule.root.visit(&mut |region| {
///     if let Region::Match { arms: these, .. } = region {
///         arms.extend(these.clone());
///     }
/// });
/// let revise = Arm { route: Route::Variant("Bad".into()), then: Some(Region::Step(2)) };
/// assert_eq!(arms[0], revise);
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    /// The route.
    pub route: Route,
    /// What runs then; nothing if the route itself is what somebody further on waits for.
    pub then: Option<Region>,
}

/// An `and`, `or` or `quorum`: the step whose trigger it stands in, and its node in pre-order.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Route {
/// #         #[start]
/// #         async fn bus(&self) -> u32 { todo!() }
/// #         #[start]
/// #         async fn train(&self) -> u32 { todo!() }
/// #         #[listen(or(bus, train))]
/// #         async fn arrive(&self, minutes: u32) -> u32 { todo!() }
/// #     }
/// # });
/// # let flow = reading.result.ok().unwrap();
/// use flow_graph::regions::{Gate, schedule};
///
/// // #[listen(or(bus, train))] arrive
/// let schedule = schedule(&flow.graph, &flow.analysis).unwrap();
/// let or = Gate { step: 2, node: 0, again: false };
/// assert_eq!(schedule.gates.keys().collect::<Vec<_>>(), [&or]);
/// # }
/// ```
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
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Route {
/// #         #[start]
/// #         async fn bus(&self) -> u32 { todo!() }
/// #         #[start]
/// #         async fn train(&self) -> u32 { todo!() }
/// #         #[listen(or(bus, train))]
/// #         async fn arrive(&self, minutes: u32) -> u32 { todo!() }
/// #     }
/// # });
/// # let flow = reading.result.ok().unwrap();
/// use flow_graph::model::Route;
/// use flow_graph::regions::{Happening, schedule};
///
/// // #[listen(or(bus, train))] arrive
/// let schedule = schedule(&flow.graph, &flow.analysis).unwrap();
/// let members = schedule.gates.values().next().unwrap();
/// assert_eq!(members[1], (1, Happening::Event(1, Route::Success)));
/// # }
/// ```
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
///
/// ```
/// # #[cfg(feature = "syn")] {
/// # let reading = flow_graph::read(Default::default(), syn::parse_quote! {
/// #     impl Branding {
/// #         #[start]
/// #         async fn slogan(&self, brand: &str) -> String { todo!() }
/// #         #[start]
/// #         async fn tagline(&self, brand: &str) -> String { todo!() }
/// #         #[listen(and(slogan, tagline))]
/// #         async fn combine(&self, slogan: String, tagline: String) -> String { todo!() }
/// #     }
/// # });
/// # let flow = reading.result.ok().unwrap();
/// use flow_graph::regions::{Region, schedule};
///
/// // #[start] slogan, #[start] tagline, #[listen(and(slogan, tagline))] combine
/// let schedule = schedule(&flow.graph, &flow.analysis).unwrap();
/// let both = Region::Join(vec![Region::Step(0), Region::Step(1)]);
/// assert_eq!(schedule.root, Region::Seq(vec![both, Region::Step(2)]));
/// assert!(schedule.gates.is_empty()); // an `and` needs nothing more
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The tree.
    pub root: Region,
    /// The members of every `or` that is a race or where alternatives meet again, and of every `quorum`, in the order
    /// written, each with its number among the members of the trigger's node.
    pub gates: BTreeMap<Gate, Vec<(usize, Happening)>>,
}

/// The tree of regions of a flow, if it has one.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// let reading = flow_graph::read(Default::default(), syn::parse_quote! {
///     impl Notes {
///         #[start]
///         async fn a(&self) {}
///         #[start]
///         async fn b(&self) {}
///         #[listen(a)]
///         async fn c(&self) {}
///         #[listen(and(a, b))]
///         async fn d(&self) {}
///     }
/// });
/// let flow = reading.result.ok().unwrap();
/// // `c` need not wait for `b`, so no tree of joins says when it begins.
/// assert!(flow_graph::regions::schedule(&flow.graph, &flow.analysis).is_none());
/// # }
/// ```
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
    ///
    /// ```
    /// use flow_graph::regions::Region;
    ///
    /// let both = Region::Join(vec![Region::Step(1), Region::Step(0)]);
    /// assert_eq!(Region::Seq(vec![both, Region::Step(2)]).steps(), [1, 0, 2]);
    /// ```
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
    ///
    /// ```
    /// use flow_graph::regions::Region;
    ///
    /// let region = Region::Join(vec![Region::Step(0), Region::Seq(vec![Region::Step(1), Region::Step(2)])]);
    /// let mut count = 0;
    /// region.visit(&mut |_| count += 1);
    /// assert_eq!(count, 5);
    /// ```
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

//! What can be told about every run of a flow from its graph alone.
//!
//! An [`Analysis`] answers questions about *all* runs: what has certainly happened, or is certainly over, whenever a
//! step begins; what never happens together; what always happens. An answer may err only to the safe side: `true`
//! is a promise, `false` may also mean that it is not known. The rules of the language ([`check`](crate::check))
//! and the code generator (which values move, which are optional) rest on these promises; that no run breaks them is
//! tested against the [machine](crate::machine).
//!
//! Everything is said *within one iteration*: of the innermost loop that both parties are in, or of the run where
//! there is none.

#[cfg(test)]
mod agreement;
mod before;
mod bits;
mod conditions;
mod diagram;
pub(crate) mod loops;
mod lost;
pub(crate) mod net;
#[cfg(test)]
pub(crate) mod notation;
pub(crate) mod order;
mod schedule;
#[cfg(test)]
mod tests;

use std::cell::RefCell;

use crate::model::{Event, Graph, Listeners, Route, StepId};

use before::Before;
pub(crate) use bits::BitSet;
use conditions::{AllConditions, Region};
use diagram::Diagrams;
use loops::Found;
use net::{EventId, Kind, Net};

/// The facts about a flow.
///
/// ```
/// # #[cfg(feature = "syn")] {
/// let reading = flow_graph::read(Default::default(), syn::parse_quote! {
///     impl Book {
///         #[start]
///         async fn cover(&self) -> Image { todo!() }
///         #[start]
///         async fn draft(&self) -> String { todo!() }
///         #[router(or(draft, revise))]
///         async fn judge(&self, text: &str) -> Verdict { todo!() }
///         #[listen(judge::Bad)]
///         async fn revise(&self) -> String { todo!() }
///         #[listen(judge::Good)]
///         async fn typeset(&self) -> Pages { todo!() }
///         #[listen(and(typeset, cover))]
///         async fn print(&self, pages: Pages, cover: Image) -> Copy { todo!() }
///     }
/// });
/// let flow = reading.result.ok().unwrap();
/// let flow_graph::Checked { graph, analysis, .. } = flow;
/// let step = |name| graph.step_named(name).unwrap();
/// assert!(analysis.upstream(step("draft"), step("print")));
/// assert!(analysis.may_overlap(step("cover"), step("judge")));
/// assert!(!analysis.may_overlap(step("judge"), step("revise")));
/// assert!(analysis.exclusive_steps(step("revise"), step("typeset")), "in one iteration");
/// assert!(analysis.always(step("print")) && !analysis.always(step("revise")));
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Analysis {
    pub(crate) net: Net,
    order: Vec<StepId>,
    loops: Vec<Region>,
    conditions: AllConditions,
    /// Shared scratch: asking about two conditions may make new ones.
    diagrams: RefCell<Diagrams>,
    /// For each event, the loops that may go round again after it.
    turns_after: Vec<BitSet>,
    /// For each step, the events that have happened whenever it begins.
    happened: Vec<BitSet>,
    /// For each step, the steps that have ended whenever it begins.
    ended: Vec<BitSet>,
    /// For each step, the steps it waits for, directly or not.
    upstream: Vec<BitSet>,
    /// The steps that succeed in every run that succeeds.
    always: BitSet,
}

impl Analysis {
    /// The facts about a checked flow.
    ///
    /// ```
    /// use flow_graph::analysis::Analysis;
    /// use flow_graph::model::{Graph, Step, StepKind};
    ///
    /// let mut graph = Graph::new("Greeting");
    /// graph.steps.to_mut().push(Step::new("greet", StepKind::Start));
    /// assert!(Analysis::of(&graph).always(0));
    /// ```
    #[must_use]
    pub fn of(graph: &Graph) -> Analysis {
        let mut net = Net::new(graph);
        let found = loops::find(graph, &mut net);
        Analysis::new(graph, net, &found, &found.faulty)
    }

    /// The facts about a flow whose steps in `exempt` are in error already.
    pub(crate) fn new(graph: &Graph, net: Net, found: &Found, exempt: &BitSet) -> Analysis {
        let order = found.order.clone();
        let loops = regions(&net, found);
        let mut diagrams = Diagrams::new(net.len());
        let conditions = AllConditions::new(&net, &order, &loops, exempt, &mut diagrams);
        let turns_after: Vec<BitSet> = (0..net.events.len())
            .map(|event| {
                let inside = |it: &usize| loops[*it].scope.contains(net.events[event].0);
                let mut again =
                    |it: &usize| !diagrams.disjoint(conditions.can.events[event], conditions.can.turns[*it]);
                BitSet::of(
                    loops.len(),
                    (0..loops.len()).filter(inside).filter(|it| again(it)).collect::<Vec<_>>(),
                )
            })
            .collect();
        let mut before = Before {
            net: &net,
            order: &order,
            loops: &loops,
            conditions: &conditions.can,
            diagrams: &mut diagrams,
            turns_after: &turns_after,
        };
        let happened = before.happened();
        let must_finish = BitSet::of(net.len(), (0..net.len()).filter(|&step| graph.steps[step].must_finish));
        // What is an output of the flow runs on, whoever else waits for it.
        let listeners = Listeners::new(graph);
        let outputs = (0..net.len()).filter(|&step| graph.picked == Some(step) || listeners.is_sink(step));
        let ended = before.ended(&must_finish, &BitSet::of(net.len(), outputs));
        let upstream = upstream(&net, &order);
        let always = always(&listeners, &net, &conditions, &happened, &mut diagrams);
        let diagrams = RefCell::new(diagrams);
        Analysis { net, order, loops, conditions, diagrams, turns_after, happened, ended, upstream, always }
    }

    /// All steps in topological order, ways back apart; where that leaves a choice, in the order written.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let flow = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Book {
    /// #         #[start] async fn cover(&self) -> Image { todo!() }
    /// #         #[start] async fn draft(&self) -> String { todo!() }
    /// #         #[router(or(draft, revise))] async fn judge(&self, text: &str) -> Verdict { todo!() }
    /// #         #[listen(judge::Bad)] async fn revise(&self) -> String { todo!() }
    /// #         #[listen(judge::Good)] async fn typeset(&self) -> Pages { todo!() }
    /// #         #[listen(and(typeset, cover))] async fn print(&self, pages: Pages, cover: Image) -> Copy { todo!() }
    /// #     }
    /// # }).result.ok().unwrap();
    /// // The flow of the type's example.
    /// let flow_graph::Checked { graph, analysis, .. } = flow;
    /// let names: Vec<&str> = analysis.order().iter().map(|step| &*graph.steps[*step].name).collect();
    /// assert_eq!(names, ["cover", "draft", "judge", "revise", "typeset", "print"]);
    /// # }
    /// ```
    #[must_use]
    pub fn order(&self) -> &[StepId] {
        &self.order
    }

    /// Whether `event` has happened in this iteration whenever `step` begins.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let flow = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Book {
    /// #         #[start] async fn cover(&self) -> Image { todo!() }
    /// #         #[start] async fn draft(&self) -> String { todo!() }
    /// #         #[router(or(draft, revise))] async fn judge(&self, text: &str) -> Verdict { todo!() }
    /// #         #[listen(judge::Bad)] async fn revise(&self) -> String { todo!() }
    /// #         #[listen(judge::Good)] async fn typeset(&self) -> Pages { todo!() }
    /// #         #[listen(and(typeset, cover))] async fn print(&self, pages: Pages, cover: Image) -> Copy { todo!() }
    /// #     }
    /// # }).result.ok().unwrap();
    /// use flow_graph::model::{Event, Route};
    ///
    /// // The flow of the type's example.
    /// let flow_graph::Checked { graph, analysis, .. } = flow;
    /// let step = |name| graph.step_named(name).unwrap();
    /// let good = Event { step: step("judge"), route: Route::Variant("Good".into()), bare: false };
    /// assert!(analysis.certain(&good, step("print")));
    /// assert!(!analysis.certain(&good, step("revise")));
    /// # }
    /// ```
    #[must_use]
    pub fn certain(&self, event: &Event, step: StepId) -> bool {
        self.number(event).is_some_and(|event| self.happened[step].contains(event))
    }

    /// Whether `event` has happened in this iteration whenever `later` happens, and before that, so that a step began
    /// and ended in between.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let flow = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Book {
    /// #         #[start] async fn cover(&self) -> Image { todo!() }
    /// #         #[start] async fn draft(&self) -> String { todo!() }
    /// #         #[router(or(draft, revise))] async fn judge(&self, text: &str) -> Verdict { todo!() }
    /// #         #[listen(judge::Bad)] async fn revise(&self) -> String { todo!() }
    /// #         #[listen(judge::Good)] async fn typeset(&self) -> Pages { todo!() }
    /// #         #[listen(and(typeset, cover))] async fn print(&self, pages: Pages, cover: Image) -> Copy { todo!() }
    /// #     }
    /// # }).result.ok().unwrap();
    /// use flow_graph::model::{Event, Route};
    ///
    /// // The flow of the type's example.
    /// let flow_graph::Checked { graph, analysis, .. } = flow;
    /// let done = |name| Event { step: graph.step_named(name).unwrap(), route: Route::Success, bare: false };
    /// assert!(analysis.happened_before(&done("cover"), &done("print")));
    /// assert!(!analysis.happened_before(&done("cover"), &done("typeset")));
    /// # }
    /// ```
    #[must_use]
    pub fn happened_before(&self, event: &Event, later: &Event) -> bool {
        self.certain(event, later.step)
    }

    /// Whether the two events never happen in the same iteration.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let flow = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Book {
    /// #         #[start] async fn cover(&self) -> Image { todo!() }
    /// #         #[start] async fn draft(&self) -> String { todo!() }
    /// #         #[router(or(draft, revise))] async fn judge(&self, text: &str) -> Verdict { todo!() }
    /// #         #[listen(judge::Bad)] async fn revise(&self) -> String { todo!() }
    /// #         #[listen(judge::Good)] async fn typeset(&self) -> Pages { todo!() }
    /// #         #[listen(and(typeset, cover))] async fn print(&self, pages: Pages, cover: Image) -> Copy { todo!() }
    /// #     }
    /// # }).result.ok().unwrap();
    /// use flow_graph::model::{Event, Route};
    ///
    /// // The flow of the type's example.
    /// let flow_graph::Checked { graph, analysis, .. } = flow;
    /// let judge = graph.step_named("judge").unwrap();
    /// let verdict = |name: &'static str| Event { step: judge, route: Route::Variant(name.into()), bare: false };
    /// assert!(analysis.exclusive(&verdict("Good"), &verdict("Bad")));
    /// # }
    /// ```
    #[must_use]
    pub fn exclusive(&self, a: &Event, b: &Event) -> bool {
        let (Some(a), Some(b)) = (self.number(a), self.number(b)) else { return false };
        let events = &self.conditions.can.events;
        self.diagrams.borrow_mut().disjoint(events[a], events[b])
    }

    /// Whether the two steps never run in the same iteration.
    #[must_use]
    pub fn exclusive_steps(&self, a: StepId, b: StepId) -> bool {
        let runs = &self.conditions.can.runs;
        self.diagrams.borrow_mut().disjoint(runs[a], runs[b])
    }

    /// Whether the step runs, and succeeds, in every run of the flow that succeeds: in the last iteration, if it is in
    /// a loop. Never less than this is known of sinks; other steps count only if a sink that always runs needs them.
    #[must_use]
    pub fn always(&self, step: StepId) -> bool {
        self.always.contains(step)
    }

    /// Whether, whenever `step` begins, `earlier` has ended for good in this iteration: it has completed, failed or
    /// been cancelled, or will never begin.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let flow = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Book {
    /// #         #[start] async fn cover(&self) -> Image { todo!() }
    /// #         #[start] async fn draft(&self) -> String { todo!() }
    /// #         #[router(or(draft, revise))] async fn judge(&self, text: &str) -> Verdict { todo!() }
    /// #         #[listen(judge::Bad)] async fn revise(&self) -> String { todo!() }
    /// #         #[listen(judge::Good)] async fn typeset(&self) -> Pages { todo!() }
    /// #         #[listen(and(typeset, cover))] async fn print(&self, pages: Pages, cover: Image) -> Copy { todo!() }
    /// #     }
    /// # }).result.ok().unwrap();
    /// // The flow of the type's example.
    /// let flow_graph::Checked { graph, analysis, .. } = flow;
    /// let step = |name| graph.step_named(name).unwrap();
    /// assert!(analysis.ended_before(step("judge"), step("typeset")));
    /// assert!(!analysis.ended_before(step("cover"), step("typeset")));
    /// # }
    /// ```
    #[must_use]
    pub fn ended_before(&self, earlier: StepId, step: StepId) -> bool {
        self.ended[step].contains(earlier) || self.exclusive_steps(earlier, step)
    }

    /// Whether the two steps may be running at the same time.
    #[must_use]
    pub fn may_overlap(&self, a: StepId, b: StepId) -> bool {
        a != b && !self.ended[a].contains(b) && !self.ended[b].contains(a) && !self.exclusive_steps(a, b)
    }

    /// Whether `step` waits for `earlier`, directly or not, ways back of loops apart.
    #[must_use]
    pub fn upstream(&self, earlier: StepId, step: StepId) -> bool {
        self.upstream[step].contains(earlier)
    }

    /// Whether a loop, by its place in [`Graph::loops`], may begin another iteration after the event has happened in
    /// it.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let flow = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Book {
    /// #         #[start] async fn cover(&self) -> Image { todo!() }
    /// #         #[start] async fn draft(&self) -> String { todo!() }
    /// #         #[router(or(draft, revise))] async fn judge(&self, text: &str) -> Verdict { todo!() }
    /// #         #[listen(judge::Bad)] async fn revise(&self) -> String { todo!() }
    /// #         #[listen(judge::Good)] async fn typeset(&self) -> Pages { todo!() }
    /// #         #[listen(and(typeset, cover))] async fn print(&self, pages: Pages, cover: Image) -> Copy { todo!() }
    /// #     }
    /// # }).result.ok().unwrap();
    /// use flow_graph::model::{Event, Route};
    ///
    /// // The flow of the type's example, with one loop.
    /// let flow_graph::Checked { graph, analysis, .. } = flow;
    /// let judge = graph.step_named("judge").unwrap();
    /// let verdict = |name: &'static str| Event { step: judge, route: Route::Variant(name.into()), bare: false };
    /// assert!(analysis.may_turn_after(0, &verdict("Bad")));
    /// assert!(!analysis.may_turn_after(0, &verdict("Good")));
    /// # }
    /// ```
    #[must_use]
    pub fn may_turn_after(&self, index: usize, event: &Event) -> bool {
        self.number(event).is_none_or(|event| self.turns_after[event].contains(index))
    }

    /// Whether the variants of the step's value that triggers and `ends` name are all it has, so that a success is
    /// always one of them: of a router without `ends(_)`, and of an `Option` whose two variants have listeners.
    ///
    /// ```
    /// # #[cfg(feature = "syn")] {
    /// # let flow = flow_graph::read(Default::default(), syn::parse_quote! {
    /// #     impl Book {
    /// #         #[start] async fn cover(&self) -> Image { todo!() }
    /// #         #[start] async fn draft(&self) -> String { todo!() }
    /// #         #[router(or(draft, revise))] async fn judge(&self, text: &str) -> Verdict { todo!() }
    /// #         #[listen(judge::Bad)] async fn revise(&self) -> String { todo!() }
    /// #         #[listen(judge::Good)] async fn typeset(&self) -> Pages { todo!() }
    /// #         #[listen(and(typeset, cover))] async fn print(&self, pages: Pages, cover: Image) -> Copy { todo!() }
    /// #     }
    /// # }).result.ok().unwrap();
    /// // The flow of the type's example.
    /// let flow_graph::Checked { graph, analysis, .. } = flow;
    /// let step = |name| graph.step_named(name).unwrap();
    /// assert!(analysis.variants_are_complete(step("judge")));
    /// assert!(!analysis.variants_are_complete(step("draft")));
    /// # }
    /// ```
    #[must_use]
    pub fn variants_are_complete(&self, step: StepId) -> bool {
        self.net.outcomes[step].is_complete()
    }

    fn number(&self, event: &Event) -> Option<EventId> {
        self.net.event(event.step, &event.route)
    }
}

fn regions(net: &Net, found: &Found) -> Vec<Region> {
    let region = |it: &crate::model::Loop| {
        let scope = BitSet::of(net.len(), it.scope.iter().copied());
        let places =
            found.order.iter().enumerate().filter(|(_, step)| scope.contains(**step)).map(|(place, _)| place);
        let backs = match &net.triggers[it.header][0].kind {
            Kind::Gate { members, .. } => it.backs.iter().map(|&back| members[back]).collect(),
            Kind::Leaf(_) => Vec::new(),
        };
        Region { header: it.header, backs, variables: BitSet::of(net.len(), places), scope }
    };
    found.loops.iter().map(region).collect()
}

fn upstream(net: &Net, order: &[StepId]) -> Vec<BitSet> {
    let mut upstream = vec![BitSet::new(net.len()); net.len()];
    for &step in order {
        let mut set = BitSet::new(net.len());
        for source in net.sources(step) {
            set.insert(source);
            set.union(&upstream[source]);
        }
        upstream[step] = set;
    }
    upstream
}

/// The steps that succeed in every run that succeeds.
///
/// In such a run no sink fails. So a sink runs if its condition is met, given that in the last iteration of each loop
/// no way back fired. A step that such a sink needs must have succeeded then; of other steps not even that is known,
/// because a race may have dropped them.
fn always(
    listeners: &Listeners<'_>,
    net: &Net,
    conditions: &AllConditions,
    happened: &[BitSet],
    diagrams: &mut Diagrams,
) -> BitSet {
    let mut always = BitSet::new(net.len());
    let must = &conditions.must;
    diagrams.refuel();
    let last = must.turns.iter().try_fold(diagram::ALWAYS, |all, &turns| {
        let stops = diagrams.not(turns)?;
        diagrams.and(all, stops)
    });
    let Some(last) = last else { return always };
    for sink in (0..net.len()).filter(|&step| listeners.is_sink(step)) {
        diagrams.refuel();
        let mut follows = |condition| diagrams.not(condition).is_some_and(|not| diagrams.disjoint(last, not));
        if follows(must.events[net.success(sink)]) {
            always.insert(sink);
        }
        if follows(must.runs[sink]) {
            let needed = (0..net.len()).filter(|&step| happened[sink].contains(net.success(step)));
            needed.for_each(|step| {
                always.insert(step);
            });
        }
    }
    always
}

impl Analysis {
    /// Of each loop whether it turns in every iteration that does not fail, its inner loops having come to an end.
    pub(crate) fn endless_loops(&self) -> Vec<usize> {
        let must = &self.conditions.must;
        let mut diagrams = self.diagrams.borrow_mut();
        let mut endless = Vec::new();
        for index in (0..self.loops.len()).rev() {
            let region = &self.loops[index];
            // An inner loop that is endless is reported itself.
            let inner = (index..self.loops.len())
                .filter(|inner| region.scope.contains(self.loops[*inner].header) && !endless.contains(inner));
            diagrams.refuel();
            let stops = inner.clone().try_fold(must.runs[region.header], |all, inner| {
                let stops = diagrams.not(must.turns[inner])?;
                diagrams.and(all, stops)
            });
            if stops == Some(diagram::NEVER) && must.runs[region.header] != diagram::NEVER {
                endless.push(index);
            }
        }
        endless
    }

    /// The `and`s and `quorum`s (step and node) that can never fire although enough of their members can.
    pub(crate) fn impossible_joins(&self) -> &[(StepId, usize)] {
        &self.conditions.can.impossible
    }

    /// Whether the nodes of two triggers never both happen in one iteration.
    pub(crate) fn exclusive_nodes(&self, (step, a): (StepId, usize), (other, b): (StepId, usize)) -> bool {
        let nodes = &self.conditions.can.nodes;
        self.diagrams.borrow_mut().disjoint(nodes[step][a], nodes[other][b])
    }

    /// For each node of a trigger the events that have happened whenever it happens, and those of them that had even
    /// before the last step that made it happen began. Nothing for a node that is a way back or cannot happen.
    pub(crate) fn histories(&self, step: StepId) -> Vec<Option<(BitSet, BitSet)>> {
        let leaf = |event: EventId| {
            let before = self.happened[self.net.events[event].0].clone();
            let mut by_then = before.clone();
            by_then.insert(event);
            if self.net.is_variant(event) {
                by_then.insert(self.net.success(self.net.events[event].0));
            }
            Some((by_then, before))
        };
        let gate = |_: usize, needs: usize, members: &[(usize, &Option<(BitSet, BitSet)>)]| {
            let possible: Vec<&(BitSet, BitSet)> = members.iter().filter_map(|(_, it)| it.as_ref()).collect();
            let count = (possible.len() + 1).checked_sub(needs).filter(|_| !possible.is_empty())?;
            let by_then = BitSet::in_at_least(count, possible.iter().map(|it| &it.0));
            Some((by_then, BitSet::in_at_least(count, possible.iter().map(|it| &it.1))))
        };
        self.net.fold(step, leaf, gate).into_iter().map(Option::flatten).collect()
    }

    /// Whether a step's success is certain whenever another one begins.
    pub(crate) fn has_succeeded(&self, earlier: StepId, step: StepId) -> bool {
        self.certain(&Event { step: earlier, route: Route::Success, bare: false }, step)
    }
}

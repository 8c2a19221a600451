//! The steps of a random flow and their triggers.

use std::borrow::Cow;

use super::rng::Rng;
use super::types::{ENUMS, variants};
use super::{Kinds, refine};
use crate::analysis::loops;
use crate::analysis::net::Net;
use crate::model::{Event, Graph, Receiver, Route, Step, StepId, StepKind, Trigger};

/// A flow of up to twelve steps, without parameters.
pub(super) fn grow(rng: &mut Rng, seed: u64, kinds: Kinds) -> Graph {
    let mut graph = Graph::new(format!("Flow{seed}"));
    graph.max_iterations = 2 + rng.below(4) as u32;
    let count = 3 + rng.below(10);
    let starts = 1 + rng.below(3.min(count - 1));
    // Flows of one temper have more of a kind of trigger, and so different structures.
    let temper = Temper {
        joins: rng.below(60),
        races: rng.below(60),
        far: rng.chance(40),
        loops: rng.below(50),
        quorums: if kinds.quorums { 30 } else { 0 },
    };
    let mut headers = Vec::new();
    for id in 0..count {
        let mut step = step(rng, id);
        if id >= starts {
            let trigger = trigger(rng, &graph, &temper, 0);
            step.trigger = Some(trigger);
            if rng.chance(temper.loops) {
                headers.push(id);
            }
        } else if step.kind == StepKind::Listen {
            step.kind = StepKind::Start;
        }
        if kinds.refined {
            refine::refine(rng, &graph, &mut step);
        }
        graph.steps.to_mut().push(step);
    }
    for header in headers.into_iter().rev() {
        close_loop(rng, &mut graph, header);
    }
    end_routes(rng, &mut graph);
    let carrying: Vec<StepId> = (0..count).filter(|step| graph.steps[*step].output.is_some()).collect();
    graph.picked = (!carrying.is_empty() && rng.chance(6)).then(|| *rng.pick(&carrying));
    graph
}

struct Temper {
    joins: usize,
    races: usize,
    far: bool,
    loops: usize,
    quorums: usize,
}

fn step(rng: &mut Rng, id: StepId) -> Step {
    let (ty, _) = *rng.pick(&ENUMS);
    let kind = if rng.chance(25) { StepKind::Router } else { StepKind::Listen };
    let mut step = Step::new(format!("s{id}"), kind);
    step.line = id as u32 + 1;
    step.output = match rng.below(10) {
        _ if kind == StepKind::Router && ty != "Option<V>" => Some(ty),
        _ if kind == StepKind::Router => Some("Pair"),
        0..2 => None,
        2..4 => Some(ty),
        _ => Some("V"),
    }
    .map(Cow::Borrowed);
    step.fallible = rng.chance(35);
    step.error = step.fallible.then_some(Cow::Borrowed("E"));
    step.is_async = rng.chance(80);
    step.receiver = if rng.chance(80) { Receiver::Shared } else { Receiver::None };
    step.must_finish = rng.chance(10);
    step
}

/// Something for the next step to wait for.
fn trigger(rng: &mut Rng, graph: &Graph, temper: &Temper, depth: usize) -> Trigger {
    let composite = rng.below(100 + 100 * depth);
    if composite >= temper.joins + temper.races || graph.steps.len() < 2 {
        return Trigger::Event(event(rng, graph, temper, depth));
    }
    let is_join = composite < temper.joins;
    let mut members: Vec<Trigger> = Vec::new();
    let more = usize::from(temper.quorums > 0 && rng.chance(temper.quorums));
    for _ in 0..2 + more + rng.below(2) {
        let member = trigger(rng, graph, temper, depth + 1);
        let same_step = |event: &Event, other: &Event| {
            event.step == other.step && (is_join || event.route == other.route)
        };
        let twice =
            |event: &&Event| members.iter().flat_map(Trigger::events).any(|other| same_step(event, other));
        if !member.events().iter().any(twice) {
            members.push(member);
        }
    }
    if members.len() < 2 {
        return Trigger::Event(event(rng, graph, temper, depth));
    }
    let members: Vec<Trigger> = members.into_iter().map(said_in_a_list(rng, graph)).collect();
    if temper.quorums > 0 && rng.chance(temper.quorums) {
        let needed = 1 + rng.below(members.len()) as u32;
        return Trigger::Quorum { needed, members: Cow::Owned(members) };
    }
    if is_join { Trigger::And(Cow::Owned(members)) } else { Trigger::Or(Cow::Owned(members)) }
}

/// Inside `and` and `or`, a variant without a field is written `step::Variant {}`; others may be.
fn said_in_a_list(rng: &mut Rng, graph: &Graph) -> impl FnMut(Trigger) -> Trigger {
    move |trigger| match trigger {
        Trigger::Event(mut event) => {
            if let Route::Variant(name) = &event.route {
                let fields = variants(graph.steps[event.step].output.as_deref());
                event.bare = fields.contains(&(&**name, false)) || rng.chance(20);
            }
            Trigger::Event(event)
        }
        other => other,
    }
}

fn event(rng: &mut Rng, graph: &Graph, temper: &Temper, depth: usize) -> Event {
    let count = graph.steps.len();
    let unused: Vec<StepId> = (0..count).filter(|step| graph.is_sink(*step)).collect();
    let step = if !unused.is_empty() && rng.chance(60) && depth < 2 {
        *rng.pick(&unused)
    } else if temper.far {
        rng.below(count)
    } else {
        count - 1 - rng.below(count.min(3))
    };
    Event { step, route: route(rng, &graph.steps[step]), bare: false }
}

fn route(rng: &mut Rng, step: &Step) -> Route {
    let variants = variants(step.output.as_deref());
    if step.fallible && rng.chance(25) {
        Route::Error
    } else if !variants.is_empty() && rng.chance(if step.kind == StepKind::Router { 85 } else { 40 }) {
        Route::Variant(Cow::Borrowed(rng.pick(variants).0))
    } else {
        Route::Success
    }
}

/// Makes a step the header of a loop, if something that can only run after it can lead back.
fn close_loop(rng: &mut Rng, graph: &mut Graph, header: StepId) {
    let without = can_run(graph, header);
    let after: Vec<StepId> = (0..without.len()).filter(|step| !without[*step] && *step != header).collect();
    let routers: Vec<StepId> =
        after.iter().copied().filter(|step| graph.steps[*step].kind == StepKind::Router).collect();
    let mut backs: Vec<Event> = Vec::new();
    for _ in 0..1 + usize::from(rng.chance(20)) {
        let from = if rng.chance(75) { &routers } else { &after };
        if !from.is_empty() {
            let step = *rng.pick(from);
            let mut event = Event { step, route: route(rng, &graph.steps[step]), bare: false };
            if let Trigger::Event(said) = said_in_a_list(rng, graph)(Trigger::Event(event.clone())) {
                event = said;
            }
            if !backs.iter().any(|back| back.step == event.step) {
                backs.push(event);
            }
        }
    }
    // An `each` waits for one thing.
    if backs.is_empty() || routers.is_empty() || graph.steps[header].is_each() {
        return;
    }
    let entry = graph.steps[header].trigger.clone().expect("a header is no start");
    let mut members = match entry {
        Trigger::Or(members) if rng.chance(50) => members.into_owned(),
        other => vec![said_in_a_list(rng, graph)(other)],
    };
    for back in backs {
        let place = if rng.chance(70) { members.len() } else { 0 };
        members.insert(place, Trigger::Event(back));
    }
    let before = graph.clone();
    graph.steps.to_mut()[header].trigger = Some(Trigger::Or(Cow::Owned(members)));
    if !loops::find(graph, &mut Net::new(graph)).faults.is_empty() {
        *graph = before;
    }
}

/// The steps that can run without one of them.
fn can_run(graph: &Graph, without: StepId) -> Vec<bool> {
    fn fires(trigger: &Trigger, runs: &[bool]) -> bool {
        match trigger {
            Trigger::Event(event) => runs[event.step],
            Trigger::And(members) => members.iter().all(|it| fires(it, runs)),
            Trigger::Or(members) | Trigger::Quorum { members, .. } => {
                members.iter().any(|it| fires(it, runs))
            }
        }
    }
    let mut runs = vec![false; graph.steps.len()];
    loop {
        let ready =
            |step: StepId| graph.steps[step].trigger.as_ref().is_none_or(|trigger| fires(trigger, &runs));
        match (0..runs.len()).find(|step| !runs[*step] && *step != without && ready(*step)) {
            Some(step) => runs[step] = true,
            None => return runs,
        }
    }
}

/// Routes that nobody listens to end.
fn end_routes(rng: &mut Rng, graph: &mut Graph) {
    for id in 0..graph.steps.len() {
        let step = &graph.steps[id];
        if step.kind != StepKind::Router {
            continue;
        }
        let heard: Vec<Route> = graph.listeners(id).map(|(_, event)| event.route.clone()).collect();
        let open = variants(step.output.as_deref()).iter().map(|(name, _)| *name);
        let open: Vec<_> =
            open.filter(|name| !heard.contains(&Route::Variant(Cow::Borrowed(name)))).collect();
        let rest = open.len() > 1 && rng.chance(30);
        let step = &mut graph.steps.to_mut()[id];
        step.ends_rest = rest;
        if !rest {
            step.ends = open.into_iter().map(Cow::Borrowed).collect();
        }
    }
}

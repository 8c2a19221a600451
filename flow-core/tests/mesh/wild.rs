//! Flows whose triggers are anything at all: also such as do not compile, because a schedule that is right for those
//! is right for more reasons.

use flow_graph::model::{Event, Graph, Loop, Route, Step, StepId, StepKind, Trigger};
use flow_graph::random::rng::Rng;

use crate::sample;

/// A flow of up to twelve steps.
pub(crate) fn graph(seed: u64) -> Graph {
    let mut rng = Rng::new(seed);
    let size = 2 + rng.below(11);
    let graph = forward(&mut rng, size);
    let wanted = rng.below(4);
    let mut graph = add_loops(&mut rng, graph, wanted);
    if rng.chance(50) {
        graph = shuffled(&mut rng, &graph);
    }
    for it in graph.loops.to_mut() {
        it.max_iterations = 1 + rng.below(4) as u32;
    }
    graph
}

/// The variants of every router's enum.
pub(crate) const VARIANTS: [&str; 3] = ["A", "B", "C"];

/// A flow whose triggers name any earlier steps, before loops.
fn forward(rng: &mut Rng, size: usize) -> Graph {
    let mut graph = Graph::new("Random");
    for index in 0..size {
        let is_start = index == 0 || rng.chance(17);
        let kind = if rng.chance(33) {
            StepKind::Router
        } else if is_start {
            StepKind::Start
        } else {
            StepKind::Listen
        };
        let mut step = Step::new(format!("s{index}"), kind);
        step.fallible = rng.chance(50);
        step.must_finish = rng.chance(12);
        step.trigger = (!is_start).then(|| trigger(rng, &graph, 0));
        if kind == StepKind::Router && rng.chance(33) {
            step.ends = vec!["A".into()].into();
        }
        graph.steps.to_mut().push(step);
    }
    graph
}

fn trigger(rng: &mut Rng, graph: &Graph, depth: usize) -> Trigger {
    let gate = rng.below(if depth == 0 { 10 } else { 10 + 6 * depth });
    if gate >= 7 {
        return Trigger::Event(event(rng, graph));
    }
    let count = 2 + rng.below(2);
    let mut members: Vec<Trigger> = Vec::new();
    for _ in 0..count {
        let member = trigger(rng, graph, depth + 1);
        if !members.contains(&member) {
            members.push(member);
        }
    }
    if members.len() < 2 {
        return members.remove(0);
    }
    let needed = 1 + rng.below(members.len()) as u32;
    match gate {
        0..3 => Trigger::And(members.into()),
        3..5 => Trigger::Quorum { needed, members: members.into() },
        _ => Trigger::Or(members.into()),
    }
}

fn event(rng: &mut Rng, graph: &Graph) -> Event {
    // Rather the last steps, so that flows are deep.
    let count = graph.steps.len();
    let step = count - 1 - rng.below(count).min(rng.below(count));
    event_of(rng, graph, step)
}

fn event_of(rng: &mut Rng, graph: &Graph, step: StepId) -> Event {
    let it = &graph.steps[step];
    let route = if it.fallible && rng.chance(17) {
        Route::Error
    } else if it.kind == StepKind::Router && !rng.chance(17) {
        Route::Variant(VARIANTS[rng.below(3)].into())
    } else {
        Route::Success
    };
    Event { step, route, bare: false }
}

/// Adds ways back to a flow where that makes proper loops.
fn add_loops(rng: &mut Rng, graph: Graph, wanted: usize) -> Graph {
    let mut graph = graph;
    let mut headers: Vec<(StepId, Vec<usize>)> = Vec::new();
    for _ in 0..wanted * 6 {
        if headers.len() >= wanted {
            break;
        }
        let header = rng.below(graph.steps.len());
        let back = rng.below(graph.steps.len());
        if headers.iter().any(|(it, _)| *it == header) || graph.steps[back].kind != StepKind::Router {
            continue;
        }
        let Some(trigger) = graph.steps[header].trigger.clone() else { continue };
        let mut members = match trigger {
            Trigger::Or(members) => members.into_owned(),
            other => vec![other],
        };
        let way = Route::Variant(VARIANTS[rng.below(3)].into());
        let way = Trigger::Event(Event { step: back, route: way, bare: false });
        let way = match rng.below(6) {
            0 => Trigger::And(vec![way, Trigger::Event(event(rng, &graph))].into()),
            1 => Trigger::Or(vec![way, Trigger::Event(event_of(rng, &graph, back))].into()),
            2 => {
                let others = [event_of(rng, &graph, back), event(rng, &graph)].map(Trigger::Event);
                let members: Vec<Trigger> = [way].into_iter().chain(others).collect();
                Trigger::Quorum { needed: 2, members: members.into() }
            }
            _ => way,
        };
        let mut backs = vec![members.len()];
        members.push(way);
        if rng.chance(33) {
            backs.push(members.len());
            members.push(Trigger::Event(event_of(rng, &graph, back)));
        }
        let mut tried = graph.clone();
        tried.steps.to_mut()[header].trigger = Some(Trigger::Or(members.into()));
        let mut all = headers.clone();
        all.push((header, backs));
        if let Some(looped) = proper(&tried, &all) {
            (graph, headers) = (looped, all);
        }
    }
    graph
}

/// The flow with its loops, if those are proper: every cycle has one entry, and loops nest or are apart.
fn proper(graph: &Graph, headers: &[(StepId, Vec<usize>)]) -> Option<Graph> {
    let slices: Vec<(StepId, &[usize])> =
        headers.iter().map(|(header, backs)| (*header, &backs[..])).collect();
    let looped = sample::with_loops(graph.clone(), &slices);
    let within = |part: &[StepId], whole: &[StepId]| part.iter().all(|step| whole.contains(step));
    let apart = |one: &Loop, other: &Loop| !one.body.iter().any(|step| other.body.contains(step));
    let backs_are_backs = |it: &Loop| {
        let members = looped.steps[it.header].trigger.as_ref().map_or(&[][..], Trigger::members);
        it.body.len() > 1
            && members.iter().enumerate().all(|(index, member)| {
                let has_body = member.events().iter().any(|event| it.body.contains(&event.step));
                has_body == it.backs.contains(&index)
            })
    };
    let each = looped.loops.iter().all(|it| within(&it.body, &it.scope) && backs_are_backs(it));
    let pairs = looped.loops.iter().all(|one| {
        looped.loops.iter().all(|other| {
            one.header == other.header
                || apart(one, other)
                || within(&one.body, &other.body) && one.body.len() < other.body.len()
                || within(&other.body, &one.body) && other.body.len() < one.body.len()
        })
    });
    let is_ordered = flow_graph::plan::topological_order(&looped).len() == looped.steps.len();
    (each && pairs && is_ordered).then_some(looped)
}

/// The same flow with its steps written in another order.
fn shuffled(rng: &mut Rng, graph: &Graph) -> Graph {
    let count = graph.steps.len();
    let mut new: Vec<StepId> = (0..count).collect();
    for index in (1..count).rev() {
        new.swap(index, rng.below(index + 1));
    }
    let renamed = |steps: &[StepId]| steps.iter().map(|&step| new[step]).collect::<Vec<_>>().into();
    let mut steps = vec![Step::new("", StepKind::Start); count];
    for (old, step) in graph.steps.iter().enumerate() {
        steps[new[old]] = step.clone();
        steps[new[old]].trigger = step.trigger.as_ref().map(|trigger| rename(trigger, &new));
    }
    let mut result = graph.clone();
    result.steps = steps.into();
    for it in result.loops.to_mut() {
        (it.header, it.scope, it.body) = (new[it.header], renamed(&it.scope), renamed(&it.body));
    }
    result
}

fn rename(trigger: &Trigger, new: &[StepId]) -> Trigger {
    let all =
        |members: &[Trigger]| members.iter().map(|member| rename(member, new)).collect::<Vec<_>>().into();
    match trigger {
        Trigger::Event(event) => Trigger::Event(Event { step: new[event.step], ..event.clone() }),
        Trigger::And(members) => Trigger::And(all(members)),
        Trigger::Or(members) => Trigger::Or(all(members)),
        Trigger::Quorum { needed, members } => Trigger::Quorum { needed: *needed, members: all(members) },
    }
}

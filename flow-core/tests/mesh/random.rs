//! Thousands of random flows with random runs.

use flow_graph::model::{Event, Graph, Loop, Route, Step, StepId, StepKind, Trigger};

use crate::lockstep::{self, Act, Seen};
use crate::sample;

/// Random numbers that are the same in every run of the tests (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % below as u64) as usize
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.roll(count) == 0
    }
}

const VARIANTS: [&str; 3] = ["A", "B", "C"];

/// A flow whose triggers name any earlier steps, before loops.
fn forward(dice: &mut Dice, size: usize) -> Graph {
    let mut graph = Graph::new("Random");
    for index in 0..size {
        let is_start = index == 0 || dice.one_in(6);
        let kind = if dice.one_in(3) { StepKind::Router } else if is_start { StepKind::Start } else { StepKind::Listen };
        let mut step = Step::new(format!("s{index}"), kind);
        step.fallible = dice.one_in(2);
        step.must_finish = dice.one_in(8);
        step.trigger = (!is_start).then(|| trigger(dice, &graph, 0));
        if kind == StepKind::Router && dice.one_in(3) {
            step.ends = vec!["A".into()].into();
        }
        graph.steps.to_mut().push(step);
    }
    graph
}

fn trigger(dice: &mut Dice, graph: &Graph, depth: usize) -> Trigger {
    let gate = dice.roll(if depth == 0 { 10 } else { 10 + 6 * depth });
    if gate >= 7 {
        return Trigger::Event(event(dice, graph));
    }
    let count = 2 + dice.roll(2);
    let mut members: Vec<Trigger> = Vec::new();
    for _ in 0..count {
        let member = trigger(dice, graph, depth + 1);
        if !members.contains(&member) {
            members.push(member);
        }
    }
    if members.len() < 2 {
        return members.remove(0);
    }
    if gate < 3 { Trigger::And(members.into()) } else { Trigger::Or(members.into()) }
}

fn event(dice: &mut Dice, graph: &Graph) -> Event {
    // Rather the last steps, so that flows are deep.
    let count = graph.steps.len();
    let step = count - 1 - dice.roll(count).min(dice.roll(count));
    event_of(dice, graph, step)
}

fn event_of(dice: &mut Dice, graph: &Graph, step: StepId) -> Event {
    let it = &graph.steps[step];
    let route = if it.fallible && dice.one_in(6) {
        Route::Error
    } else if it.kind == StepKind::Router && !dice.one_in(6) {
        Route::Variant(VARIANTS[dice.roll(3)].into())
    } else {
        Route::Success
    };
    Event { step, route, bare: false }
}

/// Adds ways back to a flow where that makes proper loops.
fn add_loops(dice: &mut Dice, graph: Graph, wanted: usize) -> Graph {
    let mut graph = graph;
    let mut headers: Vec<(StepId, Vec<usize>)> = Vec::new();
    for _ in 0..wanted * 6 {
        if headers.len() >= wanted {
            break;
        }
        let header = dice.roll(graph.steps.len());
        let back = dice.roll(graph.steps.len());
        if headers.iter().any(|(it, _)| *it == header) || graph.steps[back].kind != StepKind::Router {
            continue;
        }
        let Some(trigger) = graph.steps[header].trigger.clone() else { continue };
        let mut members = match trigger {
            Trigger::Or(members) => members.into_owned(),
            other => vec![other],
        };
        let way = Route::Variant(VARIANTS[dice.roll(3)].into());
        let way = Trigger::Event(Event { step: back, route: way, bare: false });
        let way = match dice.roll(5) {
            0 => Trigger::And(vec![way, Trigger::Event(event(dice, &graph))].into()),
            1 => Trigger::Or(vec![way, Trigger::Event(event_of(dice, &graph, back))].into()),
            _ => way,
        };
        let mut backs = vec![members.len()];
        members.push(way);
        if dice.one_in(3) {
            backs.push(members.len());
            members.push(Trigger::Event(event_of(dice, &graph, back)));
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
    let slices: Vec<(StepId, &[usize])> = headers.iter().map(|(header, backs)| (*header, &backs[..])).collect();
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
fn shuffled(dice: &mut Dice, graph: &Graph) -> Graph {
    let count = graph.steps.len();
    let mut new: Vec<StepId> = (0..count).collect();
    for index in (1..count).rev() {
        new.swap(index, dice.roll(index + 1));
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
    let all = |members: &[Trigger]| members.iter().map(|member| rename(member, new)).collect::<Vec<_>>().into();
    match trigger {
        Trigger::Event(event) => Trigger::Event(Event { step: new[event.step], ..event.clone() }),
        Trigger::And(members) => Trigger::And(all(members)),
        Trigger::Or(members) => Trigger::Or(all(members)),
    }
}

fn act(graph: &Graph, step: StepId, dice: &mut Dice, failures: usize) -> Act {
    let it = &graph.steps[step];
    let duration = dice.roll(4) as u64;
    let end = if it.fallible && dice.roll(100) < failures {
        Err(())
    } else {
        Ok((it.kind == StepKind::Router).then(|| VARIANTS[dice.roll(3)].into()))
    };
    Act { duration, end }
}

/// One random flow, run a few times. The error shows everything.
fn check(seed: u64, tally: &mut Tally) -> Result<(), String> {
    let mut dice = Dice(seed);
    let size = 2 + dice.roll(11);
    let graph = forward(&mut dice, size);
    let wanted = dice.roll(4);
    let mut graph = add_loops(&mut dice, graph, wanted);
    if dice.one_in(2) {
        graph = shuffled(&mut dice, &graph);
    }
    for it in graph.loops.to_mut() {
        it.max_iterations = 1 + dice.roll(4) as u32;
    }
    tally.loops += graph.loops.len();
    for round in 0..6 {
        let failures = [0, 15, 50][round % 3];
        let script = dice.0 ^ round as u64;
        let acts = |step: StepId, nth: usize| {
            let mut dice = Dice(script ^ ((step as u64) << 32) ^ ((nth as u64) << 48));
            dice.roll(2);
            act(&graph, step, &mut dice, failures)
        };
        let seen = lockstep::run(&graph, acts).map_err(|error| format!("seed {seed}:\n{}{error}", show(&graph)))?;
        tally.add(&seen);
    }
    Ok(())
}

fn show(graph: &Graph) -> String {
    let mut text = String::new();
    for (index, step) in graph.steps.iter().enumerate() {
        let trigger = step.trigger.as_ref().map(|it| it.display(graph).to_string());
        let marks = if step.must_finish { " must_finish" } else { "" };
        text += &format!("{index} {}: {}{marks} {:?}\n", step.name, trigger.unwrap_or_default(), step.ends);
    }
    for it in graph.loops.iter() {
        text += &format!("loop {} backs {:?} scope {:?} body {:?}\n", it.header, it.backs, it.scope, it.body);
    }
    text
}

#[derive(Debug, Default)]
struct Tally {
    loops: usize,
    successes: usize,
    failures: usize,
    limits: usize,
    open: usize,
}

impl Tally {
    fn add(&mut self, seen: &Seen) {
        use flow_graph::machine::End;
        *match seen {
            Seen::Agreed(End::Success) => &mut self.successes,
            Seen::Agreed(End::Failed(_)) => &mut self.failures,
            Seen::Agreed(End::LoopLimit { .. }) => &mut self.limits,
            Seen::Open => &mut self.open,
        } += 1;
    }
}

#[test]
fn random_flows_agree_with_the_machine() {
    let count = std::env::var("FLOW_MESH_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(4000);
    let first = std::env::var("FLOW_MESH_SEED").ok().and_then(|it| it.parse().ok()).unwrap_or(0);
    let mut tally = Tally::default();
    let mut wrong = 0;
    let mut smallest: Option<String> = None;
    for seed in first..first + count {
        if let Err(error) = check(seed, &mut tally) {
            wrong += 1;
            if smallest.as_ref().is_none_or(|it| it.len() > error.len()) {
                smallest = Some(error);
            }
        }
    }
    println!("{tally:?}");
    if let Some(error) = smallest {
        panic!("{wrong} of {count} flows; the shortest:\n{error}");
    }
}

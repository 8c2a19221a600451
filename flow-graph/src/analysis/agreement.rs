//! The facts against the machine: on random small flows and random runs, no run breaks a promise.

mod flows;
mod watch;

use std::fmt::Write as _;

use super::net::{Node, Word};
use super::{Analysis, Kind};
use crate::check::check;
use crate::diagnostic::{Diagnostic, Place};
use crate::machine::{End, Progress, Standing};
use crate::model::{Graph, Route, StepId, Trigger};

use flows::{Random, random_graph, wild_graph};
use watch::Watch;

fn show(graph: &Graph) -> String {
    let mut text = String::new();
    for step in graph.steps.iter() {
        let trigger = step.trigger.as_ref().map_or_else(String::new, |it| format!(": {}", it.display(graph)));
        let (kind, finish) = (step.kind, if step.must_finish { "must_finish " } else { "" });
        let ends = if step.ends_rest { " ends(_)" } else { "" };
        let _ = writeln!(text, "{finish}{} {}{trigger}{ends}", format!("{kind:?}").to_lowercase(), step.name);
    }
    if let Some(step) = graph.picked {
        let _ = writeln!(text, "output {}", graph.steps[step].name);
    }
    text
}

/// What was found on many flows.
#[derive(Debug, Default)]
struct Tally {
    graphs: usize,
    sound: usize,
    loops: usize,
    /// Pairs that may overlap, and those that were never seen to.
    overlaps: (usize, usize),
    /// Joins that can never complete and racers that never win, that were tried.
    joins: usize,
    racers: usize,
    endless: usize,
    /// Sound flows with a quorum, and mistakes in quorums.
    quorums: (usize, usize),
    /// Sinks, and those that are not known to run always although they were always seen to.
    sinks: (usize, usize),
}

fn explore(seeds: std::ops::Range<u64>, runs: usize) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let mut random = Random::new(seed);
        let mut graph = random_graph(&mut random);
        tally.graphs += 1;
        if has_closed_cycle(&graph) {
            continue;
        }
        match check(&mut graph) {
            Ok(facts) => explore_sound(&graph, &facts, seed, runs, &mut tally),
            Err(errors) => {
                let rules: Vec<u8> = errors.iter().map(|error| error.rule).collect();
                let of_quorum = |error: &&Diagnostic| error.rule != 12 && error.message.contains("quorum");
                tally.quorums.1 += errors.iter().filter(of_quorum).count();
                let endless = errors.iter().all(|error| error.message.starts_with("nothing leaves"));
                if endless || rules.iter().all(|rule| [3, 4].contains(rule)) {
                    let places: Vec<_> = errors.iter().map(|error| (error.rule, error.place)).collect();
                    explore_mistakes(&graph, &places, seed, runs, &mut tally);
                }
            }
        }
    }
    tally
}

/// Whether there is a step whose success nothing but itself can ever use. The machine has it lose its own race, and
/// swallows a failure of its entry.
fn has_closed_cycle(graph: &Graph) -> bool {
    (0..graph.steps.len()).any(|step| {
        let mut after = vec![step];
        let mut next = 0;
        while let Some(&it) = after.get(next) {
            let listeners = graph.listeners(it).filter(|(_, event)| event.route != Route::Error);
            let new: Vec<StepId> =
                listeners.map(|(listener, _)| listener).filter(|it| !after.contains(it)).collect();
            after.extend(new);
            next += 1;
        }
        after.iter().all(|&it| it == step || waits_for_anywhere(graph, step, it)) && !graph.is_sink(step)
    })
}

/// Whether a step comes after another one, ways back included.
fn waits_for_anywhere(graph: &Graph, step: StepId, earlier: StepId) -> bool {
    let mut before = vec![step];
    let mut next = 0;
    while let Some(&it) = before.get(next) {
        let sources = graph.steps[it].trigger.as_ref().map_or_else(Vec::new, Trigger::events);
        for event in sources {
            if event.step == earlier {
                return true;
            }
            if !before.contains(&event.step) {
                before.push(event.step);
            }
        }
        next += 1;
    }
    false
}

fn explore_sound(graph: &Graph, facts: &Analysis, seed: u64, runs: usize, tally: &mut Tally) {
    tally.sound += 1;
    tally.loops += graph.loops.len();
    let has_quorum =
        |nodes: &Vec<Node>| nodes.iter().any(|it| matches!(it.kind, Kind::Gate { word: Word::Quorum, .. }));
    tally.quorums.0 += usize::from(facts.net.triggers.iter().any(has_quorum));
    let count = graph.steps.len();
    let mut overlapped = vec![vec![false; count]; count];
    let mut random = Random::new(seed ^ 0xABCD_EF01);
    let mut missed = vec![false; count];
    let mut successes = 0;
    for run in 0..runs {
        let mut watch = Watch::new(graph, facts);
        let end = watch.run(&mut random, run % 2 == 0);
        if watch.output_was_lost() {
            continue;
        }
        if let Some(broken) = &watch.broken {
            panic!("seed {seed}: {broken}\n{}", show(graph));
        }
        for (all, seen) in overlapped.iter_mut().flatten().zip(watch.overlapped.iter().flatten()) {
            *all |= seen;
        }
        if end == End::Success {
            successes += 1;
            for (step, missed) in missed.iter_mut().enumerate() {
                *missed |= watch.machine.succeeded(step).is_none();
            }
        }
    }
    for (a, seen) in overlapped.iter().enumerate() {
        for (_, seen) in seen.iter().enumerate().filter(|&(b, _)| b < a && facts.may_overlap(a, b)) {
            tally.overlaps.0 += 1;
            tally.overlaps.1 += usize::from(!seen);
        }
    }
    for sink in (0..count).filter(|&step| graph.is_sink(step)) {
        tally.sinks.0 += 1;
        tally.sinks.1 += usize::from(successes > 0 && !missed[sink] && !facts.always(sink));
    }
}

/// Joins that never complete, members that never win, loops that never end: tries whether they do.
fn explore_mistakes(graph: &Graph, errors: &[(u8, Place)], seed: u64, runs: usize, tally: &mut Tally) {
    let facts = Analysis::of(graph);
    let mut random = Random::new(seed);
    for _ in 0..runs {
        let mut watch = Watch::new(graph, &facts);
        let end = watch.run(&mut random, false);
        for &(rule, place) in errors {
            match place {
                Place::Trigger(step, node) if rule == 3 => {
                    let standing = watch.machine.state().node(step, node);
                    assert!(
                        !matches!(standing, Standing::Happened(_)),
                        "seed {seed}: a join completed\n{}",
                        show(graph)
                    );
                }
                // A new iteration hears at once of what has happened outside the loop: a tie.
                Place::Trigger(step, node) if rule == 4 && graph.loops.is_empty() => {
                    let nodes = &facts.net.triggers[step];
                    let Some(parent) = nodes[node].parent else { continue };
                    let Kind::Gate { members, .. } = &nodes[parent].kind else { continue };
                    let place = members.iter().position(|&it| it == node);
                    let arrivals = watch.machine.state().arrivals(step, parent);
                    let fired = matches!(watch.machine.state().node(step, parent), Standing::Happened(_));
                    assert!(
                        !fired || !arrivals.iter().any(|&winner| Some(winner) == place),
                        "seed {seed}: member {place:?} of s{step} won\n{}",
                        show(graph)
                    );
                }
                Place::Step(header) if rule == 5 => {
                    // A race may cancel the loop or what it waits for, or take up its failure.
                    let state = watch.machine.state();
                    let lost = |step: StepId| matches!(state.progress(step), Progress::Lost { .. });
                    let runs_out = matches!(state.progress(header), Progress::Done { .. })
                        && !(0..graph.steps.len()).any(lost);
                    assert!(
                        !(runs_out && end == End::Success),
                        "seed {seed}: the loop of s{header} ended\n{}",
                        show(graph)
                    );
                }
                _ => {}
            }
        }
    }
    tally.joins += errors.iter().filter(|(rule, _)| *rule == 3).count();
    tally.racers += errors.iter().filter(|(rule, _)| *rule == 4).count();
    tally.endless += errors.iter().filter(|(rule, _)| *rule == 5).count();
}

/// `FLOW_CHECKED_FLOWS=200000` takes minutes, and tells how careful the answers are.
#[test]
fn no_run_breaks_a_promise() {
    let more = std::env::var("FLOW_CHECKED_FLOWS").ok().and_then(|it| it.parse().ok());
    let tally = explore(0..more.unwrap_or(3_000), if more.is_some() { 60 } else { 10 });
    println!("{tally:#?}");
    assert!(
        tally.sound > 300
            && tally.loops > 20
            && tally.joins > 50
            && tally.racers > 100
            && tally.quorums.0 > 50
            && tally.quorums.1 > 50,
        "{tally:?}"
    );
}

#[test]
fn no_graph_is_too_wild_to_check() {
    for seed in 0..5_000 {
        let mut graph = wild_graph(&mut Random::new(seed));
        let first = check(&mut graph).err();
        assert_eq!(check(&mut graph).err(), first, "seed {seed}: a second time, the same errors");
        if graph.steps.iter().any(|step| step.trigger.is_none()) {
            assert_eq!(Analysis::of(&graph).order().len(), graph.steps.len());
        }
    }
}

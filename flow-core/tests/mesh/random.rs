//! Thousands of random flows with random runs.

use flow_graph::check::check;
use flow_graph::machine::End;
use flow_graph::model::{Graph, StepId, StepKind};
use flow_graph::random::rng::{Rng, mix};
use flow_graph::random::{self, Kinds};

use crate::lockstep::{self, Act, Failing, Seen};
use crate::wild;

/// What the runs came to, so that a test can tell that it tests something.
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
        *match seen {
            Seen::Agreed(End::Success) => &mut self.successes,
            Seen::Agreed(End::Failed(_)) => &mut self.failures,
            Seen::Agreed(End::LoopLimit { .. }) => &mut self.limits,
            Seen::Open => &mut self.open,
        } += 1;
    }
}

#[test]
fn checked_flows_agree_with_the_machine() {
    let tally = compare(1_000, |seed| {
        let mut graph = random::graph_of(seed, Kinds { quorums: true, refined: false });
        check(&mut graph).is_ok().then_some(graph)
    });
    assert!(
        tally.loops > 100 && tally.successes > 1000 && tally.failures > 100 && tally.limits > 10,
        "{tally:?}"
    );
}

#[test]
fn wild_flows_agree_with_the_machine() {
    let tally = compare(1_500, |seed| Some(wild::graph(seed)));
    assert!(
        tally.loops > 100 && tally.successes > 1000 && tally.failures > 100 && tally.limits > 10,
        "{tally:?}"
    );
}

/// Runs many flows, each a few times. `FLOW_MESH_CASES` and `FLOW_MESH_SEED` make it more, and others.
fn compare(count: u64, graph: impl Fn(u64) -> Option<Graph>) -> Tally {
    let number =
        |name: &str, default: u64| std::env::var(name).map_or(default, |it| it.parse().expect("a number"));
    let first = number("FLOW_MESH_SEED", 0);
    let count = number("FLOW_MESH_CASES", count);
    let mut tally = Tally::default();
    let mut wrong = 0;
    let mut shortest: Option<String> = None;
    for seed in first..first + count {
        let Some(graph) = graph(seed) else { continue };
        tally.loops += graph.loops.len();
        if let Err(error) = runs(&graph, seed, &mut tally) {
            wrong += 1;
            if shortest.as_ref().is_none_or(|it| it.len() > error.len()) {
                shortest = Some(error);
            }
        }
    }
    println!("{tally:?}");
    if let Some(error) = shortest {
        panic!("{wrong} of {count} flows; the shortest:\n{error}");
    }
    tally
}

fn runs(graph: &Graph, seed: u64, tally: &mut Tally) -> Result<(), String> {
    for (round, failures) in [0, 15, 50, 0, 15, 50].into_iter().enumerate() {
        let script = mix(seed ^ ((round as u64) << 56));
        let act = |step: StepId, nth: usize| {
            act(graph, step, &mut Rng::new(script ^ ((step as u64) << 32) ^ ((nth as u64) << 48)), failures)
        };
        let seen =
            lockstep::run(graph, act).map_err(|error| format!("seed {seed}:\n{}{error}", show(graph)))?;
        tally.add(&seen);
    }
    Ok(())
}

fn act(graph: &Graph, step: StepId, rng: &mut Rng, failures: usize) -> Act {
    let it = &graph.steps[step];
    let duration = rng.below(4) as u64;
    if it.fallible && rng.chance(failures) {
        let end = Err(if rng.chance(10) { Failing::Breaks } else { Failing::Fails });
        return Act { duration, end };
    }
    let known = random::types::variants(it.output.as_deref());
    let variant = match (known, it.kind) {
        ([], StepKind::Router) => Some(*rng.pick(&wild::VARIANTS)),
        ([], _) => None,
        (known, _) => Some(rng.pick(known).0),
    };
    Act { duration, end: Ok(variant.map(Into::into)) }
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

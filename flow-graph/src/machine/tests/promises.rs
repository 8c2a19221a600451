//! What holds of every run of every flow.

use proptest::prelude::*;

use crate::machine::simulate::{Log, Ties, simulate};
use crate::machine::{Activation, Carried, Command, Machine, Outcome};
use crate::model::{Graph, StepId};
use crate::random;
use crate::random::rng::Rng;
use crate::random::script::act;

fn run(graph: &Graph, script: u64, ties: Ties) -> Log {
    simulate(graph, ties, |step, nth| act(graph, script, step, nth))
}

/// Every activation that something carried names.
fn sources(carried: &Carried) -> Vec<Activation> {
    match carried {
        Carried::Event(activation) => vec![*activation],
        Carried::And(members) => members.iter().flat_map(sources).collect(),
        Carried::Quorum(members) => members.iter().flat_map(|(_, it)| sources(it)).collect(),
        Carried::Or { carried, .. } => sources(carried),
    }
}

/// For each run, how often each loop's header had begun when it began: its iteration, as far as the loop has the
/// step in its scope.
fn iterations(graph: &Graph, log: &Log) -> Vec<Vec<usize>> {
    let begun =
        |header: StepId, until: usize| log.runs[..=until].iter().filter(|run| run.step == header).count();
    (0..log.runs.len()).map(|run| graph.loops.iter().map(|it| begun(it.header, run)).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_run_keeps_the_promises(seed in any::<u64>(), script in any::<u64>()) {
        let graph = random::graph(seed);
        let log = run(&graph, script, Ties::Shuffled(script));
        let iterations = iterations(&graph, &log);
        for (index, run) in log.runs.iter().enumerate() {
            prop_assert!(run.began_at <= run.ended_at && run.ended_at <= log.ended_at, "nothing outlives the run");
            prop_assert!(run.began_at <= log.decided_at, "nothing begins after the end");
            // What a step gets has happened, in the same iteration of every loop that both are in.
            for source in run.carried.iter().flat_map(sources) {
                let from = &log.runs[source.0];
                prop_assert!(from.outcome.is_some() && from.ended_at <= run.began_at);
                for (it, (own, its)) in graph.loops.iter().zip(iterations[index].iter().zip(&iterations[source.0])) {
                    if it.scope.contains(&run.step) && it.scope.contains(&from.step) {
                        let back = usize::from(run.step == it.header);
                        prop_assert_eq!(*own, its + back, "{} got {}'s", run.step, from.step);
                    }
                }
            }
            // A step begins at most once in each iteration of its innermost loop.
            let again = log.runs[..index].iter().enumerate().filter(|(_, before)| before.step == run.step);
            for (before, _) in again {
                let inside = graph.loops.iter().enumerate().filter(|(_, it)| it.scope.contains(&run.step));
                let turned = inside.map(|(it, _)| iterations[index][it] > iterations[before][it]).collect::<Vec<_>>();
                prop_assert!(turned.contains(&true), "{} began twice", run.step);
            }
        }
    }

    #[test]
    fn the_end_is_the_end(seed in any::<u64>(), script in any::<u64>()) {
        let graph = random::graph(seed);
        let mut machine = Machine::new(&graph);
        let mut rng = Rng::new(script);
        let mut running: Vec<(Activation, StepId)> = Vec::new();
        let mut commands = machine.begin();
        'run: loop {
            let count = commands.len();
            for (index, command) in commands.drain(..).enumerate() {
                match command {
                    Command::Start { activation, step, .. } => running.push((activation, step)),
                    Command::Cancel(activation) => running.retain(|(it, _)| *it != activation),
                    Command::End(_) => {
                        prop_assert_eq!(index + 1, count, "the end is the last command");
                        break 'run;
                    }
                }
            }
            prop_assert_eq!(running.iter().map(|(it, _)| *it).collect::<Vec<_>>(), machine.state().running().collect::<Vec<_>>());
            commands = machine.settle();
            if commands.is_empty() {
                let (activation, step) = running.remove(rng.below(running.len()));
                let number = rng.number();
                commands = machine.on(activation, act(&graph, number, step, 0).outcome);
            }
        }
        prop_assert!(running.is_empty());
        prop_assert!(machine.settle().is_empty() && machine.on(Activation(0), Outcome::Failure).is_empty());
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_run_goes_on_from_its_state_as_json() {
    for seed in 0..100 {
        let graph = random::graph(seed);
        let (mut machine, mut other) = (Machine::new(&graph), Machine::new(&graph));
        let mut commands = (machine.begin(), other.begin());
        while !matches!(commands.0.last(), Some(Command::End(_))) {
            assert_eq!(commands.0, commands.1);
            let state = serde_json::to_string(other.state()).expect("a state is plain data");
            other = Machine::resume(&graph, serde_json::from_str(&state).expect("it was just written"));
            commands = (machine.settle(), other.settle());
            if commands.0.is_empty() {
                let activation = machine.state().running().next().expect("something runs");
                let outcome = act(&graph, seed, machine.state().step_of(activation), activation.0).outcome;
                commands = (machine.on(activation, outcome.clone()), other.on(activation, outcome));
            }
        }
    }
}

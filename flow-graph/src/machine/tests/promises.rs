//! What holds of every run of every flow.

use proptest::prelude::*;

use crate::machine::simulate::{Log, Ties, simulate_calls};
use crate::machine::{Activation, Carried, Command, Machine, Outcome};
use crate::model::{Graph, StepId};
use crate::random;
use crate::random::Kinds;
use crate::random::rng::Rng;
use crate::random::script::{act, act_of_call};

fn run(graph: &Graph, script: u64, ties: Ties) -> Log {
    simulate_calls(graph, ties, |call| act_of_call(graph, script, call))
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
        let graph = random::graph_of(seed, Kinds::ALL);
        let log = run(&graph, script, Ties::Shuffled(script));
        let iterations = iterations(&graph, &log);
        for (index, run) in log.runs.iter().enumerate() {
            prop_assert!(run.began_at <= run.ended_at && run.ended_at <= log.ended_at, "nothing outlives the run");
            prop_assert!(run.began_at <= log.decided_at, "nothing begins after the end");
            let many = graph.steps[run.step].refined.many;
            if let (Some(Outcome::Success { .. }), Some(first)) = (&run.outcome, many.and_then(|many| many.first)) {
                prop_assert_eq!(run.items.len(), first as usize);
            }
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
    fn calls_keep_to_what_refines_their_step(seed in any::<u64>(), script in any::<u64>()) {
        let graph = random::graph_of(seed, Kinds::ALL);
        let log = run(&graph, script, Ties::Shuffled(script));
        for (index, called) in log.calls.iter().enumerate() {
            let (step, run) = (&graph.steps[called.call.step], &log.runs[called.activation.0]);
            let refined = &step.refined;
            prop_assert!(run.began_at <= called.began_at && called.ended_at <= run.ended_at);
            prop_assert_eq!(called.call.item.is_some(), refined.many.is_some());
            let own = log.calls[..index].iter().filter(|it| it.activation == called.activation);
            let before: Vec<_> = own.filter(|it| it.call.item == called.call.item).collect();
            prop_assert_eq!(called.call.attempt as usize, before.len() + 1, "attempts are counted");
            prop_assert!(before.iter().all(|it| it.outcome == Some(Outcome::Failure)), "only failures are repeated");
            prop_assert!(before.len() <= refined.retry.as_ref().map_or(0, |retry| retry.times as usize));
            if let (Some(limit), Some(_)) = (refined.timeout, &called.outcome) {
                prop_assert!(u128::from(called.ended_at - called.began_at) <= limit.as_millis());
            }
            if let Some(limit) = refined.total_timeout {
                prop_assert!(u128::from(run.ended_at - run.began_at) <= limit.as_millis());
            }
            if let Some(limit) = refined.many.and_then(|many| many.limit) {
                let at = called.began_at;
                let beside = log.calls.iter().filter(|it| it.activation == called.activation);
                let beside = beside.filter(|it| it.began_at <= at && at < it.ended_at).count();
                prop_assert!(beside <= limit as usize, "{beside} at once");
            }
        }
    }

    #[test]
    fn the_end_is_the_end(seed in any::<u64>(), script in any::<u64>()) {
        let graph = random::graph_of(seed, Kinds::ALL);
        let mut machine = Machine::new(&graph);
        let mut rng = Rng::new(script);
        let mut running: Vec<Activation> = Vec::new();
        let mut commands = machine.begin();
        'run: loop {
            let count = commands.len();
            for (index, command) in commands.drain(..).enumerate() {
                match command {
                    Command::Start { activation, .. } | Command::Count { activation, .. } => {
                        if !running.contains(&activation) {
                            running.push(activation);
                        }
                    }
                    Command::Again { .. } => {}
                    Command::Cancel(activation) => running.retain(|it| *it != activation),
                    Command::End(_) => {
                        prop_assert_eq!(index + 1, count, "the end is the last command");
                        break 'run;
                    }
                }
            }
            running.retain(|it| machine.state().outcome(*it).is_none());
            prop_assert_eq!(&running, &machine.state().running().collect::<Vec<_>>());
            commands = machine.settle();
            if commands.is_empty() {
                commands = go_on(&mut machine, &graph, &mut rng);
            }
        }
        prop_assert!(machine.state().running().next().is_none());
        prop_assert!(machine.settle().is_empty() && machine.on(Activation(0), Outcome::Failure).is_empty());
        prop_assert!(machine.on_item(Activation(0), 0, Outcome::Failure).is_empty());
    }
}

/// Lets some call end, or tells how many items there are.
fn go_on(machine: &mut Machine<'_>, graph: &Graph, rng: &mut Rng) -> Vec<Command> {
    let running: Vec<Activation> = machine.state().running().collect();
    let activation = *rng.pick(&running);
    let act = act(graph, rng.number(), machine.state().step_of(activation), 0);
    let calls: Vec<(Option<usize>, u32)> = machine.state().calls(activation).collect();
    match calls[..] {
        [] => machine.items(activation, act.items),
        [(None, _), ..] => machine.on(activation, act.outcome),
        _ if rng.chance(5) => machine.on(activation, Outcome::GivenUp),
        _ => {
            let (item, _) = *rng.pick(&calls);
            machine.on_item(activation, item.unwrap_or(0), act.outcome)
        }
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_run_goes_on_from_its_state_as_json() {
    for seed in 0..100 {
        let graph = random::graph_of(seed, Kinds::ALL);
        let (mut machine, mut other) = (Machine::new(&graph), Machine::new(&graph));
        let mut rngs = (Rng::new(seed), Rng::new(seed));
        let mut commands = (machine.begin(), other.begin());
        while !matches!(commands.0.last(), Some(Command::End(_))) {
            assert_eq!(commands.0, commands.1);
            let state = serde_json::to_string(other.state()).expect("a state is plain data");
            other = Machine::resume(&graph, serde_json::from_str(&state).expect("it was just written"));
            commands = (machine.settle(), other.settle());
            if commands.0.is_empty() {
                commands = (go_on(&mut machine, &graph, &mut rngs.0), go_on(&mut other, &graph, &mut rngs.1));
            }
        }
    }
}

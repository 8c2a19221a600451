//! Random flows, compiled under both schedules, under random scripts in virtual time: they begin, end and cancel the
//! same steps at the same times with the same values as the machine, and end alike.
//!
//! `FLOW_RANDOM_FLOWS=1000 FLOW_SEED=5000` gives more or other flows, `FLOW_SCRIPTS=100` more runs of each.

use std::fmt::Write;

use flow_graph::model::Graph;
use flow_tests::random::{Difference, Running, Verdict, compare, observe, types};

#[allow(unused, clippy::all)]
mod flows {
    use super::{Flow, types};

    include!(concat!(env!("OUT_DIR"), "/flows.rs"));
}

/// A random flow under one schedule.
struct Flow {
    seed: u64,
    schedule: &'static str,
    run: fn() -> Running,
    graph: &'static Graph,
}

fn scripts() -> u64 {
    std::env::var("FLOW_SCRIPTS").ok().and_then(|it| it.parse().ok()).unwrap_or(16)
}

/// A flow for a report.
fn describe(graph: &Graph) -> String {
    let mut text = String::new();
    for step in graph.steps.iter() {
        let trigger = step.trigger.as_ref().map(|it| it.display(graph).to_string()).unwrap_or_default();
        let (must_finish, fallible) =
            (if step.must_finish { "!" } else { "" }, if step.fallible { "?" } else { "" });
        let _ = writeln!(text, "    {:?} {}{must_finish}{fallible} <- {trigger}", step.kind, step.name);
    }
    for it in graph.loops.iter() {
        let _ = writeln!(text, "    loop of s{}: ways back {:?}, scope {:?}", it.header, it.backs, it.scope);
    }
    text
}

#[tokio::test(start_paused = true)]
async fn every_run_is_one_that_the_machine_allows() {
    let (mut right, mut open, mut wrong) = (0, 0, Vec::new());
    for flow in flows::FLOWS {
        let graph = flow_graph::random::graph(flow.seed);
        for script in 0..scripts() {
            let seen = observe(&graph, script, flow.run).await;
            match compare(&graph, script, &seen) {
                Verdict::Right => right += 1,
                Verdict::Open => open += 1,
                Verdict::Wrong { expected, seen } => {
                    let difference = Difference { expected: &expected, seen: &seen };
                    let Flow { seed, schedule, .. } = flow;
                    wrong.push(format!(
                        "seed {seed} script {script}, {schedule}\n{}{difference}",
                        describe(&graph)
                    ));
                    // One report of a flow is enough.
                    break;
                }
            }
        }
    }
    println!(
        "{right} runs agree, {open} hang on what the language leaves open, {} flows disagree",
        wrong.len()
    );
    let mut places: Vec<&str> = wrong.iter().map(|it| it.lines().next().unwrap_or_default()).collect();
    places.dedup();
    println!("{}", places.join("\n"));
    assert!(
        wrong.is_empty(),
        "{} flows disagree; the first:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(5)].join("\n")
    );
    assert!(open * 10 < right, "too many runs hang on what the language leaves open");
}

#[test]
fn the_macro_reads_the_flow_that_was_written() {
    for flow in flows::FLOWS {
        let graph = flow_graph::random::graph(flow.seed);
        for (read, written) in flow.graph.steps.iter().zip(graph.steps.iter()) {
            assert_eq!((&read.name, &read.trigger), (&written.name, &written.trigger), "seed {}", flow.seed);
            assert_eq!(
                (&read.output, read.fallible),
                (&written.output, written.fallible),
                "seed {}",
                flow.seed
            );
        }
        assert_eq!(flow.graph.loops, graph.loops, "seed {}", flow.seed);
        assert_eq!(flow.graph.sinks, graph.sinks, "seed {}", flow.seed);
        assert_eq!(flow.graph.inputs, graph.inputs, "seed {}", flow.seed);
    }
}

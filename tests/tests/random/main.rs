//! Random flows, compiled under both schedules, under random scripts in virtual time: they begin, end and cancel the
//! same steps, items and attempts at the same times with the same values as the machine, and end alike. Each flow is
//! also run with a runner and an observer under one of the schedules: the run is the same, and the observer is told of
//! it; dropped or stopped at some time, it is as long the same, and then only what must finish goes on.
//!
//! `FLOW_RANDOM_FLOWS=1000 FLOW_SEED=5000` gives more or other flows, `FLOW_SCRIPTS=100` more runs of each, and
//! `FLOW_KINDS=all` only flows with everything in them.
//!
//! There are no `#[spawn]` and `#[blocking]` steps: threads of their own do not keep to the instants of the run, so that
//! the machine does not say what is seen of them. `tests/tasks` has these. Nor are there subflows (`tests/subflows.rs`),
//! retries that ask the error (`on = …`), pauses that grow, payloads that borrow, and variants with several fields.

use std::fmt::Write;

use flow_graph::model::Graph;
use flow_graph::random::{Kinds, rng};
use flow_tests::random::{
    Difference, Limit, Running, Verdict, Watch, Wrong, compare, observe, observe_watched, types,
};
use vary::varied;

#[path = "../../build/vary.rs"]
mod vary;

#[allow(unused, clippy::all)]
mod flows {
    use super::{Flow, Kinds, types};

    include!(concat!(env!("OUT_DIR"), "/flows.rs"));
}

/// A random flow under one schedule.
struct Flow {
    seed: u64,
    kinds: Kinds,
    schedule: &'static str,
    run: fn() -> Running,
    /// With a runner and an observer, where that has been compiled.
    watched: Option<fn(Watch) -> Running>,
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

/// Runs flows by every script, as `run` does, and reports where the machine disagrees. `None` says that a flow is not
/// to be run.
async fn check(mut run: impl AsyncFnMut(&Flow, &Graph, u64) -> Option<Verdict>) {
    let (mut right, mut open, mut wrong) = (0, 0, Vec::new());
    for flow in flows::FLOWS {
        let graph = varied(flow.seed, flow.kinds);
        for script in 0..scripts() {
            let Some(verdict) = run(flow, &graph, script).await else { break };
            match verdict {
                Verdict::Right => right += 1,
                Verdict::Open => open += 1,
                Verdict::Wrong(it) => {
                    let Wrong { expected, seen, told } = *it;
                    let difference = Difference { expected: &expected, seen: &seen };
                    let Flow { seed, schedule, .. } = flow;
                    wrong.push(format!(
                        "seed {seed} script {script}, {schedule}\n{}{difference}  {}",
                        describe(&graph),
                        told.join("\n  "),
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

#[tokio::test(start_paused = true)]
async fn every_run_is_one_that_the_machine_allows() {
    check(async |flow, graph, script| {
        let seen = observe(graph, script, flow.run, Limit::None).await;
        Some(compare(graph, script, Limit::None, &seen, None))
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_observer_is_told_what_happens_and_changes_nothing() {
    check(async |flow, graph, script| {
        let (seen, story) = observe_watched(graph, script, flow.watched?, Limit::None).await;
        let unobserved = observe(graph, script, flow.run, Limit::None).await;
        assert_eq!(unobserved, seen, "seed {} script {script}, {}", flow.seed, flow.schedule);
        Some(compare(graph, script, Limit::None, &seen, Some(&story)))
    })
    .await;
}

/// Some time in a run that takes so long.
fn some_time(flow: &Flow, script: u64, ended_at: u64) -> u64 {
    rng::mix(flow.seed.rotate_left(32) ^ script) % (ended_at + 2)
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_dropped_drops_its_steps() {
    check(async |flow, graph, script| {
        let whole = observe(graph, script, flow.run, Limit::None).await;
        let limit = Limit::DroppedAt(some_time(flow, script, whole.ended_at));
        let seen = observe(graph, script, flow.run, limit).await;
        let mut story = None;
        if let Some(watched) = flow.watched {
            let (watched, told) = observe_watched(graph, script, watched, limit).await;
            assert_eq!(watched, seen, "seed {} script {script}, {}", flow.seed, flow.schedule);
            story = Some(told);
        }
        Some(compare(graph, script, limit, &seen, story.as_ref()))
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn only_what_must_finish_outlives_a_deadline_or_a_token() {
    check(async |flow, graph, script| {
        let watched = flow.watched?;
        let whole = observe(graph, script, flow.run, Limit::None).await;
        let at = some_time(flow, script, whole.ended_at);
        // After a deadline that has passed already, nothing begins.
        let limit = if script % 2 == 0 { Limit::Deadline(at + 1) } else { Limit::CancelledAt(at) };
        let (seen, story) = observe_watched(graph, script, watched, limit).await;
        Some(compare(graph, script, limit, &seen, Some(&story)))
    })
    .await;
}

#[test]
fn the_macro_reads_the_flow_that_was_written() {
    for flow in flows::FLOWS {
        let graph = varied(flow.seed, flow.kinds);
        for (read, written) in flow.graph.steps.iter().zip(graph.steps.iter()) {
            assert_eq!((&read.name, &read.trigger), (&written.name, &written.trigger), "seed {}", flow.seed);
            assert_eq!(
                (&read.output, read.fallible),
                (&written.output, written.fallible),
                "seed {}",
                flow.seed
            );
            assert_eq!(
                (&read.refined, read.receiver),
                (&written.refined, written.receiver),
                "seed {}",
                flow.seed
            );
        }
        assert_eq!(flow.graph.loops, graph.loops, "seed {}", flow.seed);
        assert_eq!(flow.graph.sinks, graph.sinks, "seed {}", flow.seed);
        assert_eq!(flow.graph.inputs, graph.inputs, "seed {}", flow.seed);
    }
}

//! Flows that are generated in pieces: long sequences, wide joins, large meshes.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use flow_core::observe::Recorder;
use flow_core::prelude::*;

mod flows {
    use super::{Full, Polls};
    use flow_core::prelude::*;

    include!(concat!(env!("OUT_DIR"), "/large.rs"));
}

/// Why a step fails.
#[derive(Debug)]
struct Full;

impl std::fmt::Display for Full {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("full")
    }
}

impl std::error::Error for Full {}

/// Counts how often the steps of a flow are polled.
#[derive(Default)]
struct Polls(AtomicUsize);

impl Polls {
    /// Sleeps, no step as long as another.
    async fn wait(&self, step: usize) {
        let mut sleep = pin!(tokio::time::sleep(Duration::from_millis(1 + step as u64)));
        poll_fn(|cx| {
            self.0.fetch_add(1, Ordering::Relaxed);
            sleep.as_mut().poll(cx)
        })
        .await;
    }

    /// Waits for one poll.
    async fn once(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
        flow_tests::Polls(1).await;
    }

    fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

#[tokio::test(start_paused = true)]
async fn a_long_sequence() {
    let flow = flows::Chain::default();
    assert_eq!(flow.run().await.unwrap(), 1);
    assert_eq!(flow.polls.count(), 600, "each step begins, and wakes once");
}

#[tokio::test(start_paused = true)]
async fn a_wake_of_one_of_many_branches_polls_its_group_alone() {
    let flow = flows::Fan::default();
    assert_eq!(flow.run().await.unwrap(), 1);
    let by_all = 300 * 300 / 2;
    assert!(flow.polls.count() < 300 * (16 + 2) && flow.polls.count() < by_all / 8, "{}", flow.polls.count());
}

#[tokio::test(start_paused = true)]
async fn an_end_of_one_of_many_in_a_race_polls_its_group_alone() {
    let flow = flows::Race::default();
    assert_eq!(flow.run().await.unwrap(), 100);
    let by_all = 100 * 100 / 2;
    assert!(flow.polls.count() < 100 * (16 + 2) && flow.polls.count() < by_all / 3, "{}", flow.polls.count());
}

#[test]
fn many_branches_that_wait_once_allocate_nothing() {
    let (join, race) = (flows::BriefJoin::default(), flows::BriefRace::default());
    let info = allocation_counter::measure(|| {
        flow_tests::drive(join.run()).unwrap();
        flow_tests::drive(race.run()).unwrap();
    });
    assert_eq!(info.count_total, 0);
    assert_eq!((join.polls.count(), race.polls.count()), (40, 40), "all have begun");
}

#[tokio::test(start_paused = true)]
async fn a_long_sequence_of_joins() {
    let flow = flows::Joins::default();
    assert_eq!(flow.run().await.unwrap(), 3_u64.pow(35), "each of 35 joins triples it");
}

#[tokio::test(start_paused = true)]
async fn a_mesh_of_a_hundred_steps() {
    let flow = flows::Mesh::default();
    let output = flow.run().await.unwrap();
    assert_eq!(output.s90, 512, "each of ten layers doubles it");
    assert_eq!(output.s99, 512);
}

#[tokio::test(start_paused = true)]
async fn a_step_that_fails_ends_all_groups_of_a_mesh() {
    let recorder = Recorder::new();
    let error = flows::Failing::default().runner().observed_by(&recorder).run().await.unwrap_err();
    assert_eq!(error.step(), "s55");
    let lines = recorder.lines();
    let told = |what: &str| lines.iter().filter(|line| line.contains(what)).count();
    assert_eq!(told("started"), told("finished") + told("failed") + told("cancelled"), "{lines:#?}");
    assert!(told("cancelled") > 0, "{lines:#?}");
}

#[test]
fn large_flows_are_as_sendable_as_small_ones() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&flows::Chain::default().run());
    is_send(&flows::Fan::default().run());
    is_send(&flows::Race::default().run());
    is_send(&flows::Mesh::default().run());
    assert_eq!(flows::Joins::GRAPH.steps.len(), 141);
}

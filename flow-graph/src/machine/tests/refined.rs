//! Attempts and items of one step.

use std::time::Duration;

use super::notation::{Case, flow};
use crate::machine::simulate::{Act, Call, Log, Ties, simulate_calls};
use crate::machine::{Activation, Command, End, Machine, Outcome};
use crate::model::{Items, Many, Refinement, Retry};

const OK: Outcome = Outcome::Success { variant: None };

/// The flow, its step `name` refined.
fn refined(text: &str, name: &str, refine: impl FnOnce(&mut Refinement)) -> Case {
    let mut case = flow(text);
    let step = case.graph.step_named(name).expect("a step");
    refine(&mut case.graph.steps.to_mut()[step].refined);
    case
}

fn times(times: u32, limit: Option<u32>, first: Option<u32>) -> Option<Many> {
    Some(Many { items: Items::Times(times), limit, first })
}

fn retry(times: u32) -> Option<Retry> {
    let [base, max] = [10, 25].map(Duration::from_millis);
    Some(Retry { times, base, max, on: None })
}

fn run(case: &Case, act: impl Fn(Call) -> (u64, Outcome)) -> Log {
    simulate_calls(&case.graph, Ties::OldestFirst, |call| {
        let (duration, outcome) = act(call);
        Act { duration, outcome, items: 3 }
    })
}

/// The calls, such as `a#1.2 20-30!`: step, item, attempt if it is not the first, from when to when, `!` if it failed
/// and `~` if it was dropped; and how the flow ended.
fn calls(case: &Case, act: impl Fn(Call) -> (u64, Outcome)) -> String {
    let log = run(case, act);
    let call = |it: &crate::machine::simulate::Called| {
        let item = it.call.item.map_or_else(String::new, |item| format!("#{item}"));
        let attempt = if it.call.attempt == 1 { String::new() } else { format!(".{}", it.call.attempt) };
        let mark = match it.outcome {
            Some(Outcome::Success { .. }) => "",
            Some(_) => "!",
            None => "~",
        };
        let name = &case.graph.steps[it.call.step].name;
        format!("{name}{item}{attempt} {}-{}{mark}", it.began_at, it.ended_at)
    };
    let all: Vec<String> = log.calls.iter().map(call).collect();
    let end = if log.end == End::Success { "done" } else { "failed" };
    format!("{} = {end} at {}", all.join(", "), log.ended_at)
}

#[test]
fn a_step_is_tried_again_after_a_pause_that_doubles() {
    let case = refined("a; b: a", "a", |it| it.retry = retry(3));
    let third = |call: Call| if call.attempt < 3 { (1, Outcome::Failure) } else { (1, OK) };
    let third = calls(&case, |call| if call.step == 0 { third(call) } else { (0, OK) });
    assert_eq!(third, "a 0-1!, a.2 11-12!, a.3 32-33, b 33-33 = done at 33");
    let never = calls(&case, |_| (1, Outcome::Failure));
    assert_eq!(never, "a 0-1!, a.2 11-12!, a.3 32-33!, a.4 58-59! = failed at 59");
    let hopeless = calls(&case, |_| (1, Outcome::GivenUp));
    assert_eq!(hopeless, "a 0-1! = failed at 1");
}

#[test]
fn time_is_limited_for_an_attempt_and_for_all() {
    let case = refined("a; b: a::Err", "a", |it| {
        it.retry = retry(9);
        it.timeout = Some(Duration::from_millis(5));
        it.total_timeout = Some(Duration::from_millis(50));
    });
    let slow = calls(&case, |call| if call.step == 0 { (7, OK) } else { (0, OK) });
    assert_eq!(slow, "a 0-5!, a.2 15-20!, a.3 40-45!, a.4 70-50~, b 50-50 = done at 50");
}

#[test]
fn what_breaks_is_not_tried_again_and_nobody_hears_of_it() {
    let case = refined("a; b: a::Err", "a", |it| it.retry = retry(3));
    assert_eq!(calls(&case, |_| (1, Outcome::Broken)), "a 0-1! = failed at 1");
    let race = refined("a; z; b: a::Err; c: or(a, z)", "a", |_| {});
    let taken = calls(&race, |call| if call.step == 0 { (1, Outcome::Broken) } else { (2, OK) });
    assert_eq!(taken, "a 0-1!, z 0-2, c 2-4 = done at 4");
}

#[test]
fn all_items_run_at_once_or_so_many_at_a_time() {
    let case = refined("a; b: a", "a", |it| it.many = times(3, None, None));
    let act = |call: Call| (call.item.map_or(0, |item| 5 - item as u64), OK);
    assert_eq!(calls(&case, act), "a#0 0-5, a#1 0-4, a#2 0-3, b 5-5 = done at 5");
    assert_eq!(run(&case, act).runs[0].items, [0, 1, 2]);
    let limited = refined("a; b: a", "a", |it| it.many = times(3, Some(2), None));
    assert_eq!(calls(&limited, act), "a#0 0-5, a#1 0-4, a#2 4-7, b 7-7 = done at 7");
}

#[test]
fn the_first_failure_ends_all_unless_somebody_listens() {
    let act = |call: Call| match call.item {
        Some(1) => (2, Outcome::Failure),
        Some(_) => (5, OK),
        None => (0, OK),
    };
    let case = refined("a; b: a", "a", |it| it.many = times(3, None, None));
    assert_eq!(calls(&case, act), "a#0 0-2~, a#1 0-2!, a#2 0-2~ = failed at 2");
    let handled = refined("a; b: a; c: a::Err", "a", |it| it.many = times(3, None, None));
    assert_eq!(calls(&handled, act), "a#0 0-5, a#1 0-2!, a#2 0-5, c 5-5 = done at 5");
    let mut machine = Machine::new(&handled.graph);
    machine.begin();
    for (item, outcome) in [(2, OK), (1, Outcome::Failure), (0, OK)] {
        machine.on_item(Activation(0), item, outcome);
    }
    assert_eq!(machine.state().items(Activation(0)), [0, 2]);
    assert_eq!(machine.state().failed_items(Activation(0)).collect::<Vec<_>>(), [1]);
}

#[test]
fn what_breaks_ends_all_even_if_somebody_listens() {
    let case = refined("a; b: a; c: a::Err", "a", |it| it.many = times(2, None, None));
    let act = |call: Call| if call.item == Some(0) { (1, Outcome::Broken) } else { (5, OK) };
    assert_eq!(calls(&case, act), "a#0 0-1!, a#1 0-1~ = failed at 1");
    let first = refined("a; b: a; c: a::Err", "a", |it| it.many = times(2, None, Some(1)));
    assert_eq!(calls(&first, act), "a#0 0-1!, a#1 0-5, b 5-10 = done at 10");
}

#[test]
fn the_first_successes_are_enough() {
    let case = refined("a; b: a", "a", |it| it.many = times(4, None, Some(2)));
    let act = |call: Call| match call.item {
        Some(0) => (9, OK),
        Some(1) => (1, Outcome::Failure),
        Some(item) => (7 - item as u64, OK),
        None => (0, OK),
    };
    assert_eq!(calls(&case, act), "a#0 0-5~, a#1 0-1!, a#2 0-5, a#3 0-4, b 5-5 = done at 5");
    assert_eq!(run(&case, act).runs[0].items, [3, 2], "in the order of success");
    let too_few = |call: Call| (1, if call.item < Some(2) { OK } else { Outcome::Failure });
    let case = refined("a; b: a", "a", |it| it.many = times(4, None, Some(3)));
    assert_eq!(calls(&case, too_few), "a#0 0-1, a#1 0-1, a#2 0-1!, a#3 0-1! = failed at 1");
}

#[test]
fn each_runs_for_what_a_collection_has() {
    let each = |it: &mut Refinement| it.many = Some(Many { items: Items::Each, limit: None, first: None });
    let case = refined("a; b: a; c: b", "b", each);
    let act = |call: Call| (call.item.map_or(0, |item| item as u64), OK);
    assert_eq!(calls(&case, act), "a 0-0, b#0 0-0, b#1 0-1, b#2 0-2, c 2-2 = done at 2");
    let mut machine = Machine::new(&case.graph);
    machine.begin();
    let asks = machine.on(Activation(0), OK);
    assert!(matches!(asks[..], [Command::Count { activation: Activation(1), step: 1, .. }]));
    assert!(machine.settle().is_empty(), "it waits for the answer");
    let goes_on = machine.items(Activation(1), 0);
    assert!(matches!(goes_on[..], [Command::Start { activation: Activation(2), step: 2, item: None, .. }]));
    assert!(machine.items(Activation(1), 5).is_empty(), "it has been answered");
}

#[test]
fn too_few_items_fail_before_any_begins() {
    let first =
        |it: &mut Refinement| it.many = Some(Many { items: Items::Each, limit: None, first: Some(4) });
    let case = refined("a; b: a", "b", first);
    assert_eq!(calls(&case, |_| (0, OK)), "a 0-0 = failed at 0");
}

#[test]
fn each_item_has_attempts_of_its_own() {
    let case = refined("a", "a", |it| {
        it.many = times(2, Some(1), None);
        it.retry = retry(1);
    });
    let act = |call: Call| (1, if call.attempt == 1 { Outcome::Failure } else { OK });
    assert_eq!(calls(&case, act), "a#0 0-1!, a#0.2 11-12, a#1 12-13!, a#1.2 23-24 = done at 24");
}

#[test]
fn the_total_time_is_for_all_items_together() {
    let case = refined("a; b: a::Err", "a", |it| {
        it.many = times(3, Some(1), None);
        it.total_timeout = Some(Duration::from_millis(10));
    });
    let act = |call: Call| (if call.step == 0 { 6 } else { 0 }, OK);
    assert_eq!(calls(&case, act), "a#0 0-6, a#1 6-10~, b 10-10 = done at 10");
}

#[test]
fn a_step_loses_with_all_its_calls() {
    let case = refined("a; z; h: or(a, z)", "a", |it| {
        it.many = times(3, Some(2), None);
        it.retry = retry(1);
    });
    let act = |call: Call| match call.item {
        Some(0) => (1, Outcome::Failure),
        _ => (5, OK),
    };
    assert_eq!(calls(&case, act), "a#0 0-1!, a#1 0-5, z 0-5, a#0.2 11-5~, a#2 5-5~, h 5-10 = done at 10");
}

#[cfg(feature = "serde")]
#[test]
fn a_run_goes_on_from_the_middle_of_a_step() {
    let case = refined("a; b: a", "a", |it| {
        it.many = times(3, Some(2), None);
        it.retry = retry(1);
    });
    let mut machine = Machine::new(&case.graph);
    machine.begin();
    machine.on_item(Activation(0), 0, Outcome::Failure);
    let state = serde_json::to_string(machine.state()).expect("a state is plain data");
    let mut machine =
        Machine::resume(&case.graph, serde_json::from_str(&state).expect("it was just written"));
    let calls: Vec<_> = machine.state().calls(Activation(0)).collect();
    assert_eq!(calls, [(Some(0), 2), (Some(1), 1)]);
    assert!(matches!(machine.on_item(Activation(0), 1, OK)[..], [Command::Start { item: Some(2), .. }]));
}

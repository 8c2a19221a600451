//! Cases of the semantics' page, and of the conformance list where they are about order.

use flow_core::__private::Work;
use flow_graph::model::Graph;
use flow_graph::plan::Plan;

use crate::lockstep::AnyControl;
use crate::sample::{and, err, flow, on, or, route, with_loops};
use crate::trace::{Does, Fails, Gives, trace};

/// Runs a flow whose steps always do the same.
#[track_caller]
fn case<const N: usize>(graph: &Graph, does: [Does; N], expected: &[&str]) {
    assert_eq!(trace(graph, |step, _| does[step]).lines().collect::<Vec<_>>(), expected);
}

fn must_finish(mut graph: Graph, step: usize) -> Graph {
    graph.steps.to_mut()[step].must_finish = true;
    graph
}

/// Steps that follow one another in no time.
const NOW: Does = Gives(0, "");

#[test]
fn c01_chain() {
    let graph = flow([None, Some(on(0))]);
    case(&graph, [NOW, Gives(5, "")], &["0: +0 -0 +1", "5: -1", "5: done"]);
}

#[test]
fn c03_and_join() {
    let graph = flow([None, None, Some(and([on(0), on(1)]))]);
    case(&graph, [Gives(2, ""), Gives(1, ""), NOW], &["0: +0 +1", "1: -1", "2: -0 +2 -2", "2: done"]);
}

#[test]
fn c04_race() {
    let graph = flow([None, None, Some(or([on(0), on(1)]))]);
    case(&graph, [NOW, Gives(100, ""), NOW], &["0: +0 -0 +1 x1 +2 -2", "0: done"]);
}

#[test]
fn c04b_race_with_must_finish() {
    let graph = must_finish(flow([None, None, Some(or([on(0), on(1)]))]), 1);
    case(&graph, [NOW, Gives(100, ""), NOW], &["0: +0 -0 +1 +2 -2", "100: -1", "100: done"]);
    case(&graph, [NOW, Fails(100), NOW], &["0: +0 -0 +1 +2 -2", "100: !1", "100: failed at 1 by [1]"]);
}

#[test]
fn t1_ties_go_to_the_first_written() {
    let graph = flow([None, None, Some(or([on(1), on(0)]))]);
    let plan = Plan::of(&graph);
    let mut control = AnyControl::new(&plan);
    control.wake();
    let mut log = Vec::new();
    loop {
        match control.next() {
            Work::Start(step) => {
                log.push(step);
                control.succeeded(step, None);
            }
            Work::Decided(_) => {}
            Work::End => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(log, [0, 1, 2]);
    assert_eq!(control.winner(plan.gate(2, 0).expect("an or")), 0);
}

#[test]
fn a_race_leaves_alone_what_another_trigger_can_use() {
    let graph = flow([None, None, Some(or([on(0), on(1)])), Some(on(1))]);
    case(&graph, [NOW, Gives(3, ""), NOW, NOW], &["0: +0 -0 +1 +2 -2", "3: -1 +3 -3", "3: done"]);
}

#[test]
fn a_race_cancels_whole_branches() {
    // 1 -> 3 -> the race; 3 has not begun.
    let graph = flow([None, None, Some(or([on(0), on(3)])), Some(on(1))]);
    case(&graph, [Gives(1, ""), Gives(9, ""), NOW, NOW], &["0: +0 +1", "1: -0 x1 +2 -2", "1: done"]);
}

#[test]
fn a_lost_step_begins_in_no_other_way() {
    // 2 could run on for 3, which waits in a race decided earlier.
    let graph = flow([None, None, None, Some(or([on(0), on(2)])), Some(or([on(1), on(2)]))]);
    case(
        &graph,
        [Gives(1, ""), Gives(2, ""), Gives(9, ""), NOW, NOW],
        &["0: +0 +1 +2", "1: -0 +3 -3", "2: -1 x2 +4 -4", "2: done"],
    );
}

#[test]
fn a_failure_drops_out_of_a_race() {
    let graph = flow([None, None, Some(or([on(0), on(1)]))]);
    let both = ["0: +0 +1", "10: !0", "50: -1 +2 -2", "50: done"];
    case(&graph, [Fails(10), Gives(50, ""), NOW], &both);
    let none = ["0: +0 +1", "1: !1", "2: !0", "2: failed at 2 by [0, 1]"];
    case(&graph, [Fails(2), Fails(1), NOW], &none);
}

#[test]
fn a_failure_names_the_step_whose_race_it_was() {
    let graph = flow([None, None, Some(or([on(0), on(1)])), Some(on(2)), Some(on(3))]);
    let none = ["0: +0 +1", "1: !1", "2: !0", "2: failed at 2 by [0, 1]"];
    case(&graph, [Fails(2), Fails(1), NOW, NOW, NOW], &none);
}

#[test]
fn e3_a_failure_ends_the_flow_at_once() {
    let graph = flow([None, None, Some(on(0))]);
    case(&graph, [Gives(200, ""), Fails(50), NOW], &["0: +0 +1", "50: !1 x0", "50: failed at 1 by [1]"]);
    let graph = must_finish(graph, 0);
    let waits = ["0: +0 +1", "50: !1", "200: -0", "200: failed at 1 by [1]"];
    case(&graph, [Gives(200, ""), Fails(50), NOW], &waits);
}

#[test]
fn a_handled_error_is_the_listeners() {
    let graph = flow([None, Some(err(0)), Some(on(0))]);
    case(&graph, [Fails(1), NOW, NOW], &["0: +0", "1: !0 +1 -1", "1: done"]);
    case(&graph, [Gives(1, ""), NOW, NOW], &["0: +0", "1: -0 +2 -2", "1: done"]);
}

#[test]
fn c05_routes() {
    let graph = flow([None, Some(route(0, "A")), Some(route(0, "B")), Some(and([on(1), on(2)]))]);
    case(&graph, [Gives(0, "B"), NOW, NOW, NOW], &["0: +0 -0 +2 -2", "0: done"]);
}

#[test]
fn c06_loop() {
    let graph = flow([None, Some(or([on(0), route(2, "Again")])), Some(on(1)), Some(route(2, "Halt"))]);
    let graph = with_loops(graph, &[(1, &[1])]);
    let trace = trace(&graph, |step, nth| match step {
        2 if nth < 2 => Gives(1, "Again"),
        2 => Gives(1, "Halt"),
        _ => NOW,
    });
    assert_eq!(
        trace.lines().collect::<Vec<_>>(),
        ["0: +0 -0 +1 -1 +2", "1: -2 +1 -1 +2", "2: -2 +1 -1 +2", "3: -2 +3 -3", "3: done"]
    );
}

#[test]
fn a_loop_has_a_limit() {
    let graph = flow([None, Some(or([on(0), route(1, "Again")])), Some(route(1, "Halt"))]);
    let mut graph = with_loops(graph, &[(1, &[1])]);
    graph.loops.to_mut()[0].max_iterations = 3;
    case(
        &graph,
        [NOW, Gives(1, "Again"), NOW],
        &["0: +0 -0 +1", "1: -1 +1", "2: -1 +1", "3: -1", "3: 1 ran 3 times"],
    );
}

#[test]
fn an_iteration_runs_to_its_end_before_the_next() {
    // 2 leads back while 3 still runs; 4 joins 3 with something from outside that comes too late.
    let graph = flow([
        None,
        Some(or([on(0), route(2, "Again")])),
        Some(on(1)),
        Some(on(1)),
        Some(and([on(3), on(5)])),
        None,
    ]);
    let graph = with_loops(graph, &[(1, &[1])]);
    let trace = trace(&graph, |step, nth| match (step, nth) {
        (2, 0) => Gives(1, "Again"),
        (3, _) => Gives(4, ""),
        (5, _) => Gives(5, ""),
        _ => NOW,
    });
    assert_eq!(
        trace.lines().collect::<Vec<_>>(),
        ["0: +0 -0 +5 +1 -1 +2 +3", "1: -2", "4: -3 +1 -1 +2 -2 +3", "5: -5", "8: -3 +4 -4", "8: done"]
    );
}

#[test]
fn what_never_happens_in_a_loop_is_told_when_the_loop_is_over() {
    // 3 races a route of the loop with a step that fails.
    let graph = flow([
        None,
        Some(or([on(0), route(1, "Again")])),
        None,
        Some(or([route(1, "Found"), on(2)])),
        Some(route(1, "Halt")),
    ]);
    let graph = with_loops(graph, &[(1, &[1])]);
    let run = |last: &'static str| {
        trace(&graph, |step, nth| match (step, nth) {
            (1, 2) => Gives(2, last),
            (1, _) => Gives(2, "Again"),
            (2, _) => Fails(1),
            _ => NOW,
        })
    };
    let found = ["0: +0 -0 +2 +1", "1: !2", "2: -1 +1", "4: -1 +1", "6: -1 +3 -3", "6: done"];
    assert_eq!(run("Found").lines().collect::<Vec<_>>(), found);
    let halt = ["0: +0 -0 +2 +1", "1: !2", "2: -1 +1", "4: -1 +1", "6: -1 +4 -4", "6: failed at 2 by [2]"];
    assert_eq!(run("Halt").lines().collect::<Vec<_>>(), halt);
}

#[test]
fn a_loop_is_given_up_when_its_ways_back_fail() {
    // The race 3 can do without the loop.
    let graph = flow([
        None,
        Some(or([on(0), route(2, "Again")])),
        Some(on(1)),
        Some(or([route(2, "Found"), on(4)])),
        None,
    ]);
    let graph = with_loops(graph, &[(1, &[1])]);
    let goes_on = ["0: +0 -0 +4 +1 -1 +2", "1: !2", "5: -4 +3 -3", "5: done"];
    case(&graph, [NOW, NOW, Fails(1), NOW, Gives(5, "")], &goes_on);
    let fails = ["0: +0 -0 +4 +1 -1 +2", "1: !2", "5: !4", "5: failed at 3 by [2, 4]"];
    case(&graph, [NOW, NOW, Fails(1), NOW, Fails(5)], &fails);
}

#[test]
fn loops_nest() {
    // 1 begins the outer loop, 2 the inner; 3 repeats the inner once in each round, the outer is repeated once.
    let graph = flow([
        None,
        Some(or([on(0), route(3, "Outer")])),
        Some(or([on(1), route(3, "Inner")])),
        Some(on(2)),
        Some(route(3, "Halt")),
    ]);
    let graph = with_loops(graph, &[(1, &[1]), (2, &[1])]);
    let trace = trace(&graph, |step, nth| match (step, nth) {
        (3, 0 | 2) => Gives(1, "Inner"),
        (3, 1) => Gives(1, "Outer"),
        (3, _) => Gives(1, "Halt"),
        _ => NOW,
    });
    assert_eq!(
        trace.lines().collect::<Vec<_>>(),
        [
            "0: +0 -0 +1 -1 +2 -2 +3",
            "1: -3 +2 -2 +3",
            "2: -3 +1 -1 +2 -2 +3",
            "3: -3 +2 -2 +3",
            "4: -3 +4 -4",
            "4: done"
        ]
    );
}

#[test]
fn more_steps_than_bits_in_a_word() {
    let mut graph = flow([None]);
    let one = flow([None, Some(on(0))]).steps[1].clone();
    for index in 1..70 {
        let mut step = one.clone();
        step.name = format!("s{index}").into();
        step.trigger = Some(on(index - 1));
        graph.steps.to_mut().push(step);
    }
    let run = trace(&graph, |_, _| Gives(1, ""));
    assert_eq!(run.lines().count(), 72);
    assert!(run.ends_with("70: -69\n70: done"), "{run}");
}

#[test]
fn a_step_is_alone_when_nothing_else_runs() {
    let graph = flow([None, None, Some(and([on(0), on(1)]))]);
    let plan = Plan::of(&graph);
    let mut control = AnyControl::new(&plan);
    control.wake();
    assert_eq!(control.next(), Work::Start(0));
    assert!(!control.is_alone(0));
    control.succeeded(0, None);
    assert_eq!(control.next(), Work::Start(1));
    assert!(control.is_alone(1));
    control.succeeded(1, None);
    assert_eq!(control.next(), Work::Start(2));
    assert!(control.is_alone(2) && !control.has_succeeded(2) && control.has_succeeded(1));
    assert_eq!(control.next(), Work::Poll(2));
    assert_eq!(control.next(), Work::Wait);
    control.wake();
    assert_eq!(control.next(), Work::Poll(2));
    control.succeeded(2, None);
    assert_eq!(control.next(), Work::End);
}

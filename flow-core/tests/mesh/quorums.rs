//! Quorums on the control state.

use flow_core::__private::Work;
use flow_graph::model::Graph;
use flow_graph::plan::Plan;

use crate::lockstep::AnyControl;
use crate::sample::{and, err, flow, on, or, quorum, route, with_loops};
use crate::trace::{Does, Fails, Gives, trace};

#[track_caller]
fn case<const N: usize>(graph: &Graph, does: [Does; N], expected: &[&str]) {
    assert_eq!(trace(graph, |step, _| does[step]).lines().collect::<Vec<_>>(), expected);
}

/// A step that takes no time.
const NOW: Does = Gives(0, "");

/// Two of three starts.
fn two_of_three() -> Graph {
    flow([None, None, None, Some(quorum(2, [on(0), on(1), on(2)]))])
}

#[test]
fn a_quorum_fires_for_those_that_arrive_first() {
    let expected = ["0: +0 +1 +2", "3: -2", "7: -1 x0 +3 -3", "7: done"];
    case(&two_of_three(), [Gives(9, ""), Gives(7, ""), Gives(3, ""), NOW], &expected);
}

#[test]
fn arrivals_are_told_in_their_order() {
    let graph = flow([None, None, None, None, Some(quorum(3, [on(0), on(1), on(2), on(3)]))]);
    let plan = Plan::of(&graph);
    let mut control = AnyControl::new(&plan);
    let gate = plan.gate(4, 0).expect("a quorum");
    // 2 ends in the first instant; 3, 0 and 1 in the second, in which they are polled as written.
    for ends in [&[2][..], &[0, 1, 3]] {
        control.wake();
        loop {
            match control.next() {
                Work::Poll(step) if ends.contains(&step) => control.succeeded(step, None),
                Work::Start(4) => break assert_eq!(control.arrivals(gate), [2, 0, 1]),
                Work::Wait => break assert_eq!(control.arrivals(gate), [2]),
                Work::Start(_) | Work::Poll(_) | Work::Decided(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn what_another_trigger_can_use_and_what_must_finish_run_on() {
    let graph = flow([None, None, None, Some(quorum(1, [on(0), on(1), on(2)])), Some(on(1))]);
    let expected = ["0: +0 -0 +1 +2 x2 +3 -3", "5: -1 +4 -4", "5: done"];
    case(&graph, [NOW, Gives(5, ""), Gives(9, ""), NOW, NOW], &expected);
    let mut graph = two_of_three();
    graph.steps.to_mut()[2].must_finish = true;
    let does = [NOW, NOW, Fails(9), NOW];
    case(&graph, does, &["0: +0 -0 +1 -1 +2 +3 -3", "9: !2", "9: failed at 2 by [2]"]);
}

#[test]
fn too_few_left() {
    let graph = flow([None, None, None, None, Some(quorum(3, [on(0), on(1), on(2), on(3)]))]);
    let does = [Fails(5), Fails(3), Gives(9, ""), Gives(9, ""), NOW];
    case(&graph, does, &["0: +0 +1 +2 +3", "3: !1", "5: !0 x2 x3", "5: failed at 4 by [0, 1], 3 of 4"]);
    let one = flow([None, None, Some(quorum(2, [on(0), on(1)]))]);
    case(&one, [Fails(5), Gives(9, ""), NOW], &["0: +0 +1", "5: !0 x1", "5: failed at 0 by [0]"]);
}

#[test]
fn what_fails_later_is_no_reason() {
    let graph =
        flow([None, None, None, None, Some(or([quorum(2, [on(0), on(1), on(2)]), on(3)])), Some(err(3))]);
    let does = [Fails(1), Fails(2), Fails(3), Fails(4), NOW, NOW];
    let expected = ["0: +0 +1 +2 +3", "1: !0", "2: !1", "3: !2", "4: !3", "4: failed at 4 by [0, 1], 2 of 3"];
    case(&graph, does, &expected);
}

#[test]
fn a_quorum_knows_that_it_failed_through_other_steps() {
    let graph = flow([None, None, Some(quorum(2, [on(0), on(1)])), Some(on(2)), Some(on(3))]);
    let does = [Gives(3, ""), Fails(3), NOW, NOW, NOW];
    case(&graph, does, &["0: +0 +1", "3: -0 !1", "3: failed at 1 by [1]"]);
}

#[test]
fn quorums_nest() {
    let graph = flow([
        None,
        None,
        None,
        None,
        Some(quorum(2, [and([on(0), on(1)]), quorum(1, [on(2), on(3)]), on(3)])),
    ]);
    let does = [Gives(1, ""), Gives(6, ""), Gives(3, ""), Gives(9, ""), NOW];
    case(&graph, does, &["0: +0 +1 +2 +3", "1: -0", "3: -2", "6: -1 x3 +4 -4", "6: done"]);
}

#[test]
fn each_iteration_has_a_quorum_of_its_own() {
    // 1 begins the loop; 5 waits for two of 2, 3 and 4, and leads back once.
    let graph = flow([
        None,
        Some(or([on(0), route(5, "Again")])),
        Some(on(1)),
        Some(on(1)),
        Some(on(1)),
        Some(quorum(2, [on(2), on(3), on(4)])),
        Some(route(5, "Halt")),
    ]);
    let graph = with_loops(graph, &[(1, &[1])]);
    let trace = trace(&graph, |step, nth| match (step, nth) {
        (2, _) => Gives(1, ""),
        (3, _) => Gives(2, ""),
        (4, _) => Gives(5, ""),
        (5, 0) => Gives(0, "Again"),
        (5, _) => Gives(0, "Halt"),
        _ => NOW,
    });
    let expected = [
        "0: +0 -0 +1 -1 +2 +3 +4",
        "1: -2",
        "2: -3 x4 +5 -5 +1 -1 +2 +3 +4",
        "3: -2",
        "4: -3 x4 +5 -5 +6 -6",
        "4: done",
    ];
    assert_eq!(trace.lines().collect::<Vec<_>>(), expected);
}

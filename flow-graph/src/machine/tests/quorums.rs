//! Quorums: who arrives in which order, who loses, and what is left when too few can happen.

use super::notation::{Case, flow};
use crate::machine::Carried;
use crate::machine::simulate::Ties;

/// The members that arrived at the quorum that is the whole trigger of the flow's last run, in their order.
fn arrivals(case: &Case) -> Vec<usize> {
    let log = case.log(Ties::NewestFirst);
    match log.runs.last().and_then(|run| run.carried.clone()) {
        Some(Carried::Quorum(members)) => members.into_iter().map(|(member, _)| member).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_first_so_many_in_the_order_of_their_arrival() {
    let quorum = flow("a; b; c; h: quorum(2, a, b, c)").takes("a", 9).takes("b", 7).takes("c", 3);
    assert_eq!(quorum.run(), "a 0-7~, b 0-7, c 0-3, h 7-7 = done at 7");
    assert_eq!(arrivals(&quorum), [2, 1]);
}

#[test]
fn of_those_that_arrive_in_one_instant_the_first_written_first() {
    let tie =
        flow("a; b; c; d; h: quorum(3, a, b, c, d)").takes("a", 5).takes("b", 5).takes("c", 2).takes("d", 5);
    assert_eq!(tie.run(), "a 0-5, b 0-5, c 0-2, d 0-5, h 5-5 = done at 5");
    assert_eq!(arrivals(&tie), [2, 0, 1]);
}

#[test]
fn everything_that_can_happen_at_once_does_before_somebody_arrives() {
    let chain = flow("a; b1; b2: b1; c; h: quorum(2, b2, a, c)").takes("a", 5).takes("b1", 5).takes("c", 9);
    assert_eq!(arrivals(&chain), [0, 1]);
    // A race upstream is decided first, and what follows it at once arrives with the others.
    let race = flow("a; b; c; x: or(a, b); h: quorum(2, x, c)").takes("a", 5).takes("b", 9).takes("c", 5);
    assert_eq!(arrivals(&race), [0, 1]);
}

#[test]
fn nobody_loses_before_enough_have_arrived() {
    let quorum = flow("a; b; c1; c2: c1; h: quorum(2, a, b, c2)").takes("a", 1).takes("b", 5).takes("c1", 3);
    let slow = quorum.takes("c2", 9);
    assert_eq!(slow.run(), "a 0-1, b 0-5, c1 0-3, c2 3-5~, h 5-5 = done at 5");
}

#[test]
fn what_another_trigger_can_use_runs_on() {
    let quorum = flow("a; b; c; h: quorum(2, a, b, c); other: c").takes("a", 1).takes("b", 5).takes("c", 9);
    assert_eq!(quorum.run(), "a 0-1, b 0-5, c 0-9, h 5-5, other 9-9 = done at 9");
}

#[test]
fn what_must_finish_does() {
    let quorum = flow("a; b; c!; h: quorum(2, a, b, c)").takes("a", 1).takes("b", 5).takes("c", 9);
    assert_eq!(quorum.run(), "a 0-1, b 0-5, c 0-9, h 5-5 = done at 9");
    assert_eq!(quorum.fails("c").run(), "a 0-1, b 0-5, c 0-9!, h 5-5 = failed c at 9");
}

#[test]
fn a_failure_takes_a_member_out() {
    let quorum = flow("a; b; c; h: quorum(2, a, b, c)").takes("a", 1).takes("b", 5).takes("c", 9).fails("a");
    assert_eq!(quorum.run(), "a 0-1!, b 0-5, c 0-9, h 9-9 = done at 9");
}

#[test]
fn too_few_left_is_a_failure_for_all_that_failed_by_then() {
    let quorum = flow("a; b; c; d; h: quorum(3, a, b, c, d)").takes("a", 5).takes("b", 3).takes("c", 9);
    let failing = quorum.takes("d", 9).fails("a").fails("b");
    assert_eq!(failing.run(), "a 0-5!, b 0-3!, c 0-5~, d 0-5~ = failed h by a b at 5");
    // What fails after that is no reason.
    let taken = flow("a; b; c; z; h: or(quorum(3, a, b, c), z)").fails("a").fails("c").takes("c", 7);
    let taken = taken.takes("b", 9).takes("z", 12).fails("z");
    assert_eq!(taken.run(), "a 0-0!, b 0-9, c 0-7!, z 0-12! = failed h by a z at 12");
}

#[test]
fn too_few_left_without_a_failure_is_never() {
    let quorum = flow("r; a; z; h: quorum(2, a, r::Yes); i: or(h, z)").routes("r", "No");
    let quorum = quorum.takes("a", 5).takes("z", 9);
    assert_eq!(quorum.run(), "r 0-0, a 0-5, z 0-9, i 9-9 = done at 9");
    let late = flow("r; a; b; h: quorum(2, a, r::Yes, b); i: b").routes("r", "No").takes("a", 5).fails("a");
    assert_eq!(late.run(), "r 0-0, a 0-5!, b 0-0, i 0-0 = failed a at 5");
}

#[test]
fn a_quorum_of_one_is_a_race_and_one_of_all_is_a_join() {
    let race = flow("a; b; c; h: quorum(1, a, b, c)").takes("a", 9).takes("b", 5).takes("c", 7);
    assert_eq!(race.run(), "a 0-5~, b 0-5, c 0-5~, h 5-5 = done at 5");
    let join = flow("a; b; c; h: quorum(3, a, b, c)").takes("a", 9).takes("b", 5).takes("c", 7);
    assert_eq!(join.run(), "a 0-9, b 0-5, c 0-7, h 9-9 = done at 9");
    assert_eq!(arrivals(&join), [1, 2, 0]);
    assert_eq!(join.fails("b").run(), "a 0-5~, b 0-5!, c 0-5~ = failed b at 5");
}

#[test]
fn quorums_nest() {
    let inner = flow("a; b; c; d; h: and(quorum(2, a, b, c), d)").takes("a", 1).takes("b", 3).takes("c", 5);
    assert_eq!(inner.takes("d", 9).run(), "a 0-1, b 0-3, c 0-3~, d 0-9, h 9-9 = done at 9");
    let outer =
        flow("a; b; c; d; h: quorum(2, and(a, b), or(c, d), d)").takes("a", 1).takes("b", 6).takes("c", 3);
    let outer = outer.takes("d", 9);
    assert_eq!(outer.run(), "a 0-1, b 0-6, c 0-3, d 0-6~, h 6-6 = done at 6");
    assert_eq!(arrivals(&outer), [1, 0]);
}

#[test]
fn each_iteration_has_a_quorum_of_its_own() {
    let looped = flow("e; h: or(e, r::Again); a: h; b: h; c: h; r: quorum(2, a, b, c); x: r::Exit");
    let looped = looped.routes("r", "Again Exit").takes("a", 1).takes("b", 2).takes("c", 5);
    assert_eq!(
        looped.run(),
        "e 0-0, h 0-0, a 0-1, b 0-2, c 0-2~, r 2-2, h 2-2, a 2-3, b 2-4, c 2-4~, r 4-4, x 4-4 = done at 4"
    );
}

#[test]
fn ways_back_may_be_a_quorum() {
    let looped =
        flow("e; h: or(e, quorum(2, a, r::Again, s::Again)); a: h; r: h; s: h; x: r::Exit; y: s::Exit");
    let looped = looped.routes("r", "Again Exit").routes("s", "Exit").takes("a", 1);
    assert_eq!(looped.order(), "e h a r s y h a r s x y");
    let failing = looped.fails("a").takes("r", 2).takes("s", 2);
    assert_eq!(failing.run(), "e 0-0, h 0-0, a 0-1!, r 0-2, s 0-2, y 2-2~ = failed a at 2");
}

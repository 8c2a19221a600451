//! The cases of the project's conformance list that are about when steps run. They are facts about how flows of
//! this family behave, with the outcome this language gives.

use super::notation::flow;
use crate::machine::simulate::Ties;
use crate::machine::{Activation, Carried};

#[test]
fn c01_chain() {
    assert_eq!(flow("p; q: p").order(), "p q");
}

#[test]
fn c02_two_chains() {
    let two = flow("p; q; p2: p; q2: q").takes("p", 10).takes("q", 5);
    assert_eq!(two.run(), "p 0-10, q 0-5, q2 5-5, p2 10-10 = done at 10");
}

#[test]
fn c03_and_join() {
    for (p, q) in [(5, 10), (10, 5)] {
        let join = flow("p; q; j: and(p, q)").takes("p", p).takes("q", q);
        assert_eq!(join.run(), format!("p 0-{p}, q 0-{q}, j 10-10 = done at 10"));
        let both = Carried::And(vec![Carried::Event(Activation(0)), Carried::Event(Activation(1))]);
        assert_eq!(join.log(Ties::OldestFirst).runs[2].carried, Some(both), "in the order written");
    }
}

#[test]
fn c04_race() {
    let race = flow("fast; slow; h: or(fast, slow)").takes("slow", 100);
    assert_eq!(race.run(), "fast 0-0, slow 0-0~, h 0-0 = done at 0");
}

#[test]
fn c04b_race_with_a_loser_that_must_finish() {
    let race = flow("fast; slow!; h: or(fast, slow)").takes("slow", 100).takes("fast", 1);
    assert_eq!(race.run(), "fast 0-1, slow 0-100, h 1-1 = done at 100");
}

#[test]
fn c05_router() {
    let router = flow("p; r: p; ha: r::A; hb: r::B; hc: r::C").routes("r", "B");
    assert_eq!(router.order(), "p r hb");
}

#[test]
fn c06_loop() {
    let looped =
        flow("entry; a: or(entry, r::Again); b: a; r: b; halt: r::Halt").routes("r", "Again Again Halt");
    assert_eq!(looped.order(), "entry a b r a b r a b r halt");
}

#[test]
fn c07_loop_between_routers() {
    let looped = flow("k; one: k; h: or(one::One, r::Two); r: h; halt: r::Halt");
    let looped = looped.routes("one", "One").routes("r", "Two Two Halt");
    assert_eq!(looped.order(), "k one h r h r h r halt");
}

#[test]
fn c09_router_behind_a_router() {
    let chain = flow("r0; r1: r0::Yes; h: r1::Again").routes("r0", "Yes").routes("r1", "Again");
    assert_eq!(chain.order(), "r0 r1 h");
    assert_eq!(chain.log(Ties::OldestFirst).runs[2].carried, Some(Carried::Event(Activation(1))));
}

#[test]
fn c11_failure() {
    assert_eq!(flow("p; q: p").fails("p").run(), "p 0-0! = failed p at 0");
}

#[test]
fn c17_routers_side_by_side() {
    let routers = flow("s; d: s; x: d::Ready; none: d::Ready; y: d::Ready; hx: x::X; hn: none::N; hy: y::Y");
    let routers = routers.routes("d", "Ready").routes("x", "X").routes("none", "Other").routes("y", "Y");
    assert_eq!(routers.order(), "s d x none y hx hy");
}

#[test]
fn c19_diamond() {
    assert_eq!(flow("s; l: s; r: s; j: and(l, r)").order(), "s l r j");
}

#[test]
fn c20_routers_in_a_row() {
    let row = flow("b; r1: b; p1: r1::L; r2: p1; p2: r2::L; r3: p2; z: r3::End");
    assert_eq!(row.routes("r1", "L").routes("r2", "L").routes("r3", "End").order(), "b r1 p1 r2 p2 r3 z");
}

#[test]
fn c23_a_join_over_two_distances() {
    assert_eq!(flow("s; a: s; c: s; x: and(a, c); j: and(a, x)").order(), "s a c x j");
}

#[test]
fn c25_chain_of_mixed_steps() {
    let mixed = flow("s; a1: s; s2: a1; a3: s2; z: a3").takes("a1", 3).takes("a3", 4);
    assert_eq!(mixed.run(), "s 0-0, a1 0-3, s2 3-3, a3 3-7, z 7-7 = done at 7");
}

#[test]
fn c27_a_router_heads_the_loop() {
    let looped = flow("b; t: or(b, tail); store: t::T; send: store; tail: send; halt: t::Halt");
    let order = looped.routes("t", "T T T Halt").order();
    assert_eq!(order, "b t store send tail t store send tail t store send tail t halt");
}

#[test]
fn c37_route_then_chain() {
    assert_eq!(flow("i; r: i; g: r::Go; z: g").routes("r", "Go").order(), "i r g z");
}

#[test]
fn c38_a_loop_entered_by_a_route() {
    let looped = flow("b; r0: b; c: or(r0::First, r::Again); r: c; halt: r::Halt");
    let order = looped.routes("r0", "First").routes("r", "Again Again Halt").order();
    assert_eq!(order, "b r0 c r c r c r halt");
}

#[test]
fn c44_review_until_accepted() {
    let review = flow("draft; review: or(draft, review2); publish: review::Yes; review2: review::No");
    let review = review.routes("review", "No No Yes");
    assert_eq!(review.order(), "draft review review2 review review2 review publish");
    assert_eq!(
        review.log(Ties::OldestFirst).runs[6].carried,
        Some(Carried::Event(Activation(5))),
        "the third"
    );
}

#[test]
fn e3_a_failure_stops_everything() {
    let failing = flow("ok; l: ok; bad").takes("ok", 200).takes("bad", 50).fails("bad");
    assert_eq!(failing.run(), "ok 0-50~, bad 0-50! = failed bad at 50");
}

#[test]
fn e6_all_members_fail() {
    let race = flow("a; b; h: or(a, b)").takes("a", 10).takes("b", 50).fails("a").fails("b");
    assert_eq!(race.run(), "a 0-10!, b 0-50! = failed h by a b at 50");
}

#[test]
fn e6b_one_member_fails() {
    let race = flow("a; b; h: or(a, b)").takes("a", 10).takes("b", 50).fails("a");
    assert_eq!(race.run(), "a 0-10!, b 0-50, h 50-50 = done at 50");
}

#[test]
fn g8_two_routers_on_one_step_each_followed_by_one() {
    let routers = flow("s; a: s; b: s; a2: a::Go; b2: b::Go").routes("a", "Go").routes("b", "Go");
    assert_eq!(routers.order(), "s a b a2 b2");
}

#[test]
fn t1_ties() {
    for ties in [Ties::OldestFirst, Ties::NewestFirst, Ties::Shuffled(7)] {
        let race = flow("a; b; h: or(a, b)").takes("a", 5).takes("b", 5);
        let winner = Carried::Or { winner: 0, carried: Box::new(Carried::Event(Activation(0))) };
        assert_eq!(race.log(ties).runs[2].carried, Some(winner), "the one written first");
    }
}

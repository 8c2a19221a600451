//! Quorums.

use expect_test::expect;

use super::{fine, wrong};

#[test]
fn numbers_that_make_no_sense() {
    wrong(
        "start a; start b; listen c: quorum(0, a, b)",
        expect![[r#"
        [12, Trigger(2, 0)] `quorum(0, …)` would wait for nothing

        help: the number says how many of the members have to happen: 1 (the first of them) to 2 (all of them)
    "#]],
    );
    wrong(
        "start a; start b; listen c: quorum(3, a, b)",
        expect![[r#"
        [12, Trigger(2, 0)] `quorum(3, …)` can never happen: it has only 2 members

        help: the number says how many of the members have to happen: 1 (the first of them) to 2 (all of them)
    "#]],
    );
    wrong(
        "start a; listen c: quorum(1, a)",
        expect![[r#"
        [12, Trigger(1, 0)] `quorum` needs at least two members

        help: write `a` alone
    "#]],
    );
    wrong(
        "start a; start b; listen c: quorum(2, a, b, a)",
        expect![[r#"
        [12, Trigger(2, 3)] `a` stands in this `quorum` twice

        help: remove one of them
    "#]],
    );
    wrong(
        "start a; start b; start d; listen c: and(quorum(2, a, b, d), quorum(2, a, b, d))",
        expect![[r#"
        [12, Trigger(3, 5)] `quorum(2, a, b, d)` stands in this `and` twice

        help: remove one of them
    "#]],
    );
    fine("start a; start b; start d; listen c: and(quorum(1, a, b, d), quorum(2, a, b, d))");
    fine("start a; start b; listen c: quorum(2, a, b)");
}

#[test]
fn quorums_that_never_complete() {
    wrong(
        "router r; listen h: quorum(2, r::A, r::B, r::C)",
        expect![[r#"
        [3, Trigger(1, 0)] `h` can never run: it waits for 2 of `r::A`, `r::B` and `r::C`, and fewer than 2 of them can happen in one run

        help: to go on after whichever of them happens, wait for `or(r::A, r::B, r::C)`
    "#]],
    );
    wrong(
        "router r; start s; listen h: or(quorum(3, r::A, r::B, s), s)",
        expect![[r#"
        [3, Trigger(2, 1)] this `quorum` can never complete: it waits for 3 of `r::A`, `r::B` and `s`, and fewer than 3 of them can happen in one run

        help: to go on after whichever of them happens, wait for `or(r::A, r::B, s)`
    "#]],
    );
    wrong(
        "router r; start s; listen a: r::A; listen b: r::B; listen h: and(quorum(2, a, b, r::C), s)",
        expect![[r#"
            [3, Trigger(4, 1)] `h` can never run: it waits for 2 of `a`, `b` and `r::C`, and fewer than 2 of them can happen in one run

            help: to go on after whichever of them happens, wait for `or(a, b, r::C)`
        "#]],
    );
    fine("router r; start s; listen h: quorum(2, r::A, r::B, s)");
    fine("router r; router s; listen h: quorum(2, r::A, r::B, s::A, s::B)");
    // One cause, one error.
    wrong(
        "router r; listen h: quorum(2, r::A, r::B, r::C); listen i: and(h, r::A)",
        expect![[r#"
        [3, Trigger(1, 0)] `h` can never run: it waits for 2 of `r::A`, `r::B` and `r::C`, and fewer than 2 of them can happen in one run

        help: to go on after whichever of them happens, wait for `or(r::A, r::B, r::C)`
    "#]],
    );
}

#[test]
fn members_that_are_never_among_the_first() {
    wrong(
        "start a; start b; listen c: b; listen d: c; listen h: quorum(2, b, c, d, a)",
        expect![[r#"
        [4, Trigger(4, 3)] `d` can never be one of the first 2 of this `quorum`: it happens only after `b` and `c` have happened
          `b` -> `c` -> `d`

        help: leave it out, or wait for more of them
    "#]],
    );
    wrong(
        "start a; start b; listen h: quorum(1, a, b, and(a, b))",
        expect![[r#"
        [4, Trigger(2, 3)] `and(a, b)` can never be the first of this `quorum`: it happens only after `a` has happened

        help: leave it out, or wait for more of them
    "#]],
    );
    wrong(
        "start a; start b; router r; listen h: quorum(2, r::A, and(r::B, a), and(r::B, b))",
        expect![[r#"
        [4, Trigger(3, 1)] `r::A` can never be one of the first 2 of this `quorum`: in a run in which it happens, fewer than 2 of them can

        help: leave it out
    "#]],
    );
    fine("start a; start b; listen c: b; listen h: quorum(2, a, b, c)");
    fine("start a; start b; listen h: quorum(2, and(a, b), a, b)");
}

#[test]
fn a_header_is_no_quorum() {
    wrong(
        "start a; router h: quorum(1, a, h::Again); listen x: h::Done",
        expect![[r#"
        [5, Trigger(1, 0)] `h` begins a loop, so it must wait for an `or` of the way in and the ways back, and a `quorum` is none, whatever its number
          `h` -> `h`

        help: write `or(way_in, way_back)`, each a member of its own, at the top of the trigger
    "#]],
    );
    wrong(
        "start a; start b; router h: quorum(2, a, b, h::Again); listen x: h::Done",
        expect![[r#"
        [5, Trigger(2, 0)] `h` begins a loop, so it must wait for an `or` of the way in and the ways back, and a `quorum` is none, whatever its number
          `h` -> `h`

        help: write `or(way_in, way_back)`, each a member of its own, at the top of the trigger
    "#]],
    );
    fine("start a; start b; start c; router h: or(quorum(2, a, b, c), h::Again); listen x: h::Done");
}

#[test]
fn iterations_do_not_mix() {
    let lines = |number: u32| {
        format!(
            "start a; start b; start c; router h: or(a, h::Again); listen x: h::Done; listen o: quorum({number}, b, h, c)"
        )
    };
    wrong(
        &lines(2),
        expect![[r#"
        [5, Trigger(5, 0)] this `quorum` would mix iterations: `h` is in the loop of `h`, which may go round again before `o` begins

        help: let a step inside the loop wait for all of them, and listen to that step
    "#]],
    );
    fine(&lines(1));
}

#[test]
fn what_a_quorum_makes_certain() {
    // Two of these three need `s`; one of the other two is not enough.
    fine("router r; start s; listen h(from s: T): quorum(2, r::A, r::B, s)");
    wrong(
        "start a; start b; start c; listen h(from a: T): quorum(2, a, b, c)",
        expect![[r#"
            [11, Param(3, 0)] `a` may not have succeeded when `h` begins: `h` also begins after `b`

            help: write `Option<T>`, which is `None` then
        "#]],
    );
    fine("start s; listen a: s; listen b: s; start c; listen h(from s: T): quorum(2, a, b, c)");
    wrong(
        "start s; listen a: s; start b; start c; listen h(from s: T): quorum(2, a, b, c)",
        expect![[r#"
            [11, Param(4, 0)] `s` may not have succeeded when `h` begins: `h` also begins after `b`

            help: write `Option<T>`, which is `None` then
        "#]],
    );
}

#[test]
fn nobody_who_lost_runs_beside_the_listener() {
    fine("start a; start b; start c; mut listen h: quorum(2, a, b, c)");
    wrong(
        "start a; start b; start c; mut listen h: quorum(2, a, b, c); listen i: c",
        expect![[r#"
        [10, Receiver(3)] `h` takes `&mut self`, so nothing may run beside it, but `c` may run at the same time
          `a` succeeds
          `b` succeeds
          now both run: `h` and `c`
          so may `i`

        help: let one wait for the other, or take `&self` and put what changes behind a lock
    "#]],
    );
    wrong(
        "start a; start b; must_finish start c; mut listen h: quorum(2, a, b, c)",
        expect![[r#"
        [10, Receiver(3)] `h` takes `&mut self`, so nothing may run beside it, but `c` may run at the same time
          `a` succeeds
          `b` succeeds
          now both run: `h` and `c`

        help: let one wait for the other, or take `&self` and put what changes behind a lock
    "#]],
    );
}

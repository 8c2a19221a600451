//! Joins and races.

use expect_test::expect;

use super::{fine, wrong};

#[test]
fn joins_that_never_complete() {
    wrong(
        "start judge; listen publish: and(judge::Accept, judge::Reject)",
        expect![[r#"
        [3, Trigger(1, 0)] `publish` can never run: it waits for `judge::Accept` and `judge::Reject`, and one run takes only one of them

        help: to go on after whichever of them happens, wait for `or(judge::Accept, judge::Reject)`
    "#]],
    );
    wrong(
        "start x; listen y: and(x, x::Err); listen z: y",
        expect![[r#"
        [3, Trigger(1, 0)] `y` can never run: it waits for `x` and `x::Err`, and one run takes only one of them

        help: to go on after whichever of them happens, wait for `or(x, x::Err)`
    "#]],
    );
    wrong(
        "start r; listen a: r::Yes; listen b: r::No; listen c: b; listen d: and(a, c); listen e: and(d, r::Yes)",
        expect![[r#"
            [3, Trigger(4, 0)] `d` can never run: it waits for `a` and `c`, and one run takes only one of them
              `a` happens only after `r::Yes`
              `c` happens only after `r::No`

            help: to go on after whichever of them happens, wait for `or(a, c)`
        "#]],
    );
    wrong(
        "start r; start s; listen a: or(and(r::Yes, or(r::No, r::Maybe)), s)",
        expect![[r#"
        [3, Trigger(2, 1)] this `and` can never complete: it waits for `r::Yes` and `or(r::No, r::Maybe)`, and one run takes only one of them

        help: to go on after whichever of them happens, wait for `or(r::Yes, or(r::No, r::Maybe))`
    "#]],
    );
    wrong(
        "router r; router s; listen x: r::A; listen ab: or(x, s::A); listen bc: or(r::B, s::B); listen ca: or(r::C, s::C)\nlisten join: and(ab, bc, ca)",
        expect![[r#"
            [3, Trigger(6, 0)] `join` can never run: it waits for `ab`, `bc` and `ca`, which never all happen in one run
        "#]],
    );
}

#[test]
fn joins_that_complete() {
    fine("router r; listen a: r::Yes; listen b: r::No; listen c: or(a, b); listen d: and(r, c)");
    fine("start r; start s; listen a: and(r::Yes, s::No)");
}

#[test]
fn racers_that_never_win() {
    wrong(
        "start a; listen x: a; listen b: x; listen c: or(a, b); listen d: b",
        expect![[r#"
        [4, Trigger(3, 2)] `b` can never win this race: it happens only after `a` has happened
          `a` -> `x` -> `b`

        help: wait for one of the two alone: `a` if the first is wanted, `b` if the last
    "#]],
    );
    wrong(
        "start a; listen b: a; listen c: or(b, a)",
        expect![[r#"
        [4, Trigger(2, 1)] `b` can never win this race: it happens only after `a` has happened
          `a` -> `b`

        help: wait for one of the two alone: `a` if the first is wanted, `b` if the last
    "#]],
    );
    wrong(
        "start k; router r: k; router s: r::One; listen h: or(r::One, s::Two); listen i: s::Three",
        expect![[r#"
            [4, Trigger(3, 2)] `s::Two` can never win this race: it happens only after `r::One` has happened
              `r::One` -> `s::Two`

            help: wait for one of the two alone: `r::One` if the first is wanted, `s::Two` if the last
        "#]],
    );
    wrong(
        "start a; start b; listen c: or(a, and(a, b)); listen d: b",
        expect![[r#"
        [4, Trigger(2, 2)] `and(a, b)` can never win this race: it happens only after `a` has happened

        help: wait for one of the two alone: `a` if the first is wanted, `and(a, b)` if the last
    "#]],
    );
    wrong(
        "start a; listen c: or(a, a::Yes)",
        expect![[r#"
        [4, Trigger(1, 2)] `a::Yes` can never win this race: it happens only after `a` has happened

        help: wait for one of the two alone: `a` if the first is wanted, `a::Yes` if the last
    "#]],
    );
    wrong(
        "start a; listen b: or(a, a)",
        expect![[r#"
        [12, Trigger(1, 2)] `a` stands in this `or` twice

        help: remove one of them
    "#]],
    );
}

#[test]
fn racers_that_may_win() {
    fine("start a; start b; listen c: or(and(a, b), a)");
    fine("start x; listen y: or(x, x::Err)");
    fine("start x; listen y: x::Err; listen z: or(x, y)");
    fine("start a; listen c: or(a::Yes, a)");
    fine("start a; listen h: or(a, r::Again); router r: h; listen done: r::Done");
}

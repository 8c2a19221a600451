//! Cycles and loops.

use expect_test::expect;

use super::{fine, wrong};

#[test]
fn cycles_that_are_no_loops() {
    wrong(
        "start s; listen m: m",
        expect![[r#"
        [5, Trigger(1, 0)] `m` waits for itself, so it can never run

        help: to run it again, let it wait for a way in and a way back: `or(before, m::Again)`
    "#]],
    );
    wrong(
        "start s; listen a: c; listen b: a; listen c: b; listen d: c",
        expect![[r#"
        [2, Trigger(1, 0)] `a`, `b` and `c` can never run: they wait for one another, and nothing outside leads to them
          `a` -> `b` -> `c` -> `a`

        help: let one of them, such as `a`, wait for a step outside as well, with `or`
    "#]],
    );
    wrong(
        "start s; listen a: and(s, b::More); router b: a ends(Stop)",
        expect![[r#"
        [2, Trigger(1, 0)] `a` can never run: part of what it waits for happens only after it
          `a` -> `b` -> `a`

        help: to make a loop, let it wait for an `or` of the way in and the way back
    "#]],
    );
    wrong(
        "start s; start t; listen a: or(s, b::More); router b: or(t, a) ends(Stop); listen c: and(b::No, b::Yes)",
        expect![[r#"
            [5, Trigger(3, 0)] this cycle can be entered at `a` and `b`, but a loop begins with the same step each time
              `a` -> `b` -> `a`

            help: let everything that enters the cycle lead to `a`
        "#]],
    );
    wrong(
        "start s; start t; listen a: and(t, or(s, b::More)); router b: a ends(Stop)",
        expect![[r#"
        [5, Trigger(2, 0)] `a` begins a loop, so it must wait for an `or` of the way in and the ways back
          `a` -> `b` -> `a`

        help: write `or(way_in, way_back)`, each a member of its own, at the top of the trigger
    "#]],
    );
    wrong(
        "start s; start t; listen a: or(s, or(t, b::More)); router b: a ends(Stop)",
        expect![[r#"
        [5, Trigger(2, 2)] `or(t, b::More)` leads back to `a`, but can also happen without the loop

        help: make the way in and the way back members of their own: `or(way_in, way_back)`
    "#]],
    );
    wrong(
        "start s; listen a: or(or(s, b::More), b::Less); router b: a ends(Stop)",
        expect![[r#"
        [5, Trigger(1, 0)] `a` begins a loop, so it must wait for an `or` of the way in and the ways back
          `a` -> `b` -> `a`

        help: write `or(way_in, way_back)`, each a member of its own, at the top of the trigger
    "#]],
    );
}

#[test]
fn loops_that_nothing_leaves() {
    wrong(
        "start s; listen a: or(s, b); listen b: a",
        expect![[r#"
        [5, Step(1)] nothing leaves this loop: whatever its steps return, it goes round again
          `a` -> `b` -> `a`

        help: let a router in it have a route that does not lead back: listen to it outside, or name it in `ends(...)`
    "#]],
    );
    wrong(
        "start s; listen a: or(s, b::More, b::Less); router b: a",
        expect![[r#"
        [5, Step(1)] nothing leaves this loop: whatever its steps return, it goes round again
          `a` -> `b` -> `a`

        help: let a router in it have a route that does not lead back: listen to it outside, or name it in `ends(...)`
    "#]],
    );
    wrong(
        "start s; listen a: or(s, c, d); router b: a; listen c: b::More; listen d: b::Less",
        expect![[r#"
        [5, Step(1)] nothing leaves this loop: whatever its steps return, it goes round again
          `a` -> `b` -> `c` -> `a`

        help: let a router in it have a route that does not lead back: listen to it outside, or name it in `ends(...)`
    "#]],
    );
    wrong(
        "start s; listen a: or(s, r::Out); listen b: or(a, r::In); router r: b",
        expect![[r#"
        [5, Step(1)] nothing leaves this loop: whatever its steps return, it goes round again
          `a` -> `b` -> `r` -> `a`

        help: let a router in it have a route that does not lead back: listen to it outside, or name it in `ends(...)`
    "#]],
    );
}

#[test]
fn loops_that_something_leaves() {
    fine("start draft; router review: or(draft, review::No); listen publish: review::Yes");
    fine("start a; listen try_it: or(a, try_it::Err); listen done: try_it");
    fine("start s; listen a: or(s, r::Out); listen b: or(a, r::In); router r: b; listen done: r::Done");
    fine("start s; listen a: or(s, b::More); router b: a ends(_)");
    fine(
        "start s; listen a: or(s, b::More); router b: a; router c: or(b::Done, d::More); listen d: c::Go; listen e: c::Done; listen f: d::More",
    );
    fine("start a; listen try_it: or(a, ask::None); start ask -> Option<T>; listen done: try_it");
}

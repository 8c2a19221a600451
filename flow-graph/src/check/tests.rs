//! Every rule with what breaks it, and with what looks similar and is right.

use expect_test::{Expect, expect};

use super::check;
use crate::analysis::notation::graph;

/// The errors of a flow as a user reads them.
fn errors(text: &str) -> String {
    match check(&mut graph(text)) {
        Ok(_) => "fine\n".to_owned(),
        Err(errors) => errors.iter().map(|it| format!("[{}, {:?}] {it}\n", it.rule, it.place)).collect(),
    }
}

#[track_caller]
fn fine(text: &str) {
    assert_eq!(errors(text), "fine\n", "{text}");
}

#[track_caller]
fn wrong(text: &str, expected: Expect) {
    expected.assert_eq(&errors(text));
}

#[test]
fn names_that_mean_nothing() {
    wrong(
        "start a; start a",
        expect![[r#"
        [1, Step(1)] there are two steps named `a`

        help: give one of them another name
    "#]],
    );
    wrong(
        "start a -> (); listen b: a::Yes",
        expect![[r#"
        [1, Trigger(1, 0)] `a` carries nothing, so there is no `a::Yes`
    "#]],
    );
    wrong(
        "start a -> (); listen b: a; output b",
        expect![[r#"
        fine
    "#]],
    );
    wrong(
        "start a -> (); listen b: a; output a",
        expect![[r#"
        [1, Picked] `a` carries nothing, so it cannot be the flow's output
    "#]],
    );
    wrong(
        "start a; router r: a max 5; listen b: r",
        expect![[r#"
        [1, Step(1)] `r` is in no loop, so `max_iterations` means nothing here

        help: remove it
    "#]],
    );
    wrong(
        "start a; router r: or(a, s::Again) max 5; router s: r::More ends(Stop) max 6",
        expect![[r#"
            [1, Step(2)] `r` and `s` are in the same loop, but their `max_iterations` differ

            help: remove one of them
        "#]],
    );
}

#[test]
fn c_f2_no_start_silences_cycles_but_not_what_is_written_wrong() {
    wrong(
        "listen a: b; listen b: a",
        expect![[r#"
        [2, Flow] the flow has no start step, so nothing would ever run

        help: mark the method that runs first with `#[start]`
    "#]],
    );
    wrong(
        "listen a: and(b, b); listen b: a",
        expect![[r#"
        [12, Trigger(0, 2)] `b` stands in this `and` twice

        help: remove one of them
        [2, Flow] the flow has no start step, so nothing would ever run

        help: mark the method that runs first with `#[start]`
    "#]],
    );
}

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

#[test]
fn the_state_alone() {
    wrong(
        "mut start p; mut start q",
        expect![[r#"
        [10, Receiver(0)] `p` takes `&mut self`, so nothing may run beside it, but `q` may run at the same time
          both begin when the flow starts: `p` and `q`

        help: let one wait for the other, or take `&self` and put what changes behind a lock
    "#]],
    );
    wrong(
        "start a; router r: a; mut listen b: r::Yes; listen c: a; listen d: c; listen e: r::No; free listen f: c; listen g: f",
        expect![[r#"
            [10, Receiver(2)] `b` takes `&mut self`, so nothing may run beside it, but `c` may run at the same time
              `a` succeeds
              `r` succeeds with `Yes`
              now both run: `b` and `c`
              so may `d`, `f` and `g`

            help: let one wait for the other, or take `&self` and put what changes behind a lock
        "#]],
    );
    fine("mut start p; mut listen q: p");
    fine("router r; mut listen a: r::Yes; mut listen b: r::No; mut listen c: or(a, b)");
    fine("start a; start b; mut listen c: or(a, b)");
    wrong(
        "start a; must_finish start b; mut listen c: or(a, b)",
        expect![[r#"
        [10, Receiver(2)] `c` takes `&mut self`, so nothing may run beside it, but `b` may run at the same time
          `a` succeeds
          now both run: `c` and `b`

        help: let one wait for the other, or take `&self` and put what changes behind a lock
    "#]],
    );
    wrong(
        "start a; start b; mut listen c: or(a, b); listen d: b",
        expect![[r#"
        [10, Receiver(2)] `c` takes `&mut self`, so nothing may run beside it, but `b` may run at the same time
          `a` succeeds
          now both run: `c` and `b`
          so may `d`

        help: let one wait for the other, or take `&self` and put what changes behind a lock
    "#]],
    );
}

#[test]
fn what_from_reads() {
    fine("start a; listen b: a; listen c(from a: &T): b");
    fine("router r; listen a: r::A; listen b: r::B; listen c(from a: Option<T>): or(a, b)");
    wrong(
        "router r; listen a: r::A; listen b: r::B; listen c(from a: T): or(a, b)",
        expect![[r#"
        [11, Param(3, 0)] `a` may not have succeeded when `c` begins

        help: write `Option<T>`
    "#]],
    );
    wrong(
        "start a; start b; listen c(from a: T): b",
        expect![[r#"
        [11, Param(2, 0)] `c` does not wait for `a`, so its value may not be there yet

        help: `#[from]` reads the value of a step that the trigger waits for, directly or through others
    "#]],
    );
    wrong(
        "start a -> (); listen b(from a: T): a",
        expect![[r#"
        [11, Param(1, 0)] `a` carries nothing, so there is nothing to take from it

        help: remove the parameter
    "#]],
    );
    wrong(
        "start a; listen b(from r: Option<T>): or(a, r::More); router r: b ends(_)",
        expect![[r#"
        [11, Param(1, 0)] `r` runs after `b` in each iteration, so its value is not there yet

        help: `#[from]` reads the value of a step that the trigger waits for, directly or through others
    "#]],
    );
}

#[test]
fn values_of_an_iteration_that_is_over() {
    wrong(
        "start a; listen b(v: &T): or(a, r::More); router r: b ends(_)",
        expect![[r#"
        [5, Param(1, 0)] `b` cannot borrow the value of `r::More`: when it runs again, the iteration that made the value is over

        help: take it by value
    "#]],
    );
    fine("start a; listen b(v: T): or(a, r::More); router r: b ends(_)");
    fine("start a -> &str; listen b(v: &str): or(a, c); router r: b ends(_); listen c -> &str: r::More");
    wrong(
        "start a; start z; listen b: or(a, r::More); router r: b ends(_); listen log(v: &T): or(b, z)",
        expect![[r#"
            [5, Param(4, 0)] `log` cannot borrow the value of `b`: the loop of `b` may go round again meanwhile, which drops it

            help: take it by value
        "#]],
    );
    fine("start a; start z; listen b: or(a, r::More); router r: b; listen done(v: &T): or(r::Done, z)");
}

#[test]
fn inputs_and_members() {
    wrong(
        "start a(x: &str); start b(x: String)",
        expect![[r#"
        [12, Param(1, 0)] the input `x` is a `String` here and a `&str` in `a`

        help: parameters of start steps that have the same name are the same input: give both the same type, or rename one
    "#]],
    );
    fine("start a(x: Vec<u8>); start b(x: Vec< u8 >, y: u8)");
    wrong(
        "start a; listen b: and(a)",
        expect![[r#"
        [12, Trigger(1, 0)] `and` needs at least two members

        help: write `a` alone
    "#]],
    );
    wrong(
        "start a; listen b: or()",
        expect![[r#"
        [12, Trigger(1, 0)] `or` needs at least two members
    "#]],
    );
    wrong(
        "start a; start b; listen c: or(and(a, b), and(a, b))",
        expect![[r#"
        [12, Trigger(2, 4)] `and(a, b)` stands in this `or` twice

        help: remove one of them
    "#]],
    );
}

#[test]
fn all_errors_of_a_flow_come_at_once_in_the_order_of_its_steps() {
    wrong(
        "start a; start a; listen m: m; listen n: m; listen j: and(r::X, r::Y); router r: a; mut listen s: a",
        expect![[r#"
            [1, Step(1)] there are two steps named `a`

            help: give one of them another name
            [5, Trigger(2, 0)] `m` waits for itself, so it can never run

            help: to run it again, let it wait for a way in and a way back: `or(before, m::Again)`
            [3, Trigger(4, 0)] `j` can never run: it waits for `r::X` and `r::Y`, and one run takes only one of them

            help: to go on after whichever of them happens, wait for `or(r::X, r::Y)`
            [10, Receiver(6)] `s` takes `&mut self`, so nothing may run beside it, but `a` may run at the same time
              `a` succeeds
              now both run: `s` and `a`
              so may `r`

            help: let one wait for the other, or take `&self` and put what changes behind a lock
        "#]],
    );
}

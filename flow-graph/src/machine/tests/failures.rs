//! Where failures go.

use super::notation::flow;

#[test]
fn a_listener_to_the_error_has_it() {
    let handled = flow("a; q: a; mend: a::Err").fails("a");
    assert_eq!(handled.run(), "a 0-0!, mend 0-0 = done at 0");
}

#[test]
fn an_inherited_failure_is_not_the_steps_own() {
    let chain = flow("a; b: a; mend: b::Err; c: b").fails("a");
    assert_eq!(chain.run(), "a 0-0! = failed a at 0");
}

#[test]
fn a_failure_travels_to_a_race_and_drops_out_there() {
    let race = flow("a; b: a; c; h: or(b, c)").fails("a").takes("c", 9);
    assert_eq!(race.run(), "a 0-0!, c 0-9, h 9-9 = done at 9");
}

#[test]
fn a_race_that_was_won_takes_up_nothing() {
    let race = flow("a; b; h: or(a, b); t: and(b, h)").takes("a", 3).takes("b", 9).fails("b");
    assert_eq!(race.run(), "a 0-3, b 0-9!, h 3-3 = failed b at 9");
    let alone = flow("a; s; b!: s; h: or(a, b)").takes("a", 5).takes("s", 2).takes("b", 9).fails("b");
    assert_eq!(alone.run(), "a 0-5, s 0-2, b 2-11!, h 5-5 = failed b at 11");
}

#[test]
fn a_join_that_never_fires_takes_up_nothing() {
    let join = flow("r; a; j: and(a, r::Yes)").routes("r", "No").takes("a", 5).fails("a");
    assert_eq!(join.run(), "r 0-0, a 0-5! = failed a at 5");
}

#[test]
fn a_join_that_has_failed_takes_up_more() {
    let join = flow("a; b; c; j: and(a, b); h: or(j, c)").takes("a", 1).takes("b", 2).takes("c", 9);
    assert_eq!(join.fails("a").fails("b").run(), "a 0-1!, b 0-2!, c 0-9, h 9-9 = done at 9");
}

#[test]
fn what_must_finish_is_awaited() {
    let failing = flow("a; b!; x; end: and(a, b, x)").takes("a", 3).takes("b", 9).takes("x", 20).fails("a");
    assert_eq!(failing.run(), "a 0-3!, b 0-9, x 0-3~ = failed a at 9");
}

#[test]
fn one_cause_by_two_ways_is_one_cause() {
    let diamond = flow("a; l: a; r: a; h: or(l, r)").fails("a");
    assert_eq!(diamond.run(), "a 0-0! = failed a at 0");
}

#[test]
fn routes_of_a_step_that_failed_are_failed() {
    let routed = flow("r; a: r::A; b: r::B").fails("r");
    assert_eq!(routed.run(), "r 0-0! = failed r at 0");
}

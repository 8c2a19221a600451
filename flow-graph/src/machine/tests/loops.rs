//! Loops: their turning, their reset, their end, and who sees what from outside.

use super::notation::flow;

#[test]
fn the_limit_counts_runs_of_the_header() {
    let looped = flow("e; h: or(e, r::Again); r: h; x: r::Exit").routes("r", "Again").limit(3);
    assert_eq!(looped.run(), "e 0-0, h 0-0, r 0-0, h 0-0, r 0-0, h 0-0, r 0-0 = limit h at 0");
}

#[test]
fn an_iteration_runs_to_its_end_before_the_loop_turns() {
    let looped =
        flow("e; h: or(e, r::Again); r: h; x: r::Exit; log: h").routes("r", "Again Exit").takes("log", 9);
    assert_eq!(looped.run(), "e 0-0, h 0-0, r 0-0, log 0-9, h 9-9, r 9-9, log 9-18, x 9-9 = done at 18");
}

#[test]
fn a_join_never_mixes_iterations() {
    // `j` waits for the slow outside; the first iteration's `h` is not the one it gets.
    let looped = flow("e; z; h: or(e, r::Again); r: h; x: r::Exit; j: and(h, z)");
    let looped = looped.routes("r", "Again Exit").takes("z", 5).takes("r", 3);
    assert_eq!(looped.run(), "e 0-0, z 0-5, h 0-0, r 0-3, h 3-3, r 3-6, j 5-5, x 6-6 = done at 6");
}

#[test]
fn events_from_before_the_loop_stay() {
    let looped = flow("e; h: or(e, r::Again); j: and(h, e); r: j; x: r::Exit").routes("r", "Again Exit");
    assert_eq!(looped.order(), "e h j r h j r x");
}

#[test]
fn what_happens_outside_while_the_loop_turns_is_delivered_after() {
    // `z` ends at 5, while the iteration ends (`slow` runs until 9).
    let looped = flow("e; z; h: or(e, r::Again); slow: h; r: h; j: and(h, z); x: r::Exit");
    let looped = looped.routes("r", "Again Exit").takes("z", 5).takes("slow", 9);
    let expected = "e 0-0, z 0-5, h 0-0, slow 0-9, r 0-0, h 9-9, slow 9-18, r 9-9, j 9-9, x 9-9 = done at 18";
    assert_eq!(looped.run(), expected);
}

#[test]
fn never_leaves_a_loop_when_it_is_over() {
    // Until the loop is over, `r::Done` may still happen; then `z2` inherits nothing and `out` is dead.
    let looped = flow("e; b; h: or(e, r::Again); r: h; x: r::Exit; out: or(r::Done, b)");
    let looped = looped.routes("r", "Again Again Exit").takes("r", 2).takes("b", 10).fails("b");
    assert_eq!(
        looped.run(),
        "e 0-0, b 0-10!, h 0-0, r 0-2, h 2-2, r 2-4, h 4-4, r 4-6, x 6-6 = failed b at 10"
    );
    let later = looped.takes("b", 3);
    assert_eq!(later.run(), "e 0-0, b 0-3!, h 0-0, r 0-2, h 2-2, r 2-4, h 4-4, r 4-6, x 6-6 = failed b at 6");
}

#[test]
fn a_race_outside_takes_the_first_iterations_value() {
    let looped = flow("e; b; h: or(e, r::Again); r: h; x: r::Exit; out: or(h, b)");
    let looped = looped.routes("r", "Again Exit").takes("r", 2).takes("b", 9);
    assert_eq!(looped.run(), "e 0-0, b 0-0~, h 0-0, r 0-2, out 0-0, h 2-2, r 2-4, x 4-4 = done at 4");
}

#[test]
fn loops_nest() {
    let nested = flow("e; o: or(e, ro::Again); i: or(o, ri::Again); ri: i; ro: ri::Exit; x: ro::Exit");
    let nested = nested.routes("ri", "Again Exit Again Exit").routes("ro", "Again Exit");
    assert_eq!(nested.order(), "e o i ri i ri ro o i ri i ri ro x");
}

#[test]
fn an_inner_loop_counts_anew_for_each_entry() {
    let nested = flow("e; o: or(e, ro::Again); i: or(o, ri::Again); ri: i; ro: ri::Exit; x: ro::Exit");
    let nested = nested.routes("ri", "Again Exit Again Exit").routes("ro", "Again Exit").limit(2);
    assert_eq!(nested.order(), "e o i ri i ri ro o i ri i ri ro x");
}

#[test]
fn a_failed_way_back_fails_what_waits_for_the_loop() {
    let failing = flow("e; h: or(e, w); r: h; w: r::Again; x: r::Exit").routes("r", "Again").fails("w");
    assert_eq!(failing.run(), "e 0-0, h 0-0, r 0-0, w 0-0! = failed w at 0");
}

#[test]
fn a_failed_way_back_is_the_race_members_failure_outside() {
    let failing = flow("e; z; h: or(e, w); r: h; w: r::Again; x: r::Exit; end: or(x, z)");
    let failing = failing.routes("r", "Again").fails("w").takes("z", 9).takes("w", 2);
    assert_eq!(failing.run(), "e 0-0, z 0-9, h 0-0, r 0-0, w 0-2!, end 9-9 = done at 9");
    assert_eq!(failing.fails("z").run(), "e 0-0, z 0-9!, h 0-0, r 0-0, w 0-2! = failed end by w z at 9");
}

#[test]
fn a_loop_behind_a_lost_race_is_lost_as_a_whole() {
    let race = flow("e; z; h: or(e, r::Again); r: h; x: r::Exit; end: or(x, z)").routes("r", "Again Exit");
    let late = race.takes("z", 3).takes("r", 2);
    assert_eq!(late.run(), "e 0-0, z 0-3, h 0-0, r 0-2, h 2-2, r 2-3~, end 3-3 = done at 3");
}

//! Each fact on small flows.

use super::Analysis;
use super::notation::graph;
use crate::check::check;
use crate::model::{Event, Graph, Route};

struct Checked {
    graph: Graph,
    facts: Analysis,
}

#[track_caller]
fn checked(text: &str) -> Checked {
    let mut graph = graph(text);
    let facts = check(&mut graph).unwrap_or_else(|errors| panic!("{text}: {errors:#?}"));
    Checked { graph, facts }
}

impl Checked {
    fn step(&self, name: &str) -> usize {
        self.graph.step_named(name).unwrap()
    }

    fn event(&self, text: &str) -> Event {
        let (step, route) = match text.split_once("::") {
            None => (text, Route::Success),
            Some((step, "Err")) => (step, Route::Error),
            Some((step, variant)) => (step, Route::Variant(variant.to_owned().into())),
        };
        Event { step: self.step(step), route, bare: false }
    }

    fn certain(&self, event: &str, step: &str) -> bool {
        self.facts.certain(&self.event(event), self.step(step))
    }

    fn exclusive(&self, a: &str, b: &str) -> bool {
        self.facts.exclusive(&self.event(a), &self.event(b))
    }

    fn ended_before(&self, earlier: &str, step: &str) -> bool {
        self.facts.ended_before(self.step(earlier), self.step(step))
    }

    fn may_overlap(&self, a: &str, b: &str) -> bool {
        let [a, b] = [self.step(a), self.step(b)];
        assert_eq!(self.facts.may_overlap(a, b), self.facts.may_overlap(b, a));
        self.facts.may_overlap(a, b)
    }

    fn names(&self, steps: &[usize]) -> String {
        steps.iter().map(|&step| &*self.graph.steps[step].name).collect::<Vec<_>>().join(" ")
    }

    /// The loops as `header members-that-lead-back / body / scope`.
    fn loops(&self) -> Vec<String> {
        let show = |it: &crate::model::Loop| {
            let header = &self.graph.steps[it.header].name;
            format!("{header} {:?} / {} / {}", it.backs, self.names(&it.body), self.names(&it.scope))
        };
        self.graph.loops.iter().map(show).collect()
    }

    /// The sinks, with a `?` after those that may not run.
    fn sinks(&self) -> String {
        let show = |it: &crate::model::Sink| {
            format!("{}{}", self.graph.steps[it.step].name, if it.always { "" } else { "?" })
        };
        self.graph.sinks.iter().map(show).collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn the_order_is_topological_and_else_as_written() {
    let it = checked("listen d: and(b, c); listen b: a; listen c: a; start a; start e");
    assert_eq!(it.names(it.facts.order()), "a b c d e");
    let it = checked("start a; router r: or(a, b); listen b: r::More; listen c: r::Done");
    assert_eq!(it.names(it.facts.order()), "a r b c");
}

#[test]
fn a_loop_has_a_body_and_a_scope() {
    let it = checked(
        "start draft; router review: or(draft, fix); listen log: review; listen fix: review::No
         listen publish: review::Yes; start other; listen both: and(publish, other); listen any: or(log, other)",
    );
    assert_eq!(it.loops(), ["review [1] / review fix / review log fix publish both"]);
    assert_eq!(it.graph.loops[0].max_iterations, 100);
}

#[test]
fn loops_nest_and_the_outer_one_comes_first() {
    let it = checked(
        "start s; listen inner: or(outer, r::In); router r: inner; listen outer: or(s, r::Out); listen done: r::Done
         router again: or(done, again::More) ends(Stop) max 7",
    );
    assert_eq!(
        it.loops(),
        [
            "outer [1] / inner r outer / inner r outer done again",
            "inner [1] / inner r / inner r done again",
            "again [1] / again / again",
        ]
    );
    assert_eq!(it.graph.loops.iter().map(|it| it.max_iterations).collect::<Vec<_>>(), [100, 100, 7]);
}

#[test]
fn what_has_happened_when_a_step_begins() {
    let it = checked(
        "router r; listen a: r::A; listen b: r::B; listen c: or(a, b); start d; listen e: and(c, d)
         listen f: or(e, d::Err); listen g: f",
    );
    assert!(it.certain("r", "a") && it.certain("r::A", "a") && !it.certain("r::B", "a"));
    assert!(it.certain("r", "c") && !it.certain("a", "c") && !it.certain("r::A", "c"));
    assert!(it.certain("r", "e") && it.certain("c", "e") && it.certain("d", "e"));
    assert!(!it.certain("r", "f") && !it.certain("d", "f"));
    assert!(it.certain("f", "g") && !it.certain("g", "g") && !it.certain("a::Such", "g"));
}

#[test]
fn a_route_taken_rules_out_members_of_other_routes() {
    let it = checked("router r; listen a: r::A; listen b: r::B; listen d: and(r::A, or(a, b)); listen e: b");
    assert!(it.certain("a", "d"));
}

#[test]
fn what_has_happened_in_a_loop() {
    let it = checked(
        "start a; start z; listen h: or(a, r::More); router r: h; listen m: r::More; listen done: r::Done
         listen any: or(z, m); listen last: or(z, done)",
    );
    assert!(it.certain("a", "h") && !it.certain("r", "h"));
    assert!(it.certain("r", "m") && it.certain("h", "done"));
    assert!(
        it.facts.upstream(it.step("r"), it.step("done")) && !it.facts.upstream(it.step("r"), it.step("h"))
    );
    let more = it.event("r::More");
    assert!(it.facts.may_turn_after(0, &more) && !it.facts.may_turn_after(0, &it.event("r::Done")));
}

#[test]
fn what_never_happens_together() {
    let it = checked(
        "router r; listen a: r::A; listen b: r::B; listen c: a; listen d: b; listen m: or(c, d); start x; listen y: x::Err; listen z: x",
    );
    assert!(it.exclusive("c", "d") && it.exclusive("r::A", "d") && it.exclusive("y", "z"));
    assert!(!it.exclusive("m", "c") && !it.exclusive("a", "c") && !it.exclusive("a", "z"));
    assert!(it.exclusive("x", "x::Err"));
}

#[test]
fn leaving_a_loop_forgets_its_routes_only_while_it_may_turn() {
    let it = checked(
        "start a; start z; router r: or(a, more); listen more: r::More; listen done: r::Done
         listen early: or(z, more); listen late: or(z::X, done)",
    );
    assert!(it.exclusive("more", "done"));
    assert!(!it.exclusive("early", "done"), "the loop may have gone round in between");
}

#[test]
fn what_always_runs() {
    assert_eq!(checked("router r; listen a: r::A; listen b: r::B; listen m: or(a, b)").sinks(), "m");
    assert_eq!(checked("router r; listen a: r::A; listen b: r::B").sinks(), "a? b?");
    assert_eq!(checked("start r; listen a: r::A; listen b: r::B; listen m: or(a, b)").sinks(), "m?");
    assert_eq!(
        checked("start r -> Option<T>; listen a: r::Some; listen b: r::None; listen m: or(a, b)").sinks(),
        "m"
    );
    assert_eq!(checked("router r ends(C); listen a: r::A; listen b: r::B; listen m: or(a, b)").sinks(), "m?");
    assert_eq!(checked("router r ends(_); listen a: r::A").sinks(), "a?");
    assert_eq!(checked("start a; start b; listen c: or(a, b); listen d -> (): c; listen e: a").sinks(), "e");
    assert_eq!(checked("start a; listen b: a::Err; listen c: a").sinks(), "b? c?");
    assert_eq!(checked("start a; listen b: a::Err; listen c: or(a, b)").sinks(), "c");
}

#[test]
fn the_last_iteration_always_takes_the_way_out() {
    assert_eq!(
        checked("start draft; router review: or(draft, review::No); listen publish: review::Yes").sinks(),
        "publish"
    );
    assert_eq!(checked("start a; listen t: or(a, t::Err); listen done: t").sinks(), "done");
    assert_eq!(checked("start a; router r: or(a, r::More); listen x: r::X; listen y: r::Y").sinks(), "x? y?");
    assert_eq!(
        checked(
            "start s; listen o: or(s, r::Out); listen i: or(o, r::In); router r: i; listen done: r::Done"
        )
        .sinks(),
        "done"
    );
}

#[test]
fn a_picked_step_is_certain_only_if_a_sink_needs_it() {
    assert_eq!(checked("start a; listen b: a; output a").sinks(), "a");
    assert_eq!(checked("start a; start b; listen c: or(a, b); output a").sinks(), "a?");
}

#[test]
fn what_is_over_when_a_step_begins() {
    let it = checked("start a; start b; listen c: and(a, b); start d; listen e: c");
    assert!(it.ended_before("a", "c") && it.ended_before("b", "e") && !it.ended_before("d", "e"));
    assert!(!it.may_overlap("a", "c") && it.may_overlap("a", "b") && it.may_overlap("d", "e"));
}

#[test]
fn the_losers_of_a_race_are_over() {
    let it = checked(
        "start a; start b; listen x: b; must_finish start m; start s; listen t: s; listen c: or(a, x, m, s)",
    );
    assert!(it.ended_before("b", "c") && it.ended_before("x", "c") && it.ended_before("a", "c"));
    assert!(!it.ended_before("m", "c"), "it must finish");
    assert!(!it.ended_before("s", "c"), "`t` can use it");
}

#[test]
fn a_step_is_no_certain_loser_if_its_listener_may_die_first() {
    // When `r` takes another route, `z` is dead and `y` runs on: no race has been lost for it.
    let it = checked("start y; router r ends(No); listen z: and(y, r::Yes); start c; listen t: or(z, c)");
    assert!(!it.ended_before("y", "t"));
    let it = checked("start y; start c; listen t: or(and(y, c), c::X); listen u: c");
    assert!(it.ended_before("y", "t"));
}

#[test]
fn branches_of_a_router_are_over_where_they_merge() {
    let it = checked(
        "router r; listen a: r::A; listen a2: a; listen b: r::B; listen m: or(a2, b); listen log: r::A",
    );
    assert!(it.ended_before("a", "m") && it.ended_before("a2", "m") && it.ended_before("b", "m"));
    assert!(!it.ended_before("log", "m") && it.may_overlap("log", "m") && !it.may_overlap("log", "b"));
}

#[test]
fn a_loop_is_over_only_outside_of_it_and_after_its_exit() {
    let it = checked(
        "start a; start z; router r: or(a, more); listen more: r::More; listen done: r::Done
         listen early: or(z, more); listen late: or(z::X, done)",
    );
    assert!(it.ended_before("r", "done") && it.ended_before("r", "more"));
    assert!(
        !it.ended_before("r", "early") && it.may_overlap("r", "early") && it.may_overlap("done", "early")
    );
    assert!(!it.may_overlap("a", "r"));
}

#[test]
fn a_big_flow_is_checked_quickly() {
    // Fifty layers of ten, with a router, races, joins and a loop in each.
    let mut text = String::from("start s0\n");
    for layer in 0..50 {
        let (last, next) = (format!("s{layer}"), format!("s{}", layer + 1));
        text += &format!(
            "listen h{layer}: or({last}, d{layer}::Err); router r{layer}: h{layer}; listen a{layer}: r{layer}::A
             listen b{layer}: r{layer}::B; listen c{layer}: or(a{layer}, b{layer}); listen d{layer}: c{layer}
             listen e{layer}: d{layer}; mut listen f{layer}: and(d{layer}, e{layer}); listen g{layer}: f{layer}; listen {next}: g{layer}\n"
        );
    }
    let began = std::time::Instant::now();
    let it = checked(&text);
    assert_eq!((it.graph.steps.len(), it.graph.loops.len()), (501, 50));
    assert_eq!(it.sinks(), "s50");
    println!("{:?}", began.elapsed());
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}

#[test]
fn conditions_that_explode_only_make_the_answers_careful() {
    // All `x` come before all `y` in the order, so the diagram of `join` has more than 2^60 nodes.
    let mut text = String::new();
    let mut members = Vec::new();
    for index in 0..60 {
        text += &format!("start x{index}; listen xo{index}: x{index}::No\n");
        members.push(format!("and(x{index}::Yes, y{index}::Yes)"));
    }
    for index in 0..60 {
        text += &format!("start y{index}; listen yo{index}: y{index}::No\n");
    }
    text += &format!("listen race: or({}); listen a: race; listen b: x0", members.join(", "));
    let began = std::time::Instant::now();
    let it = checked(&text);
    assert!(it.sinks().ends_with("a? b"));
    assert!(!it.exclusive("race", "b") && it.may_overlap("race", "b"));
    println!("{:?}", began.elapsed());
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[test]
fn a_wide_flow_is_checked_quickly() {
    let mut text = String::new();
    for index in 0..250 {
        text += &format!("start s{index}; listen t{index}: s{index}\n");
    }
    let all: Vec<String> = (0..250).map(|index| format!("t{index}")).collect();
    text += &format!("mut listen first: or({0}); mut listen all: and({0}, first)", all.join(", "));
    let began = std::time::Instant::now();
    let mut graph = graph(&text);
    assert_eq!(check(&mut graph).unwrap_err().len(), 1, "`first` runs beside what `all` waits for");
    println!("{:?}", began.elapsed());
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}

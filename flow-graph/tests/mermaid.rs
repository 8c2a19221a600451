//! The Mermaid and DOT texts of graphs built by hand. The snapshots are files, so that the gate can draw them with the
//! real Mermaid and the real Graphviz; `UPDATE_EXPECT=1 cargo test` rewrites them.

use std::borrow::Cow;

use expect_test::ExpectFile;
use flow_graph::model::{Event, Graph, Input, Loop, Param, Route, Sink, Step, StepId, StepKind, Trigger};
use flow_graph::render::{dot, mermaid};

fn start(name: &'static str) -> Step {
    Step::new(name, StepKind::Start)
}

fn listen(name: &'static str, trigger: Trigger) -> Step {
    Step { trigger: Some(trigger), ..Step::new(name, StepKind::Listen) }
}

fn router(name: &'static str, trigger: Trigger) -> Step {
    Step { trigger: Some(trigger), ..Step::new(name, StepKind::Router) }
}

/// The step with an output type and parameters, each `name: type`.
fn typed(step: Step, output: &'static str, params: &[&'static str]) -> Step {
    let output = (!output.is_empty()).then_some(Cow::Borrowed(output));
    Step { output, params: params.iter().map(|it| param(it)).collect(), ..step }
}

fn param(text: &'static str) -> Param {
    let (name, ty) = text.split_once(": ").unwrap();
    let (name, ty) = (Cow::Borrowed(name), Cow::Borrowed(ty));
    let by_ref = ty.starts_with('&');
    Param { name, by_ref, from: None, context: false, optional: ty.starts_with("Option<"), tuple: None, ty }
}

fn from(mut step: Step, text: &'static str, producer: StepId) -> Step {
    step.params.to_mut().push(Param { from: Some(producer), ..param(text) });
    step
}

fn event(step: StepId, route: Route) -> Trigger {
    Trigger::Event(Event { step, route, bare: false })
}

fn ok(step: StepId) -> Trigger {
    event(step, Route::Success)
}

fn err(step: StepId) -> Trigger {
    event(step, Route::Error)
}

fn variant(step: StepId, name: &'static str) -> Trigger {
    event(step, Route::Variant(name.into()))
}

fn bare(step: StepId, name: &'static str) -> Trigger {
    Trigger::Event(Event { step, route: Route::Variant(name.into()), bare: true })
}

fn and(members: &[Trigger]) -> Trigger {
    Trigger::And(members.to_vec().into())
}

fn or(members: &[Trigger]) -> Trigger {
    Trigger::Or(members.to_vec().into())
}

fn graph(name: &'static str, inputs: &[&'static str], steps: Vec<Step>, sinks: &[(StepId, bool)]) -> Graph {
    let inputs = inputs.iter().map(|it| param(it)).map(|it| Input { name: it.name, ty: it.ty });
    Graph {
        steps: steps.into(),
        inputs: inputs.collect(),
        sinks: sinks.iter().map(|&(step, always)| Sink { step, always }).collect(),
        ..Graph::new(name)
    }
}

fn a_loop(header: StepId, backs: &[usize], scope: &[StepId]) -> Loop {
    let scope: Cow<'static, [StepId]> = scope.to_vec().into();
    Loop { header, backs: backs.to_vec().into(), body: scope.clone(), scope, max_iterations: 100 }
}

/// The files with the two texts of a flow.
macro_rules! diagrams {
    ($name:literal) => {
        [
            expect_test::expect_file![concat!("diagrams/", $name, ".mmd")],
            expect_test::expect_file![concat!("diagrams/", $name, ".dot")],
        ]
    };
}

fn check(graph: &Graph, [in_mermaid, in_dot]: [ExpectFile; 2]) {
    in_mermaid.assert_eq(&mermaid(graph));
    in_dot.assert_eq(&dot(graph));
    assert_eq!(mermaid(graph), mermaid(&graph.clone()), "the same text every time");
    assert_eq!(dot(graph), dot(&graph.clone()));
}

#[test]
fn join() {
    let steps = vec![
        typed(start("slogan"), "String", &["brand: &str"]),
        typed(start("tagline"), "String", &["brand: &str"]),
        typed(listen("combine", and(&[ok(0), ok(1)])), "Brand", &["slogan: String", "tagline: String"]),
    ];
    check(&graph("Branding", &["brand: &str"], steps, &[(2, true)]), diagrams!["join"]);
}

#[test]
fn race_with_must_finish() {
    let audit = Step { must_finish: true, ..typed(listen("audit", ok(0)), "", &[]) };
    let slow = Step { must_finish: true, ..typed(start("slow"), "Answer", &["question: String"]) };
    let steps = vec![
        typed(start("fast"), "Answer", &["question: String"]),
        slow,
        audit,
        typed(listen("first", or(&[ok(0), ok(1)])), "Answer", &["answer: Answer"]),
    ];
    check(&graph("Ask", &["question: String"], steps, &[(3, true)]), diagrams!["race"]);
}

#[test]
fn a_loop_with_a_router() {
    let evaluate = Step { ends: vec!["Reject".into()].into(), ..router("evaluate", ok(1)) };
    let steps = vec![
        typed(start("outline"), "Outline", &["topic: &str"]),
        typed(listen("draft", or(&[ok(0), ok(3)])), "Draft", &["from: Brief"]),
        typed(evaluate, "Verdict", &["draft: &Draft"]),
        typed(listen("revise", variant(2, "Revise")), "Feedback", &["notes: Vec<Note>"]),
        from(typed(listen("publish", variant(2, "Accept")), "Url", &[]), "draft: Draft", 1),
    ];
    let mut graph = graph("Article", &["topic: &str"], steps, &[(4, false)]);
    graph.loops = vec![a_loop(1, &[1], &[1, 2, 3, 4])].into();
    check(&graph, diagrams!["loop"]);
}

#[test]
fn a_loop_entered_by_a_race_and_left_from_inside_another() {
    let steps = vec![
        typed(start("left"), "u32", &[]),
        typed(start("right"), "u32", &[]),
        typed(router("outer", or(&[ok(0), bare(3, "Outer"), ok(1)])), "Turn", &["n: u32"]),
        typed(router("inner", or(&[variant(2, "In"), and(&[bare(3, "Inner"), ok(4)])])), "Turn", &["n: u32"]),
        typed(listen("tick", ok(3)), "u32", &["turn: &Turn"]),
        typed(listen("done", or(&[variant(3, "Done"), variant(2, "Done")])), "u32", &["n: u32"]),
    ];
    let mut graph = graph("Nested", &[], steps, &[(5, false)]);
    graph.loops = vec![a_loop(2, &[1], &[2, 3, 4, 5]), a_loop(3, &[1], &[3, 4])].into();
    check(&graph, diagrams!["nested_loops"]);
}

#[test]
fn errors_and_several_sinks() {
    let fetch = Step { fallible: true, error: Some("HttpError".into()), ..start("fetch") };
    let retry = Step { fallible: true, ..listen("retry", err(0)) };
    let steps = vec![
        typed(fetch, "Bytes", &["url: Url"]),
        typed(retry, "Bytes", &["error: HttpError"]),
        typed(listen("verify", or(&[ok(0), ok(1)])), "Digest", &["bytes: &Bytes"]),
        typed(listen("store", ok(2)), "", &[]),
        typed(listen("report", or(&[err(1), err(0)])), "Report", &["error: AnyError"]),
        typed(listen("count", ok(2)), "u64", &["digest: &Digest"]),
    ];
    check(&graph("Mirror", &["url: Url"], steps, &[(4, false), (5, false)]), diagrams!["errors"]);
}

#[test]
fn nested_gates_and_a_start_that_routes() {
    let weather = Step { ends_rest: true, ..Step::new("weather", StepKind::Router) };
    let steps = vec![
        typed(weather, "Sky", &["city: String"]),
        typed(start("calendar"), "Day", &[]),
        typed(
            listen("plan", or(&[and(&[variant(0, "Sunny"), ok(1)]), and(&[bare(0, "Cloudy"), ok(1)])])),
            "Plan",
            &["plan: Plan"],
        ),
        typed(listen("umbrella", variant(0, "Rain")), "Shop", &["depth: &'static f32", "until: &mut Time"]),
    ];
    let mut graph = graph("Outing", &["city: String"], steps, &[]);
    graph.picked = Some(2);
    check(&graph, diagrams!["nested_gates"]);
}

/// Names that Mermaid, Markdown, HTML or YAML give a meaning to, and types with every sign that Rust has.
#[test]
fn awkward_names_and_types() {
    let names = [
        "end",
        "graph",
        "subgraph",
        "style",
        "classDef",
        "click",
        "default",
        "x",
        "o",
        "_",
        "__init__",
        "überprüfen",
        "步骤",
        "l_end",
        "linkStyle_2",
        "restyle",
    ];
    let types = [
        "std::collections::HashMap<String, Vec<&'static str>>",
        "[u8; 4]",
        "fn(&str) -> Option<()>",
        "*const __c_void",
        "Box<dyn Fn(u8) -> u8 + Send + 'a>",
        "Sized<{ 1 + 1 }, \"#lt;\", '\\\\'>",
        "Macro![a | b & c % d $$e$$ `f` ~g~ *h* ^ @ ?]",
        "impl Iterator<Item = _>",
        "Vec<\n    Long,\n    Short\n>",
    ];
    let mut steps = Vec::new();
    for (index, name) in names.into_iter().enumerate() {
        let ty = types[index % types.len()];
        let step = match index.checked_sub(1) {
            None => typed(start(name), ty, &["style: std::Vec<std::u8>", "名: &'a str"]),
            Some(before) => typed(listen(name, ok(before)), ty, &["value: T"]),
        };
        steps.push(step);
    }
    let last = steps.len() - 1;
    let inputs = ["style: std::Vec<std::u8>", "名: &'a str"];
    check(&graph("Größe", &inputs, steps, &[(last, true)]), diagrams!["awkward"]);
}

#[test]
fn two_hundred_steps() {
    let step = |number: usize| {
        let name = format!("step_{number}");
        let trigger = match (number, number % 3) {
            (0, _) => return Step::new(name, StepKind::Start),
            // Not far back: Graphviz takes minutes for arrows that go past a hundred steps.
            (_, 0) => and(&[ok(number - 1), ok(number - 3)]),
            _ => ok(number - 1),
        };
        Step { trigger: Some(trigger), ..Step::new(name, StepKind::Listen) }
    };
    let steps: Vec<Step> = (0..200).map(|number| typed(step(number), "u8", &[])).collect();
    check(&graph("Long", &[], steps, &[(199, true)]), diagrams!["long"]);
}

#[test]
fn nothing_at_all() {
    check(&Graph::new("Empty"), diagrams!["empty"]);
}

/// A graph that did not come from the parser may name steps that it does not have.
#[test]
fn missing_steps_are_left_out() {
    let steps = vec![from(listen("lonely", and(&[ok(7), ok(8)])), "x: X", 9)];
    let text = mermaid(&graph("Broken", &[], steps, &[(10, true)]));
    assert!(!text.contains("s_7") && text.contains("g0_lonely --> s_lonely"), "{text}");
}

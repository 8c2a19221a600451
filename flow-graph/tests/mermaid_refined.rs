//! The Mermaid and DOT texts of steps that run several times, with limits, elsewhere, or run another flow. The flows are
//! read from tokens; the snapshots are files, so that the gate can draw them with the real Mermaid and the real
//! Graphviz. `UPDATE_EXPECT=1 cargo test` rewrites them.

#![cfg(feature = "syn")]

use std::borrow::Cow;

use expect_test::ExpectFile;
use flow_graph::Graph;
use flow_graph::render::{dot, mermaid};

/// The flow in an `impl` block.
macro_rules! flow {
    ($($tokens:tt)*) => { read(syn::parse_quote! { $($tokens)* }) };
}

fn read(item: syn::ItemImpl) -> Graph {
    match flow_graph::read(Default::default(), item).result {
        Ok(checked) => checked.graph,
        Err(errors) => panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n")),
    }
}

/// The flow with `inside` as the graph of the flow that `step` runs.
fn nest(mut graph: Graph, step: &str, inside: &Graph) -> Graph {
    let step = graph.step_named(step).unwrap();
    let subflow = graph.steps.to_mut()[step].refined.subflow.as_mut().unwrap();
    subflow.graph = Some(Cow::Owned(inside.clone()));
    graph
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
}

#[test]
fn a_quorum_in_an_and() {
    let graph = flow! {
        impl Vote {
            #[start]
            async fn ann(&self, motion: &str) -> Ballot { todo!() }
            #[start]
            async fn bob(&self, motion: &str) -> Ballot { todo!() }
            #[start]
            async fn eve(&self, motion: &str) -> Ballot { todo!() }
            #[start]
            async fn chair(&self) -> Chair { todo!() }
            #[listen(and(chair, quorum(2, ann, bob, eve)))]
            async fn decide(&self, chair: Chair, ballots: Vec<Ballot>) -> Decision { todo!() }
        }
    };
    check(&graph, diagrams!["quorum"]);
}

#[test]
fn steps_that_run_several_times() {
    let graph = flow! {
        impl Crawl {
            #[start(times = 5, limit = 2)]
            async fn seed(&self, site: &str) -> Url { todo!() }
            #[listen(each(seed))]
            async fn fetch(&self, url: Url) -> Result<Page, HttpError> { todo!() }
            #[listen(each(fetch), limit = 8, first = 3)]
            async fn summarize(&self, page: &Page) -> Result<Summary, ModelError> { todo!() }
            #[listen(fetch::Err)]
            async fn report(&self, failed: ItemsFailed<Page, HttpError>) { todo!() }
            #[listen(summarize, times = 1)]
            async fn judge(&self, summaries: &[Summary]) -> u8 { todo!() }
        }
    };
    check(&graph, diagrams!["several_times"]);
}

#[test]
fn limits_retries_and_places() {
    let graph = flow! {
        impl Report {
            #[start]
            #[timeout("30s")]
            #[retry(times = 3, base = "200ms", max = "5s", on = HttpError::is_temporary)]
            async fn fetch(&self, url: Url) -> Result<Bytes, HttpError> { todo!() }
            #[router(fetch)]
            #[timeout("1m 30s")]
            async fn classify(&self, bytes: &Bytes) -> Kind { todo!() }
            #[listen(classify::Text)]
            #[blocking]
            fn parse(#[from(fetch)] bytes: Bytes) -> Text { todo!() }
            #[listen(classify::Image)]
            #[spawn]
            #[retry(times = 1)]
            #[timeout(total = "250ms")]
            async fn scale(#[from(fetch)] bytes: Bytes) -> Result<Image, ImageError> { todo!() }
            #[listen(or(parse, scale))]
            #[must_finish]
            async fn store(&self, part: Part, #[context] cx: Context<'_>) { todo!() }
        }
    };
    check(&graph, diagrams!["limits"]);
}

#[test]
fn everything_at_once() {
    let graph = flow! {
        impl Everything {
            #[start]
            async fn urls(&self) -> Vec<Url> { todo!() }
            #[listen(each(urls), limit = 8, first = 3)]
            #[must_finish]
            #[timeout("30s", total = "2m")]
            #[retry(times = 3)]
            #[spawn]
            async fn fetch(url: Url) -> Result<Page, HttpError> { todo!() }
            #[listen(each(fetch), limit = 2, first = 1)]
            #[must_finish]
            #[timeout("1s 500ms", total = "2m")]
            #[retry(times = 3)]
            #[subflow(crate::nested::Reader<'static, Fast>)]
            async fn read(&self, page: Page) -> Result<Text, ReadError> { todo!() }
        }
    };
    check(&graph, diagrams!["everything"]);
    let reader =
        flow! { impl Reader<'_, Fast> { #[start] async fn words(&self, page: Page) -> Text { todo!() } } };
    check(&nest(graph, "read", &reader), diagrams!["everything_nested"]);
}

/// Two deep, one flow twice, steps of the same names everywhere, errors and ways back on every level.
#[test]
fn flows_in_flows() {
    let inner = flow! {
        impl Attempt {
            #[start]
            async fn end(&self, prompt: &str) -> Result<String, ModelError> { todo!() }
            #[listen(end::Err)]
            async fn style(&self, error: ModelError) -> String { todo!() }
            #[listen(or(end, style))]
            async fn out(&self, text: String) -> String { todo!() }
        }
    };
    let middle = flow! {
        impl Draft {
            #[start]
            async fn start(&self, topic: &str) -> String { todo!() }
            #[listen(or(start, judge::Again))]
            #[subflow(Attempt)]
            async fn write(&self, prompt: String) -> Result<String, FlowError> { todo!() }
            #[router(write)]
            async fn judge(&self, text: &str) -> Verdict { todo!() }
            #[listen(judge::Good)]
            async fn out(&self, text: String) -> String { todo!() }
        }
    };
    let outer = flow! {
        impl Newspaper {
            #[start]
            #[subflow(Draft)]
            #[must_finish]
            async fn start(&self, topic: &str) -> Result<String, FlowError> { todo!() }
            #[start]
            #[subflow(Draft)]
            async fn other__start(&self, topic: &str) -> Result<String, FlowError> { todo!() }
            #[listen(start::Err)]
            async fn style(&self, error: FlowError) -> String { todo!() }
            #[listen(and(or(start, style), other__start))]
            #[subflow(Layout)]
            async fn lay_out(&self, left: String, right: String) -> Page { todo!() }
            #[listen(or(lay_out, proof::Again))]
            #[subflow(Attempt)]
            #[timeout("30s")]
            #[retry]
            async fn print(&self, page: Page) -> Result<Paper, FlowError> { todo!() }
            #[router(print, ends(Good))]
            async fn proof(&self, paper: &Paper) -> Verdict { todo!() }
        }
    };
    let middle = nest(middle, "write", &inner);
    let outer = nest(nest(nest(outer, "start", &middle), "other__start", &middle), "print", &inner);
    check(&outer, diagrams!["flows_in_flows"]);
}

/// A flow without steps has no picture to nest.
#[test]
fn an_empty_flow_in_a_flow() {
    let graph = flow! {
        impl Outer {
            #[start]
            #[subflow(Empty)]
            async fn go(&self) -> u8 { todo!() }
        }
    };
    let empty = mermaid(&nest(graph.clone(), "go", &Graph::new("Empty")));
    assert_eq!(empty, mermaid(&graph));
    assert!(empty.contains(r#"s_go[["go<br/>runs Empty"]]:::start"#), "{empty}");
}

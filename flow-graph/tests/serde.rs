//! Graphs as JSON and back.

#![cfg(all(feature = "serde", feature = "syn"))]

use std::borrow::Cow;

use expect_test::expect;
use flow_graph::Graph;
use flow_graph::render::mermaid;

fn read(item: syn::ItemImpl) -> Graph {
    match flow_graph::read(Default::default(), item).result {
        Ok(checked) => checked.graph,
        Err(errors) => panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n")),
    }
}

/// A flow with everything that a step can be.
fn everything() -> Graph {
    let inner = read(syn::parse_quote! {
        impl Inner {
            #[start]
            async fn go(&self, url: Url) -> u8 { todo!() }
        }
    });
    let mut graph = read(syn::parse_quote! {
        /// Everything.
        impl Everything {
            #[start(times = 5)]
            async fn urls(&self, site: &str) -> Url { todo!() }
            #[start]
            async fn other() -> Result<Url, HttpError> { todo!() }
            #[listen(each(urls), limit = 8, first = 3)]
            #[must_finish]
            #[timeout("1s 500ms", total = "2m")]
            #[retry(times = 3, base = "200ms", max = "5s", on = HttpError::is_temporary)]
            #[subflow(Inner)]
            async fn fetch(&self, url: Url, #[context] cx: Context<'_>) -> Result<Page, HttpError> { todo!() }
            #[listen(other)]
            #[blocking]
            fn compute(self: Arc<Self>, url: Url) -> Page { todo!() }
            #[listen(other::Err)]
            #[spawn]
            async fn report(error: HttpError) -> Page { todo!() }
            #[listen(quorum(2, fetch, compute, report))]
            async fn pages(&self, #[from(other)] url: Option<&Url>, pages: Vec<Pages>) -> Vec<Page> { todo!() }
            #[router(or(pages, judge::Again {}), max_iterations = 3, ends(Enough))]
            async fn judge(&self) -> Verdict { todo!() }
            #[listen(judge::Good)]
            async fn good(&self, page: Page) -> Page { todo!() }
        }
    });
    let fetch = graph.step_named("fetch").unwrap();
    graph.steps.to_mut()[fetch].refined.subflow.as_mut().unwrap().graph = Some(Cow::Owned(inner));
    graph
}

#[test]
fn every_field_comes_back() {
    let graph = everything();
    let json = serde_json::to_string(&graph).unwrap();
    let back: Graph = serde_json::from_str(&json).unwrap();
    assert_eq!(back, graph);
    assert_eq!(mermaid(&back), mermaid(&graph));
    assert_eq!(serde_json::to_string(&back).unwrap(), json, "the same text every time");
}

#[test]
fn what_a_refined_step_looks_like() {
    let graph = everything();
    let mut fetch = graph.steps[graph.step_named("fetch").unwrap()].clone();
    // Its graph is like any other.
    fetch.refined.subflow.as_mut().unwrap().graph = None;
    expect![[r#"
        {
          "many": {
            "items": "Each",
            "limit": 8,
            "first": 3
          },
          "timeout": {
            "secs": 1,
            "nanos": 500000000
          },
          "total_timeout": {
            "secs": 120,
            "nanos": 0
          },
          "retry": {
            "times": 3,
            "base": {
              "secs": 0,
              "nanos": 200000000
            },
            "max": {
              "secs": 5,
              "nanos": 0
            },
            "on": "HttpError::is_temporary"
          },
          "runs_on": "Run",
          "subflow": {
            "name": "Inner",
            "graph": null
          }
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&fetch.refined).unwrap());
    let pages = &graph.steps[graph.step_named("pages").unwrap()];
    expect![[r#"{"Quorum":{"needed":2,"members":[{"Event":{"step":2,"route":"Success","bare":false}},{"Event":{"step":3,"route":"Success","bare":false}},{"Event":{"step":4,"route":"Success","bare":false}}]}}"#]].assert_eq(&serde_json::to_string(&pages.trigger).unwrap());
}

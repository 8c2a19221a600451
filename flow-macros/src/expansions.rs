//! What `#[flow]` writes, as a person would read it. `UPDATE_EXPECT=1 cargo test -p flow-macros` writes it anew.
//!
//! Five flows of the examples, without the block that is the user's and without the graph as data; and a flow on the mesh,
//! with both.

use expect_test::{ExpectFile, expect_file};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{File, Item, ItemImpl, Type};

/// What becomes of a flow, the same every time.
fn expansion(item: &TokenStream) -> File {
    let expand = || crate::expand::flow(quote!(), item.clone());
    assert_eq!(expand().to_string(), expand().to_string(), "the same text every time");
    syn::parse2(crate::readable::compiled(expand())).unwrap()
}

/// A flow of `examples/src/flows`.
fn expands(file: &str, flow: &str, expected: &ExpectFile) {
    let path = format!("{}/../examples/src/flows/{file}.rs", env!("CARGO_MANIFEST_DIR"));
    let example: File = syn::parse_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let block = example.items.into_iter().find_map(|item| match item {
        Item::Impl(mut block) if is_for(&block, flow) => {
            let count = block.attrs.len();
            block.attrs.retain(|attr| !attr.path().is_ident("flow"));
            (block.attrs.len() < count).then_some(block)
        }
        _ => None,
    });
    let mut expanded = expansion(&block.expect("the example has the flow").into_token_stream());
    expanded.items.remove(0);
    for item in &mut expanded.items {
        if let Item::Const(generated) = item
            && let syn::Expr::Block(body) = generated.expr.as_mut()
        {
            body.block.stmts.retain(|statement| !is_graph(statement));
        }
    }
    expected.assert_eq(&prettyplease::unparse(&expanded));
}

fn is_for(block: &ItemImpl, flow: &str) -> bool {
    matches!(block.self_ty.as_ref(), Type::Path(ty) if ty.path.is_ident(flow))
}

fn is_graph(statement: &syn::Stmt) -> bool {
    matches!(statement, syn::Stmt::Item(Item::Impl(block)) if block.trait_.is_some())
}

#[test]
fn a_loop_and_a_join_are_a_loop_and_a_join() {
    expands("article", "Article", &expect_file!["expansions/article.rs"]);
}

#[test]
fn a_race_is_a_race() {
    expands("first_answer", "FirstAnswer", &expect_file!["expansions/first_answer.rs"]);
}

#[test]
fn items_and_attempts_are_layers_around_a_call() {
    expands("research_map", "ResearchMap", &expect_file!["expansions/research_map.rs"]);
}

#[test]
fn tasks_are_begun_in_a_join() {
    expands("cpu_pipeline", "Measure", &expect_file!["expansions/measure.rs"]);
}

#[test]
fn failures_of_items_are_collected_for_their_listener() {
    expands("cpu_pipeline", "CpuPipeline", &expect_file!["expansions/cpu_pipeline.rs"]);
}

#[test]
fn a_mesh_is_places_and_a_driver() {
    let item = "impl Mesh {
        #[start]
        async fn a(&self) -> A { work() }
        #[start]
        async fn b(&self) -> B { work() }
        #[listen(and(a, b))]
        async fn c(&self, a: &A, b: B) -> C { work() }
        #[listen(a)]
        async fn d(&self, a: &A) -> D { work() }
        #[listen(and(c, d))]
        async fn e(&self, c: C, d: D) -> E { work() }
    }";
    let expanded = expansion(&item.parse().unwrap());
    expect_file!["expansions/mesh.rs"].assert_eq(&prettyplease::unparse(&expanded));
}

#[test]
fn an_editor_sees_each_word_of_an_attribute_once_more() {
    let item = "impl Article {
        /// Writes down what it is about.
        #[start(times = 3)]
        #[retry(on = Down::is_short)]
        async fn outline(&self, topic: &str) -> Result<Outline, Down> { work() }
        #[listen(or(outline, judge::Revise))]
        async fn draft(&self, text: Draft) -> Draft { work() }
        #[router(draft, ends(Accept))]
        async fn judge(&self, #[from(draft)] draft: Draft) -> Verdict { work() }
    }";
    let code = crate::expand::flow(quote!(output = draft,), item.parse().unwrap());
    let file = syn::parse2(crate::readable::seen(code)).unwrap();
    expect_file!["expansions/editor.rs"].assert_eq(&prettyplease::unparse(&file));
}

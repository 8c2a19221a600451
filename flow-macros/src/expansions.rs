//! What `#[flow]` writes, as a person would read it. `UPDATE_EXPECT=1 cargo test -p flow-macros` writes it anew.

use expect_test::{ExpectFile, expect_file};
use quote::quote;

fn expands(item: &str, expected: &ExpectFile) {
    let expand = || crate::expand::flow(quote!(), item.parse().unwrap());
    let file = syn::parse2(crate::readable::compiled(expand())).unwrap();
    expected.assert_eq(&prettyplease::unparse(&file));
    assert_eq!(expand().to_string(), expand().to_string(), "the same text every time");
}

const ARTICLE: &str = "impl Article {
    #[start]
    async fn outline(&self, topic: &str) -> Result<Outline, ModelError> { work() }
    #[listen(or(outline, judge::Revise))]
    async fn draft(&self, text: Draft) -> Result<Draft, ModelError> { work() }
    #[router(draft)]
    async fn judge(&self, draft: Draft) -> Verdict { work() }
    #[listen(judge::Accept)]
    async fn thumbnail(&self, draft: &Draft) -> Image { work() }
    #[listen(judge::Accept)]
    async fn post(&self, draft: &Draft) -> Post { work() }
    #[listen(and(thumbnail, post))]
    async fn save(&self, image: Image, post: Post) -> Saved { work() }
}";

#[test]
fn a_loop_and_a_join_are_a_loop_and_a_join() {
    expands(ARTICLE, &expect_file!["expansions/loop_and_join.rs"]);
}

#[test]
fn a_race_is_a_race() {
    let item = "impl FirstAnswer {
        #[start]
        async fn swift(&self, prompt: &str) -> Result<String, ModelError> { work() }
        #[start]
        async fn steady(&self, prompt: &str) -> Result<String, ModelError> { work() }
        #[listen(or(swift, steady))]
        fn show(&self, answer: String) -> String { work() }
    }";
    expands(item, &expect_file!["expansions/race.rs"]);
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
    expands(item, &expect_file!["expansions/mesh.rs"]);
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

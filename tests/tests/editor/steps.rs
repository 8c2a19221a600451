//! The names of steps in attributes are the names of their methods.

use crate::editor::editor;

/// Every place where a step is named, but those where what is named is wrong.
const ARTICLE: &str = "
use flow_core::prelude::*;

pub struct <|draft_type|>Draft;
pub struct Down;
pub enum Verdict { Revise(Draft), Accept(Draft) }
pub struct Article;

#[flow(output = <|in_output|>outline)]
impl Article {
    /// Says what it is about.
    #[start]
    async fn <|outline|>outline(&self, topic: &str) -> Result<Draft, Down> { Ok(Draft) }

    #[listen(<|alone|>outline)]
    fn a(&self) {}

    #[listen(and(<|in_and|>outline, a))]
    fn b(&self) {}

    #[listen(or(<|in_or|>outline, b, judge::Revise))]
    fn c(&self) {}

    #[listen(quorum(2, <|in_quorum|>outline, and(a, <|nested|>outline), c))]
    fn d(&self) {}

    #[listen(each(<|in_each|>outline), limit = 2)]
    fn e(&self) {}

    #[listen(<|of_error|>outline::Err)]
    fn f(&self) {}

    #[router(<|in_router|>outline, ends(_))]
    async fn <|judge|>judge(&self, #[from(<|in_from|>outline)] draft: <|parameter_type|>Draft) -> Verdict { Verdict::Accept(draft) }

    #[listen(<|of_variant|>judge::Accept)]
    fn g(&self, text: Draft) -> <|return_type|>Draft { text }

    fn helper(&self) { _ = self.<|in_body|>outline(\"\"); }
}
";

const PLACES: [&str; 10] = [
    "alone",
    "in_and",
    "in_each",
    "in_from",
    "in_or",
    "in_output",
    "in_quorum",
    "in_router",
    "nested",
    "of_error",
];

#[test]
fn a_name_shows_its_method() {
    let Some(mut editor) = editor() else { return };
    editor.write(ARTICLE);
    for place in PLACES {
        let shown = editor.hover(place);
        assert!(
            shown.contains("async fn outline(&self, topic: &str) -> Result<Draft, Down>"),
            "{place}: {shown}"
        );
        assert!(shown.contains("Says what it is about."), "{place}: {shown}");
        assert_eq!(shown.matches("outline").count(), 1, "{place} shows one thing: {shown}");
    }
    assert!(editor.hover("of_variant").contains("async fn judge("));
}

#[test]
fn a_name_leads_to_its_method_alone() {
    let Some(mut editor) = editor() else { return };
    editor.write(ARTICLE);
    for place in PLACES {
        assert_eq!(editor.definitions(place), ["outline"], "{place}");
    }
    assert_eq!(editor.definitions("of_variant"), ["judge"]);
}

#[test]
fn a_method_is_referred_to_by_all_attributes_that_name_it() {
    let Some(mut editor) = editor() else { return };
    editor.write(ARTICLE);
    // In the order in which they stand.
    let all = [
        "in_output",
        "outline",
        "alone",
        "in_and",
        "in_or",
        "in_quorum",
        "nested",
        "in_each",
        "of_error",
        "in_router",
        "in_from",
        "in_body",
    ];
    for place in ["outline", "alone", "nested", "in_from", "in_output", "in_body"] {
        assert_eq!(editor.references(place), all, "{place}");
    }
    assert_eq!(editor.references("judge").len(), 3, "a definition, a variant and another");
}

#[test]
fn renaming_a_step_renames_its_method_and_all_that_names_it() {
    let Some(mut editor) = editor() else { return };
    let renamed = editor.write(ARTICLE).text.replace("outline", "sketch");
    for place in ["outline", "alone", "in_and", "of_error", "in_from", "in_output", "in_body"] {
        assert_eq!(editor.renamed(place, "sketch"), renamed, "{place}");
    }
}

#[test]
fn a_type_in_a_signature_leads_to_the_type_alone() {
    let Some(mut editor) = editor() else { return };
    editor.write(ARTICLE);
    for place in ["parameter_type", "return_type"] {
        assert_eq!(editor.definitions(place), ["draft_type"], "{place}");
    }
}

#[test]
fn a_flow_of_generics_is_a_flow() {
    let Some(mut editor) = editor() else { return };
    editor.write(
        "
use flow_core::prelude::*;

pub struct Box2<'a, T>(&'a T);

#[flow]
impl<'a, T: Clone> Box2<'a, T> where T: Sized {
    #[start]
    fn <|open|>open(&self) -> T { self.0.clone() }

    #[listen(<|in_listen|>open)]
    fn show(&self, it: &T) {}
}
",
    );
    assert_eq!(editor.definitions("in_listen"), ["open"]);
    assert_eq!(editor.references("open"), ["open", "in_listen"]);
    assert_eq!(editor.completions("in_listen"), ["and", "each", "open", "or", "quorum", "show"]);
}

#[test]
fn what_is_offered_is_what_may_stand_there() {
    let Some(mut editor) = editor() else { return };
    editor.write(
        "
use flow_core::prelude::*;

pub struct Article;

#[flow(output = <|in_output|>)]
impl Article {
    #[start]
    async fn outline(&self) -> u32 { 1 }

    #[listen(<|empty|>)]
    fn a(&self) {}

    #[listen(ou<|begun|>)]
    fn b(&self) {}

    #[listen(outline<|complete|>)]
    fn c(&self) {}

    #[listen(and(outline, <|in_and|>))]
    fn d(&self) {}

    #[listen(or(ou<|in_or|>, and(a, <|nested|>)))]
    fn e(&self) {}

    #[listen(quorum(2, <|in_quorum|>, a))]
    fn f(&self) {}

    #[listen(each(<|in_each|>))]
    fn g(&self) {}

    #[router(<|in_router|>)]
    fn h(&self, #[from(<|in_from|>)] it: u32) -> Option<u32> { None }

    fn helper(&self) {}
}
",
    );
    let steps = ["a", "b", "c", "d", "e", "f", "g", "h", "outline"];
    let with = |words: &[&'static str]| {
        let mut all = [&steps[..], words].concat();
        all.sort_unstable();
        all
    };
    for place in ["in_from", "in_output", "in_each"] {
        assert_eq!(editor.completions(place), steps, "{place}");
    }
    for place in ["in_and", "in_or", "nested", "in_quorum"] {
        assert_eq!(editor.completions(place), with(&["and", "or", "quorum"]), "{place}");
    }
    for place in ["empty", "begun", "complete"] {
        assert_eq!(editor.completions(place), with(&["and", "each", "or", "quorum"]), "{place}");
    }
    let routing = with(&["and", "ends", "max_iterations", "or", "quorum"]);
    assert_eq!(editor.completions("in_router"), routing);
}

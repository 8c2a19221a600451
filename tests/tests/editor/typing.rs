//! In the middle of typing, what stands around is understood all the same.

use crate::editor::{Editor, editor};

/// A flow with something unfinished in it, and afterwards methods with attributes and bodies.
fn around(unfinished: &str) -> String {
    format!(
        "
use flow_core::prelude::*;

pub struct Draft;
pub enum Verdict {{ <|revise|>Revise(Draft), Accept(Draft) }}
pub struct Article;

#[flow]
impl Article {{
    /// Says what it is about.
    #[start]
    async fn <|outline|>outline(&self, topic: &str) -> Draft {{ Draft }}

    {unfinished}

    #[listen(or(<|in_trigger|>outline, judge::<|variant|>Revise))]
    async fn draft(&self, text: Draft) -> Draft {{ text }}

    #[router(draft, <|option|>max_iterations = 3)]
    async fn judge(&self, draft: Draft) -> Verdict {{ Verdict::Accept(draft) }}

    #[listen(judge::Accept)]
    async fn publish(&self, draft: Draft) -> Draft {{ self.<|in_body|>; draft }}
}}

pub async fn go() {{
    _ = Article.<|run|>run(\"tea\");
}}
"
    )
}

/// What is true of the rest of the flow, whatever stands in it.
fn assert_understood(editor: &mut Editor, unfinished: &str) {
    assert!(editor.hover("in_trigger").contains("Says what it is about."), "{unfinished}");
    assert_eq!(editor.definitions("in_trigger"), ["outline"], "{unfinished}");
    assert_eq!(editor.definitions("variant"), ["revise"], "{unfinished}");
    assert_eq!(editor.completions("option"), ["ends", "max_iterations"], "{unfinished}");
    let offered = editor.completions("in_trigger");
    for name in ["and", "draft", "judge", "outline", "publish"] {
        assert!(offered.iter().any(|it| it == name), "{unfinished}: {name} in {offered:?}");
    }
    let offered = editor.completions("in_body");
    for name in ["draft", "judge", "outline", "publish", "run", "runner"] {
        assert!(
            offered.iter().any(|it| it.trim_end_matches("()") == name),
            "{unfinished}: {name} in {offered:?}"
        );
    }
    assert!(editor.hover("run").contains("pub fn run(&self, topic: &str)"), "{unfinished}");
}

#[test]
fn the_rest_of_a_flow_is_understood() {
    let Some(mut editor) = editor() else { return };
    for unfinished in [
        // Attributes
        "#[listen(ou",
        "#[listen(",
        "#[listen(and(outline, ",
        "#[listen(or(outline, judge::",
        "#[lis",
        "#[lis]",
        "#[",
        "#[listen]",
        "#[listen(outline)]",
        "#[listen(out)] async fn b(&self) {}",
        "#[listen()] async fn b(&self) {}",
        "#[listen(and(outline, ))] async fn b(&self) {}",
        "#[listen(judge::)] async fn b(&self) {}",
        "#[listen(outline draft)] async fn b(&self) {}",
        "#[listen(outline, limit = )] async fn b(&self) {}",
        "#[listen(outline)] #[retry(on = Draft::<)] async fn b(&self) {}",
        "#[listen(outline)] async fn b(&self, #[from(] draft: Draft) {}",
        "#[listen(outline)] async fn b(&self, #[from()] draft: Draft) {}",
        // Signatures
        "#[listen(outline)] async",
        "#[listen(outline)] async fn",
        "#[listen(outline)] async fn b",
        "#[listen(outline)] async fn b(",
        "#[listen(outline)] async fn b(&self, draft",
        "#[listen(outline)] async fn b(&self, draft: ) -> Draft { draft }",
        "#[listen(outline)] async fn b(&self, draft) -> Draft { draft }",
        "#[listen(outline)] async fn b(&self, draft: Draft) -> ",
        "#[listen(outline)] async fn b(&self, draft: Draft) -> { draft }",
        "#[listen(outline)] async fn b(&self, draft: Draft) -> Draft",
        "#[listen(outline)] async fn (&self, draft: Draft) -> Draft { draft }",
        "#[listen(outline)] asyn fn b(&self, draft: Draft) -> Draft { draft }",
        "#[listen(outline)] async fn b(&self);",
        // Bodies, and what is no step
        "#[listen(outline)] async fn b(&self, draft: Draft) -> Draft { let x = ; draft. }",
        "#[listen(outline)] async fn b(&self) { if draft( }",
        "fn helper(&self) { self. }",
        "fn helper(&self, x: ",
        "const LIMIT: u32 = ;",
        "hello",
    ] {
        editor.write(&around(unfinished));
        assert_understood(&mut editor, unfinished);
    }
}

#[test]
fn a_half_typed_trigger_offers_the_steps() {
    let Some(mut editor) = editor() else { return };
    for unfinished in [
        "#[listen(<|here|>",
        "#[listen(ou<|here|>",
        "#[listen(and(outline, <|here|>",
        "#[listen(and(outline, ou<|here|>)]",
        "#[listen(or(<|here|>))]",
        "#[listen(<|here|>)] async fn b(&self, draft: ) {}",
        "#[listen(<|here|>)] async fn b(&self) { let x = ; }",
        "#[listen(<|here|>)] async",
        "#[listen(outline)] async fn b(&self, #[from(<|here|>",
        "#[listen(outline)] async fn b(&self, #[from(<|here|>)] draft",
    ] {
        editor.write(&around(unfinished));
        let mut offered = editor.completions("here");
        offered.retain(|word| !["and", "b", "each", "or", "quorum"].contains(&word.as_str()));
        assert_eq!(offered, ["draft", "judge", "outline", "publish"], "{unfinished}");
    }
}

#[test]
fn a_half_typed_method_is_a_method() {
    let Some(mut editor) = editor() else { return };
    for unfinished in [
        "#[listen(<|before|>outline)] async fn <|b|>b(&self, draft: ) -> Draft { self.<|inside|> }",
        "#[listen(<|before|>outline)] async fn <|b|>b(&self, draft: Draft) -> { self.<|inside|> }",
        "#[listen(<|before|>outline)] async fn <|b|>b(&self, draft: Draft) -> Draft { let x = ; self.<|inside|> }",
        "#[listen(<|before|>outline)] async fn <|b|>b(&self, draft: Draft) -> Draft { if self.<|inside|> }",
    ] {
        let after = "#[listen(<|after|>b)] fn c(&self) {}";
        editor.write(&around(&format!("{unfinished}\n    {after}")));
        assert_eq!(editor.definitions("before"), ["outline"], "{unfinished}");
        assert_eq!(editor.definitions("after"), ["b"], "{unfinished}");
        let offered = editor.completions("inside");
        for name in ["b", "c", "outline", "run"] {
            assert!(
                offered.iter().any(|it| it.trim_end_matches("()") == name),
                "{unfinished}: {name} in {offered:?}"
            );
        }
    }
}

#[test]
fn nothing_of_the_users_is_greyed_out_and_nothing_right_is_wrong() {
    let Some(mut editor) = editor() else { return };
    let finished = "#[listen(outline)] #[must_finish] fn helper(&self) {}";
    let document = around(finished).replace("self.<|in_body|>; ", "");
    editor.write(&document);
    assert_eq!(editor.diagnostics(), []);
}

//! The attributes and their options explain themselves, and options are offered where they may stand.

use crate::editor::editor;

const SEARCH: &str = "
use flow_core::prelude::*;

pub struct Search;
pub struct <|other|>Other;
pub struct <|failure|>Failure;
fn <|is_short|>is_short(error: &u8) -> bool { true }

#[<|flow|>flow(<|error|>error = <|of_error|>Failure, <|in_flow|>)]
impl Search {
    #[<|start|>start(<|times|>times = 3, <|in_start|>)]
    #[<|retry|>retry(times = 2, <|base|>base = \"1s\", <|on|>on = <|of_on|>is_short, <|in_retry|>)]
    #[<|timeout|>timeout(<|total|>total = \"2s\")]
    #[<|subflow|>subflow(<|of_subflow|>Other)]
    async fn ask(&self, #[<|context|>context] cx: Context<'_>) -> Result<u32, u8> { Ok(1) }

    #[<|listen|>listen(<|each|>each(ask), <|limit|>limit = 8, <|in_listen|>)]
    #[<|must_finish|>must_finish]
    async fn fetch(&self, #[<|from|>from(ask)] it: &[u32]) -> u32 { 1 }

    #[timeout(<|in_timeout|>)]
    #[<|router|>router(<|and|>and(ask, fetch), <|ends|>ends(_), <|in_router|>)]
    fn judge(&self) -> Option<u32> { None }

    #[flow_core::<|by_path|>listen(ask)]
    fn last(&self) {}

    #[retry(on = <|value|>)]
    #[lis<|attribute|>]
    fn unfinished(&self) {}
}
";

#[test]
fn an_attribute_shows_what_it_does() {
    let Some(mut editor) = editor() else { return };
    editor.write(SEARCH);
    for (attribute, says) in [
        ("flow", "Makes a flow of an `impl` block"),
        ("start", "Marks a step that runs when the flow starts"),
        ("listen", "Marks a step that runs when its trigger fires"),
        ("by_path", "Marks a step that runs when its trigger fires"),
        ("router", "Marks a step whose returned enum decides what runs next"),
        ("must_finish", "Marks a step that, once begun, completes"),
        ("timeout", "Limits how long a step may take"),
        ("retry", "Tries a step again"),
        ("subflow", "Says which flow a step runs"),
        ("from", "the parameter reads the value of an earlier step"),
        ("context", "the parameter gets the run's"),
    ] {
        let shown = editor.hover(attribute);
        assert!(shown.contains(says), "{attribute}: {shown}");
    }
}

#[test]
fn an_option_shows_what_it_means() {
    let Some(mut editor) = editor() else { return };
    editor.write(SEARCH);
    for (option, says) in [
        ("error", "failures become `M`"),
        ("times", "runs the method `n` times"),
        ("base", "the wait before the first retry"),
        ("on", "whether the error is worth a retry"),
        ("total", "how long all attempts"),
        ("each", "runs the method for each item"),
        ("limit", "at most `n` of them at a time"),
        ("ends", "after these variants nothing follows"),
        ("and", "fires once all of its members have happened"),
    ] {
        let shown = editor.hover(option);
        assert!(shown.contains(says), "{option}: {shown}");
    }
}

#[test]
fn options_are_offered_where_they_may_stand() {
    let Some(mut editor) = editor() else { return };
    editor.write(SEARCH);
    for (place, options) in [
        ("in_flow", &["error", "max_iterations", "output", "vis"][..]),
        ("in_start", &["first", "limit", "times"]),
        ("in_listen", &["first", "limit", "times"]),
        ("in_router", &["ends", "max_iterations"]),
        ("in_retry", &["base", "max", "on", "times"]),
        ("in_timeout", &["total"]),
    ] {
        assert_eq!(editor.completions(place), options, "{place}");
    }
}

#[test]
fn attributes_are_offered() {
    let Some(mut editor) = editor() else { return };
    editor.write(SEARCH);
    let offered = editor.completions("attribute");
    for name in
        ["blocking", "listen", "must_finish", "retry", "router", "spawn", "start", "subflow", "timeout"]
    {
        assert!(offered.iter().any(|it| it == name), "{name}: {offered:?}");
    }
}

#[test]
fn what_an_option_has_as_its_value_is_code() {
    let Some(mut editor) = editor() else { return };
    editor.write(SEARCH);
    for (place, defined) in [("of_error", "failure"), ("of_on", "is_short"), ("of_subflow", "other")] {
        assert_eq!(editor.definitions(place), [defined], "{place}");
    }
    let offered = editor.completions("value");
    assert!(offered.iter().any(|it| it.starts_with("is_short")), "{offered:?}");
    assert!(!offered.iter().any(|it| it.contains("__")), "nothing of the macro's: {offered:?}");
}

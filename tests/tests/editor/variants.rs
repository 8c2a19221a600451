//! The variants in triggers and in `ends(…)` are those of the enum.

use crate::editor::editor;

const ESSAY: &str = "
use flow_core::prelude::*;

mod verdicts {
    pub enum Verdict {
        /// Not long enough.
        <|short|>Short(u32),
        <|long|>Long { by: u32 },
        Good,
    }
}
use verdicts::Verdict;

pub struct Essay;

#[flow]
impl Essay {
    #[router(ends(<|in_ends|>Good))]
    fn judge(&self) -> Result<verdicts::Verdict, u8> { Ok(Verdict::Good) }

    #[listen(judge::<|alone|>Short)]
    fn extend(&self, by: u32) {}

    #[listen(or(judge::<|in_or|>Short {}, judge::<|record|>Long {}))]
    fn count(&self) {}

    #[listen(judge::<|empty|>)]
    fn other(&self) {}

    #[router(judge::G<|begun|>, ends(Good, <|second_end|>))]
    fn again(&self) -> Verdict { Verdict::Good }
}
";

#[test]
fn a_variant_shows_and_leads_to_that_of_the_enum() {
    let Some(mut editor) = editor() else { return };
    editor.write(ESSAY);
    for (place, defined) in [("alone", "short"), ("in_or", "short"), ("record", "long")] {
        assert_eq!(editor.definitions(place), [defined], "{place}");
    }
    let shown = editor.hover("alone");
    assert!(shown.contains("Short(u32)") && shown.contains("Not long enough."), "{shown}");
    assert!(editor.hover("in_ends").contains("Good"));
}

#[test]
fn renaming_a_variant_renames_it_in_triggers() {
    let Some(mut editor) = editor() else { return };
    let renamed = editor.write(ESSAY).text.replace("Short", "Brief");
    for place in ["short", "alone", "in_or"] {
        assert_eq!(editor.renamed(place, "Brief"), renamed, "{place}");
    }
}

#[test]
fn the_variants_are_offered() {
    let Some(mut editor) = editor() else { return };
    editor.write(ESSAY);
    for place in ["empty", "begun", "in_ends", "second_end"] {
        let offered = editor.completions(place);
        let offered: Vec<&str> = offered.iter().map(|it| it.split([' ', '{']).next().unwrap_or(it)).collect();
        assert_eq!(offered, ["Good", "Long", "Short"], "{place}");
    }
}

#[test]
fn an_alias_of_the_enum_is_the_enum() {
    let Some(mut editor) = editor() else { return };
    editor.write(
        "
use flow_core::prelude::*;

pub enum Verdict { <|good|>Good, Bad }
type Judged = Verdict;
pub struct Essay;

#[flow]
impl Essay {
    #[router(ends(_))]
    fn judge(&self) -> Judged { Verdict::Good }

    #[listen(judge::<|trigger|>Good)]
    fn publish(&self) {}
}
",
    );
    assert_eq!(editor.definitions("trigger"), ["good"]);
    assert_eq!(editor.completions("trigger"), ["Bad", "Good"]);
}

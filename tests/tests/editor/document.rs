//! Documents with marked places: `<|name|>` marks the place where it stands, and is no part of the text.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A document and its places.
pub(crate) struct Document {
    pub(crate) text: String,
    marks: BTreeMap<String, usize>,
}

impl Document {
    pub(crate) fn new(marked: &str) -> Document {
        let mut text = String::new();
        let mut marks = BTreeMap::new();
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once("<|") {
            let (name, after) = after.split_once("|>").expect("a mark has an end");
            text.push_str(before);
            let known = marks.insert(name.to_string(), text.len());
            assert_eq!(known, None, "`{name}` is marked once");
            rest = after;
        }
        text.push_str(rest);
        Document { text, marks }
    }

    /// Where a mark stands.
    pub(crate) fn offset(&self, mark: &str) -> usize {
        *self.marks.get(mark).unwrap_or_else(|| panic!("nothing is marked `{mark}`"))
    }

    /// Where a mark stands, in the words of the protocol.
    pub(crate) fn position(&self, mark: &str) -> Value {
        let before = &self.text[..self.offset(mark)];
        let line = before.matches('\n').count();
        let character = before.len() - before.rfind('\n').map_or(0, |newline| newline + 1);
        json!({ "line": line, "character": character })
    }

    /// The offset of a position of the protocol, which counts bytes here.
    pub(crate) fn offset_of(&self, position: &Value) -> usize {
        let number = |name: &str| usize::try_from(position[name].as_u64().unwrap()).unwrap();
        let line: usize = self.text.split_inclusive('\n').take(number("line")).map(str::len).sum();
        line + number("character")
    }

    /// The marks that stand at these offsets, in their order; `?` and what stands there for an offset without a mark.
    pub(crate) fn names(&self, offsets: impl IntoIterator<Item = usize>) -> Vec<String> {
        let mut offsets: Vec<usize> = offsets.into_iter().collect();
        offsets.sort_unstable();
        let name = |offset: usize| {
            let mark = self.marks.iter().find(|(_, known)| **known == offset);
            let line = || self.text[offset..].lines().next().unwrap_or_default();
            mark.map_or_else(|| format!("? {}", line()), |(name, _)| name.clone())
        };
        offsets.into_iter().map(name).collect()
    }

    /// The text after some edits.
    pub(crate) fn edited(&self, edits: &[Value]) -> String {
        let range =
            |edit: &Value| self.offset_of(&edit["range"]["start"])..self.offset_of(&edit["range"]["end"]);
        let mut edits: Vec<_> =
            edits.iter().map(|edit| (range(edit), edit["newText"].as_str().unwrap())).collect();
        edits.sort_by_key(|(range, _)| range.start);
        let mut text = self.text.clone();
        for (range, new) in edits.into_iter().rev() {
            text.replace_range(range, new);
        }
        text
    }
}

//! Messages for programs, in the shape of Cargo's and rustc's.

use serde::Serialize;

use super::message::Mistake;
use super::workspace::Package;

/// A JSON value in a line of its own.
pub(super) fn line(value: &impl Serialize) -> String {
    let mut line = serde_json::to_string(value).expect("maps have keys that are strings");
    line.push('\n');
    line
}

/// Cargo's `compiler-message`.
#[derive(Serialize)]
struct CompilerMessage<'m> {
    reason: &'static str,
    package_id: &'m str,
    manifest_path: &'m str,
    target: &'m cargo_metadata::Target,
    message: Diagnostic<'m>,
}

/// rustc's diagnostic.
#[derive(Serialize)]
struct Diagnostic<'m> {
    #[serde(rename = "$message_type")]
    message_type: &'static str,
    message: &'m str,
    code: Option<()>,
    level: &'static str,
    spans: Vec<Span<'m>>,
    children: Vec<Diagnostic<'m>>,
    rendered: Option<String>,
}

#[derive(Serialize)]
struct Span<'m> {
    file_name: &'m str,
    byte_start: usize,
    byte_end: usize,
    line_start: usize,
    line_end: usize,
    column_start: usize,
    column_end: usize,
    is_primary: bool,
    text: Vec<SpanLine<'m>>,
    label: Option<()>,
    suggested_replacement: Option<()>,
    suggestion_applicability: Option<()>,
    expansion: Option<()>,
}

#[derive(Serialize)]
struct SpanLine<'m> {
    text: &'m str,
    highlight_start: usize,
    highlight_end: usize,
}

/// The last line.
#[derive(Serialize)]
struct BuildFinished {
    reason: &'static str,
    success: bool,
}

/// A mistake as a line.
pub(super) fn mistake(mistake: &Mistake, package: &Package, target: usize) -> String {
    let child = |level, message| Diagnostic {
        message_type: "diagnostic",
        message,
        code: None,
        level,
        spans: Vec::new(),
        children: Vec::new(),
        rendered: None,
    };
    let notes = mistake.notes.iter().map(|note| child("note", note));
    let helps = mistake.helps.iter().map(|help| child("help", help));
    let message = Diagnostic {
        message_type: "diagnostic",
        message: &mistake.title,
        code: None,
        level: if mistake.is_warning { "warning" } else { "error" },
        spans: span(mistake).into_iter().collect(),
        children: notes.chain(helps).collect(),
        rendered: Some(mistake.plain()),
    };
    line(&CompilerMessage {
        reason: "compiler-message",
        package_id: &package.metadata.id.repr,
        manifest_path: package.metadata.manifest_path.as_str(),
        target: &package.targets[target],
        message,
    })
}

/// The line that says that it is over.
pub(super) fn finished(success: bool) -> String {
    line(&BuildFinished { reason: "build-finished", success })
}

fn span(mistake: &Mistake) -> Option<Span<'_>> {
    let place = mistake.place.as_ref()?;
    let lines = place.text.lines().enumerate().skip(place.start.0 - 1).take(place.end.0 + 1 - place.start.0);
    let text = lines.map(|(index, text)| SpanLine {
        text,
        highlight_start: if index + 1 == place.start.0 { place.start.1 } else { 1 },
        highlight_end: if index + 1 == place.end.0 { place.end.1 } else { text.chars().count() + 1 },
    });
    let bytes = place.bytes();
    Some(Span {
        file_name: &place.file,
        byte_start: bytes.start,
        byte_end: bytes.end,
        line_start: place.start.0,
        line_end: place.end.0,
        column_start: place.start.1,
        column_end: place.end.1,
        is_primary: true,
        text: text.collect(),
        label: None,
        suggested_replacement: None,
        suggestion_applicability: None,
        expansion: None,
    })
}

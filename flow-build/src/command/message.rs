//! What is said about sources and to people: mistakes as rustc prints them, and lines as Cargo prints them.

use std::io::{ErrorKind, Write};
use std::ops::Range;
use std::rc::Rc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use clap::builder::styling::{AnsiColor, Effects, Style};

use super::failure::Failure;

const STATUS: Style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);

/// A mistake.
pub(super) struct Mistake {
    pub(super) is_warning: bool,
    pub(super) title: String,
    /// How it comes about.
    pub(super) notes: Vec<String>,
    /// What to do about it.
    pub(super) helps: Vec<String>,
    pub(super) place: Option<Place>,
}

/// A place in a source file.
pub(super) struct Place {
    /// From the root of the workspace.
    pub(super) file: String,
    pub(super) text: Rc<str>,
    /// Line and column, in characters, from 1.
    pub(super) start: (usize, usize),
    /// The same, of what follows.
    pub(super) end: (usize, usize),
}

impl Mistake {
    /// What a message of the parser or of the checks says. The first line is the title, `help:` begins the help, and what
    /// is between them is how it comes about: the same words that the macro has for the compiler.
    pub(super) fn new(error: &syn::Error, file: &str, text: &Rc<str>) -> Mistake {
        let message = error.to_string();
        let mut parts = message.split("\nhelp:");
        let said = parts.next().unwrap_or_default().trim();
        let (title, more) = said.split_once('\n').unwrap_or((said, ""));
        let notes = Some(unindented(more)).filter(|note| !note.is_empty());
        Mistake {
            is_warning: false,
            title: title.to_string(),
            notes: notes.into_iter().collect(),
            helps: parts.map(unindented).collect(),
            place: Some(Place::of(error, file, text)),
        }
    }

    /// As text without colours.
    pub(super) fn plain(&self) -> String {
        self.render(&Renderer::plain())
    }

    /// Prints it for people.
    pub(super) fn print(&self) {
        anstream::eprintln!("{}\n", self.render(&Renderer::styled()));
    }

    fn render(&self, renderer: &Renderer) -> String {
        let level = if self.is_warning { Level::WARNING } else { Level::ERROR };
        let title = level.primary_title(self.title.as_str());
        let snippet = self.place.as_ref().map(|place| {
            let mark = AnnotationKind::Primary.span(place.bytes());
            Snippet::source(&*place.text).path(place.file.as_str()).annotation(mark)
        });
        let notes = self.notes.iter().map(|note| Level::NOTE.message(note.as_str()));
        let helps = self.helps.iter().map(|help| Level::HELP.message(help.as_str()));
        let group = Group::with_title(title).elements(snippet).elements(notes).elements(helps);
        renderer.render(&[group])
    }
}

impl Place {
    fn of(error: &syn::Error, file: &str, text: &Rc<str>) -> Place {
        let (start, end) = (error.span().start(), error.span().end());
        Place {
            file: file.to_string(),
            text: Rc::clone(text),
            start: (start.line.max(1), start.column + 1),
            end: (end.line.max(1), end.column + 1),
        }
    }

    /// The same in bytes of the text.
    pub(super) fn bytes(&self) -> Range<usize> {
        let start = byte(&self.text, self.start);
        start..byte(&self.text, self.end).max(start)
    }
}

/// The byte at which that line and column begins.
fn byte(text: &str, (line, column): (usize, usize)) -> usize {
    let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = &text[before..];
    let column = rest.char_indices().nth(column - 1).map_or(rest.len(), |(byte, _)| byte);
    before + column
}

/// Without the indentation that all lines have.
fn unindented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let indent = lines.iter().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    lines.iter().map(|line| line[indent..].trim_end()).collect::<Vec<_>>().join("\n")
}

/// Prints the command's result. That nobody reads it to its end is no failure.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write to the standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says what is going on, in Cargo's form.
pub(super) fn status(verb: &str, rest: &str) {
    anstream::eprintln!("{STATUS}{verb:>12}{STATUS:#} {rest}");
}

/// Says what is to be known.
pub(super) fn warn(message: &str) {
    let group = Group::with_title(Level::WARNING.primary_title(message));
    anstream::eprintln!("{}", Renderer::styled().render(&[group]));
}

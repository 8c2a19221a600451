//! What goes wrong, other than mistakes in flows: told in Cargo's manner, with what to do about it.

use annotate_snippets::{Level, Renderer};

/// Why the command failed.
pub(super) enum Failure {
    /// The command line makes no sense, as clap says. Also what `--help` and `--version` print.
    Usage(clap::Error),
    /// Something to be said.
    Message(Message),
    /// All has been said.
    Reported,
}

/// An error and what to do about it.
pub(super) struct Message {
    code: u8,
    title: String,
    notes: Vec<String>,
    helps: Vec<String>,
}

impl Failure {
    /// Something could not be done.
    pub(super) fn new(title: impl Into<String>) -> Failure {
        Failure::with(super::FAILED, title.into())
    }

    /// The command line makes no sense.
    pub(super) fn misuse(title: impl Into<String>) -> Failure {
        Failure::with(super::MISUSED, title.into())
    }

    fn with(code: u8, title: String) -> Failure {
        Failure::Message(Message { code, title, notes: Vec::new(), helps: Vec::new() })
    }

    /// The same, with something more to know.
    #[must_use]
    pub(super) fn note(mut self, note: impl Into<String>) -> Failure {
        if let Failure::Message(message) = &mut self {
            message.notes.push(note.into());
        }
        self
    }

    /// The same, with something to do about it.
    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Failure {
        if let Failure::Message(message) = &mut self {
            message.helps.push(help.into());
        }
        self
    }

    pub(super) fn code(&self) -> u8 {
        match self {
            Failure::Usage(error) if error.use_stderr() => super::MISUSED,
            Failure::Usage(_) => 0,
            Failure::Message(message) => message.code,
            Failure::Reported => super::FAILED,
        }
    }

    pub(super) fn print(&self) {
        match self {
            // Where it cannot be printed, nobody is there to be told.
            Failure::Usage(error) => _ = error.print(),
            Failure::Message(message) => message.print(),
            Failure::Reported => {}
        }
    }
}

impl Message {
    fn print(&self) {
        let notes = self.notes.iter().map(|note| Level::NOTE.message(note.as_str()));
        let helps = self.helps.iter().map(|help| Level::HELP.message(help.as_str()));
        let group = Level::ERROR.primary_title(self.title.as_str()).elements(notes.chain(helps));
        anstream::eprintln!("{}", Renderer::styled().render(&[group]));
    }
}

//! The words of the errors.

use std::fmt;

use super::cause::Detail;
use super::{Cause, FlowError, FlowErrorKind};

/// How many errors of items a message shows.
const SHOWN: usize = 5;

/// `: one; two; three; and 4 more`
pub(super) fn list<T>(
    f: &mut fmt::Formatter<'_>,
    items: impl ExactSizeIterator<Item = T>,
    mut write_item: impl FnMut(&mut fmt::Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    let more = items.len().saturating_sub(SHOWN);
    for (index, item) in items.take(SHOWN).enumerate() {
        f.write_str(if index == 0 { ": " } else { "; " })?;
        write_item(f, item)?;
    }
    if more == 0 { Ok(()) } else { write!(f, "; and {more} more") }
}

/// What happened, without the step's name and the error: what a list says after it, or a sentence after its subject.
struct Happened<'a>(&'a FlowErrorKind);

impl fmt::Display for Happened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            FlowErrorKind::Failed => write!(f, "failed"),
            FlowErrorKind::RaceFailed => write!(f, "cannot run: everything it waited for failed"),
            FlowErrorKind::QuorumFailed { needed, of } => {
                write!(f, "cannot run: it waited for {needed} of {of}, and too many failed")
            }
            FlowErrorKind::LoopLimit { iterations } => {
                write!(f, "is in a loop that was not left after {iterations} iterations")
            }
            FlowErrorKind::TimedOut { after } => write!(f, "timed out after {after:?}"),
            FlowErrorKind::Panicked => write!(f, "panicked"),
            FlowErrorKind::TooFewItems { needed, items } if items < needed => {
                write!(f, "needs {} to succeed, and there {}", Items(*needed), Are(*items))
            }
            FlowErrorKind::TooFewItems { needed, items } => {
                write!(f, "needs {needed} of its {} to succeed, and too many failed", Items(*items))
            }
            FlowErrorKind::Cancelled => write!(f, "was cancelled: the runtime it ran on has shut down"),
            FlowErrorKind::DeadlineExceeded => write!(f, "did not end before the deadline"),
        }
    }
}

/// `2 items`
pub(super) struct Items(pub(super) usize);

impl fmt::Display for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == 1 { "item" } else { "items" })
    }
}

/// `are only 2`
struct Are(usize);

impl fmt::Display for Are {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => write!(f, "is none"),
            1 => write!(f, "is only 1"),
            items => write!(f, "are only {items}"),
        }
    }
}

/// `: what the step itself said`
fn said<M: fmt::Display>(f: &mut fmt::Formatter<'_>, detail: &Detail<M>) -> fmt::Result {
    match detail {
        Detail::Error(error) => write!(f, ": {error}"),
        Detail::Panic(panic) => panic.message().map_or(Ok(()), |message| write!(f, ": {message}")),
        Detail::Nothing => Ok(()),
    }
}

/// How often a step was tried, where that was more than once.
fn tried<M>(cause: &Cause<M>) -> Option<u32> {
    cause.attempts().filter(|attempts| *attempts > 1)
}

/// A cause in a list: `connection refused`, or `timed out after 30s (4 attempts)`. `name` says whose it is.
fn listed<M: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    cause: &Cause<M>,
    name: fmt::Arguments<'_>,
) -> fmt::Result {
    f.write_fmt(name)?;
    match &cause.detail {
        // The error says what happened.
        Detail::Error(error) => {
            tried(cause).map_or(Ok(()), |attempts| write!(f, " ({attempts} attempts)"))?;
            write!(f, ": {error}")
        }
        detail => {
            write!(f, ": {}", Happened(&cause.kind))?;
            tried(cause).map_or(Ok(()), |attempts| write!(f, " ({attempts} attempts)"))?;
            said(f, detail)
        }
    }
}

impl<M: fmt::Display> fmt::Display for Cause<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let step = self.step();
        match self.item() {
            Some(item) => listed(f, self, format_args!("item {item} of `{step}`")),
            None => listed(f, self, format_args!("`{step}`")),
        }
    }
}

impl<M: fmt::Display> fmt::Display for FlowError<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (flow, step, kind) = (self.flow(), self.step(), self.kind());
        match kind {
            FlowErrorKind::LoopLimit { iterations } => {
                return write!(
                    f,
                    "the loop of step `{step}` in flow `{flow}` was not left after {iterations} iterations"
                );
            }
            FlowErrorKind::Cancelled if step.is_empty() => return write!(f, "flow `{flow}` was cancelled"),
            FlowErrorKind::DeadlineExceeded => return write!(f, "flow `{flow}` {}", Happened(&kind)),
            _ => {}
        }
        if let Some(item) = self.item() {
            write!(f, "item {item} of ")?;
        }
        write!(f, "step `{step}` of flow `{flow}` {}", Happened(&kind))?;
        let Some(cause) = self.own() else {
            return match kind {
                FlowErrorKind::TooFewItems { .. } => list(f, self.causes().iter(), |f, cause| {
                    listed(f, cause, format_args!("item {}", cause.item().unwrap_or_default()))
                }),
                // Everything that was waited for is written in one trigger, so all of it can be shown.
                _ => self.causes().iter().enumerate().try_for_each(|(index, cause)| {
                    write!(f, "{} {cause}", if index == 0 { ":" } else { ";" })
                }),
            };
        };
        match (kind, tried(cause)) {
            (_, None) => {}
            (FlowErrorKind::Failed, Some(attempts)) => write!(f, " after {attempts} attempts")?,
            (_, Some(attempts)) => write!(f, " ({attempts} attempts)")?,
        }
        said(f, &cause.detail)
    }
}

//! The items of what a step hands on, for a step that runs for each of them.

use super::told_once::{Never, Otherwise, ThisWay};

/// A collection whose items a step takes.
#[diagnostic::on_unimplemented(
    message = "step `{Listener}` runs for each item of what `{Producer}` hands on, but `{Self}` is no collection",
    label = "`{Producer}` hands on `{Self}`",
    note = "let `{Producer}` hand on a `Vec` or another collection, or let `{Listener}` listen to `{Producer}` itself"
)]
pub trait Items<Producer, Listener, Way> {
    /// Gives the items.
    type Each;
    /// The items.
    fn each(self) -> Self::Each;
}

impl<C: IntoIterator, Producer, Listener> Items<Producer, Listener, ThisWay> for C {
    type Each = C::IntoIter;

    fn each(self) -> C::IntoIter {
        self.into_iter()
    }
}

impl<C: Never, Producer, Listener> Items<Producer, Listener, Otherwise> for C {
    type Each = C;

    fn each(self) -> C {
        self
    }
}

/// A reference to a collection whose items a step borrows.
#[diagnostic::on_unimplemented(
    message = "step `{Listener}` runs for each item of what `{Producer}` hands on and borrows it, but `{Self}` is no collection",
    label = "borrowed, this is `{Self}`",
    note = "let `{Producer}` hand on a `Vec` or another collection; the items of an iterator are taken by value"
)]
pub trait LentItems<Producer, Listener, Way> {
    /// Gives the items.
    type Each;
    /// The items.
    fn each(self) -> Self::Each;
}

impl<C: IntoIterator, Producer, Listener> LentItems<Producer, Listener, ThisWay> for C {
    type Each = C::IntoIter;

    fn each(self) -> C::IntoIter {
        self.into_iter()
    }
}

impl<C: Never, Producer, Listener> LentItems<Producer, Listener, Otherwise> for C {
    type Each = C;

    fn each(self) -> C {
        self
    }
}

/// What a step hands on that runs several times and carries nothing.
pub fn nothing(_: Vec<()>) {}

//! Telling whether a return type is an alias that hides what the macro has to see.

use core::marker::PhantomData;

/// Asks about a type.
pub struct Probe<T: ?Sized>(PhantomData<T>);

/// The type is an alias of a `Result`.
pub struct HidesResult;

/// The type is an alias of `()`.
pub struct HidesNothing;

/// The type is what it looks like.
pub struct AsWritten;

impl<T: ?Sized> Probe<T> {
    /// Asks about `T`.
    #[must_use]
    pub const fn new() -> Probe<T> {
        Probe(PhantomData)
    }
}

impl<T: ?Sized> Default for Probe<T> {
    fn default() -> Probe<T> {
        Probe::new()
    }
}

// Inherent methods come before a trait's, so these two answer where the type is known to be one of them.
impl<T, E> Probe<Result<T, E>> {
    /// What was found.
    #[must_use]
    pub const fn __flow_found(&self) -> HidesResult {
        HidesResult
    }
}

impl Probe<()> {
    /// What was found.
    #[must_use]
    pub const fn __flow_found(&self) -> HidesNothing {
        HidesNothing
    }
}

/// The answer for every other type.
pub trait Found {
    /// What was found.
    fn __flow_found(&self) -> AsWritten;
}

impl<T: ?Sized> Found for Probe<T> {
    fn __flow_found(&self) -> AsWritten {
        AsWritten
    }
}

/// An answer that is no mistake.
#[diagnostic::on_unimplemented(
    message = "this alias hides a `Result` or a `()`, and the flow can only go by what is written",
    label = "an alias of a `Result` or of `()`",
    note = "write `Result<…>` (or an alias that is itself called `Result`), or no return type at all"
)]
pub trait IsAsWritten: Sized {
    /// Compiles if the answer is no mistake.
    fn accept(self) {}
}

#[diagnostic::do_not_recommend]
impl IsAsWritten for AsWritten {}

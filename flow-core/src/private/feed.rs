//! Handing a value from the step that makes it to the one that takes it. The traits are there for their messages: only
//! a value of the parameter's own type can be handed over.

use crate::context::Context;

/// What a step hands on, or a field of it.
#[diagnostic::on_unimplemented(
    message = "step `{Producer}` hands on `{Self}`, but its listener `{Listener}` takes `{Param}`",
    label = "`{Producer}` hands on `{Self}`",
    note = "let `{Listener}` take `{Self}`, or `{Producer}` hand on `{Param}`"
)]
pub trait FeedsInto<Producer, Listener, Param> {
    /// The argument.
    fn feed(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl<T, Producer, Listener> FeedsInto<Producer, Listener, T> for T {
    #[inline(always)]
    fn feed(self) -> T {
        self
    }
}

/// What a step hands on whose return type may be an alias. Of one that hides a `Result` the success is taken here, so that
/// the alias alone is reported, as it always is.
#[diagnostic::on_unimplemented(
    message = "step `{Producer}` hands on `{Self}`, but its listener `{Listener}` takes `{Param}`",
    label = "`{Producer}` hands on `{Self}`",
    note = "let `{Listener}` take `{Self}`, or `{Producer}` hand on `{Param}`"
)]
pub trait FeedsAliased<Producer, Listener, Param> {
    /// The argument.
    fn feed(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl<T, Producer, Listener> FeedsAliased<Producer, Listener, T> for T {
    #[inline(always)]
    fn feed(self) -> T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T, E, Producer, Listener> FeedsAliased<Producer, Listener, T> for Result<T, E> {
    fn feed(self) -> T {
        super::impossible()
    }
}

/// What a step hands on that runs several times.
#[diagnostic::on_unimplemented(
    message = "step `{Producer}` runs more than once and hands on all it makes, as `{Self}`, but its listener `{Listener}` takes `{Param}`",
    label = "together they are `{Self}`",
    note = "let `{Listener}` take `{Self}`, or run it for each of them: `#[listen(each({Producer}))]`"
)]
pub trait FeedsAll<Producer, Listener, Param> {
    /// The argument.
    fn feed(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl<T, Producer, Listener> FeedsAll<Producer, Listener, T> for T {
    #[inline(always)]
    fn feed(self) -> T {
        self
    }
}

/// An item of what a step hands on.
#[diagnostic::on_unimplemented(
    message = "step `{Producer}` hands on items that are `{Self}`, but `{Listener}`, which runs for each, takes `{Param}`",
    label = "its items are `{Self}`",
    note = "let `{Listener}` take `{Self}`, or `{Producer}` hand on a collection of `{Param}`"
)]
pub trait FeedsItem<Producer, Listener, Param> {
    /// The argument.
    fn feed(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl<T, Producer, Listener> FeedsItem<Producer, Listener, T> for T {
    #[inline(always)]
    fn feed(self) -> T {
        self
    }
}

/// A step's error.
#[diagnostic::on_unimplemented(
    message = "step `{Producer}` fails with `{Self}`, but its listener `{Listener}` takes `{Param}`",
    label = "`{Producer}` fails with `{Self}`",
    note = "let `{Listener}` take `{Self}`, or `{Producer}` fail with `{Param}`"
)]
pub trait FeedsError<Producer, Listener, Param> {
    /// The argument.
    fn feed(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl<T, Producer, Listener> FeedsError<Producer, Listener, T> for T {
    #[inline(always)]
    fn feed(self) -> T {
        self
    }
}

/// What a step hands on that may not have run.
#[diagnostic::on_unimplemented(
    message = "`{Listener}` may begin without step `{Producer}`, whose value is an `{Self}` then, but it takes `{Param}`",
    label = "for `{Listener}`, this is an `{Self}`",
    note = "let `{Listener}` take `{Self}`"
)]
pub trait FeedsOption<Producer, Listener, Param> {
    /// The argument.
    fn feed(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl<T, Producer, Listener> FeedsOption<Producer, Listener, T> for T {
    #[inline(always)]
    fn feed(self) -> T {
        self
    }
}

/// What a trigger makes of the values of several steps.
#[diagnostic::on_unimplemented(
    message = "the trigger of `{Listener}` carries `{Self}`, but `{Listener}` takes `{Param}`",
    label = "this carries `{Self}`",
    note = "let `{Listener}` take `{Self}`"
)]
pub trait FeedsTogether<Listener, Param> {
    /// The argument.
    fn feed(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl<T, Listener> FeedsTogether<Listener, T> for T {
    #[inline(always)]
    fn feed(self) -> T {
        self
    }
}

/// A field of a variant of what a step hands on.
#[diagnostic::on_unimplemented(
    message = "the variant of `{Producer}` that `{Listener}` listens to holds `{Self}`, but `{Listener}` takes `{Param}`",
    label = "the variant holds `{Self}`",
    note = "let `{Listener}` take `{Self}`, or the variant hold `{Param}`"
)]
pub trait FeedsField<Producer, Listener, Param> {
    /// The argument.
    fn feed(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl<T, Producer, Listener> FeedsField<Producer, Listener, T> for T {
    #[inline(always)]
    fn feed(self) -> T {
        self
    }
}

/// A member of an `or` or a `quorum`, whose values become one type.
#[diagnostic::on_unimplemented(
    message = "step `{Producer}` hands on `{Self}`, which cannot become the `{Param}` that `{Listener}` takes from whichever comes first",
    label = "`{Producer}` hands on `{Self}`",
    note = "implement `From<{Self}>` for `{Param}`, or let `{Listener}` take a type that all of them can become"
)]
pub trait Becomes<Producer, Listener, Param> {
    /// The value as the parameter's.
    fn becomes(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Param>, Param, Producer, Listener> Becomes<Producer, Listener, Param> for T {
    #[inline(always)]
    fn becomes(self) -> Param {
        self.into()
    }
}

/// A member of an `or` or a `quorum` whose values are lent, all as one type.
#[diagnostic::on_unimplemented(
    message = "`{Listener}` borrows what comes first of `{Model}` and `{Producer}`, but they hand on different types: `{Param}` and `{Self}`",
    label = "this is `{Self}`",
    note = "let all of them hand on one type, or let `{Listener}` take by value a type that all of them can become"
)]
pub trait Alike<Producer, Listener, Model, Param> {
    /// The value.
    fn alike(self) -> Param;
}

#[diagnostic::do_not_recommend]
impl<T, Producer, Listener, Model> Alike<Producer, Listener, Model, T> for T {
    #[inline(always)]
    fn alike(self) -> T {
        self
    }
}

/// The type of a parameter with `#[context]`.
#[diagnostic::on_unimplemented(
    message = "the `#[context]` of step `{Step}` is a `Context<'_>`, but its parameter is a `{Self}`",
    label = "this is no `Context<'_>`",
    note = "write `#[context] cx: Context<'_>`"
)]
pub trait TakesContext<'a, Step> {
    /// The argument.
    fn take(context: Context<'a>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<'a, Step> TakesContext<'a, Step> for Context<'a> {
    #[inline(always)]
    fn take(context: Context<'a>) -> Context<'a> {
        context
    }
}

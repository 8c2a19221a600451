//! Values that are taken by value more than once. The traits are there for their messages: whatever is `Clone` can be
//! cloned, for whichever reason.

/// A value that two steps take by value.
#[diagnostic::on_unimplemented(
    message = "`{Listener}` and `{Other}` both take the `{Self}` of `{Producer}` by value, so it must be `Clone`",
    label = "`{Listener}` needs a clone",
    note = "let one of them take `&{Self}`, or implement `Clone` for `{Self}`"
)]
pub trait TwoOwners<Producer, Listener, Other> {
    /// One more of it.
    #[must_use]
    fn fan_out(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone, Producer, Listener, Other> TwoOwners<Producer, Listener, Other> for T {
    fn fan_out(&self) -> T {
        self.clone()
    }
}

/// A value that one step takes by value while another reads it.
#[diagnostic::on_unimplemented(
    message = "`{Listener}` takes the `{Self}` of `{Producer}` by value while `{Reader}` reads it, so it must be `Clone`",
    label = "`{Listener}` needs a clone",
    note = "let `{Listener}` take `&{Self}`, or implement `Clone` for `{Self}`"
)]
pub trait OwnerAndReader<Producer, Listener, Reader> {
    /// One more of it.
    #[must_use]
    fn fan_out(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone, Producer, Listener, Reader> OwnerAndReader<Producer, Listener, Reader> for T {
    fn fan_out(&self) -> T {
        self.clone()
    }
}

/// A value that a step takes by value, and that is needed after it.
#[diagnostic::on_unimplemented(
    message = "`{Listener}` takes the `{Self}` of `{Producer}` by value, and the flow needs it again, so it must be `Clone`",
    label = "`{Listener}` needs a clone",
    note = "let `{Listener}` take `&{Self}`, or implement `Clone` for `{Self}`"
)]
pub trait NeededAgain<Producer, Listener> {
    /// One more of it.
    #[must_use]
    fn fan_out(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone, Producer, Listener> NeededAgain<Producer, Listener> for T {
    fn fan_out(&self) -> T {
        self.clone()
    }
}

/// An input of the flow that two steps take by value.
#[diagnostic::on_unimplemented(
    message = "`{Listener}` and `{Other}` both take this input by value, so `{Self}` must be `Clone`",
    label = "`{Listener}` needs a clone",
    note = "let one of them take `&{Self}`, or implement `Clone` for `{Self}`"
)]
pub trait TwoStarts<Listener, Other> {
    /// One more of it.
    #[must_use]
    fn fan_out(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone, Listener, Other> TwoStarts<Listener, Other> for T {
    fn fan_out(&self) -> T {
        self.clone()
    }
}

/// An argument of a step whose method may be called more than once.
#[diagnostic::on_unimplemented(
    message = "`{Listener}` may call its method more than once, so the `{Self}` it takes by value must be `Clone`",
    label = "each call of `{Listener}` needs one of its own",
    note = "let `{Listener}` take `&{Self}`, or implement `Clone` for `{Self}`"
)]
pub trait Again<Listener> {
    /// One more of it.
    #[must_use]
    fn again(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone, Listener> Again<Listener> for T {
    fn again(&self) -> T {
        self.clone()
    }
}

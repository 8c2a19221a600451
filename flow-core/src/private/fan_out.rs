//! Values that several listeners take.

/// A value that can be handed to more than one owner.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is taken by value more than once, so it must be `Clone`",
    label = "what this step hands on has several owners",
    note = "let all listeners but one take it by reference (`&{Self}`), or implement `Clone` for it"
)]
pub trait FanOut {
    /// One more of it.
    #[must_use]
    fn fan_out(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> FanOut for T {
    fn fan_out(&self) -> T {
        self.clone()
    }
}

/// One more of it, if it is there.
#[must_use]
pub fn fan_out_any<T: FanOut>(value: &Option<T>) -> Option<T> {
    value.as_ref().map(T::fan_out)
}

/// An argument of a step whose method may be called more than once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is taken by value by a step that may run its method more than once, so it must be `Clone`",
    label = "each call gets a value of its own",
    note = "take it by reference (`&{Self}`), or implement `Clone` for it"
)]
pub trait Again {
    /// One more of it.
    #[must_use]
    fn again(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Again for T {
    fn again(&self) -> T {
        self.clone()
    }
}

/// The items of a collection. They are an iterator whatever it is, so that a mistake about it is told once.
pub fn each<C: IntoIterator>(collection: C) -> impl Iterator<Item = C::Item> {
    collection.into_iter()
}

/// What a step hands on that runs several times and carries nothing.
pub fn nothing(_: Vec<()>) {}

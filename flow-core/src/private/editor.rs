//! What rust-analyzer sees of a flow. The modules hold the words that stand in attributes, with what an editor tells of
//! them: a word in an attribute is completed and explained as the item of that name, in the module of its place.

/// Code that is not for editors.
#[cfg(not(rust_analyzer))]
#[doc(hidden)]
#[macro_export]
macro_rules! unseen {
    ($($code:tt)*) => { $($code)* };
}

/// Nothing: no items, or a body that might return anything.
#[cfg(rust_analyzer)]
#[doc(hidden)]
#[macro_export]
macro_rules! unseen {
    ({ $($body:tt)* }) => {
        loop {}
    };
    ($($items:tt)*) => {};
}

/// Code that is for editors alone, even if it is not yet Rust.
#[cfg(rust_analyzer)]
#[doc(hidden)]
#[macro_export]
macro_rules! seen {
    ($($code:tt)*) => { $($code)* };
}

/// In `and(…)`, `or(…)` and `quorum(…)`, beside the steps.
#[cfg(rust_analyzer)]
pub mod member {
    /// `and(a, b, …)` fires once all of its members have happened. It carries a value for each.
    pub fn and() {}

    /// `or(a, b, …)` fires on the first of its members that happens. What only this waits for is cancelled. It carries the
    /// value of that member.
    pub fn or() {}

    /// `quorum(k, a, b, …)` fires when the first `k` of its members have happened. It carries a `Vec` of their values.
    pub fn quorum() {}
}

/// In `#[listen(…)]`, where its trigger stands.
#[cfg(rust_analyzer)]
pub mod trigger {
    /// `each(a)` runs the method for each item of what `a` hands on. Beside it may stand `limit = n` and `first = k`.
    pub fn each() {}
}

/// In `#[start(…)]`, and in `#[listen(…)]` after the trigger.
#[cfg(rust_analyzer)]
pub mod several {
    /// `times = n`: runs the method `n` times for the same values, and hands on a `Vec`.
    pub fn times() {}

    /// `limit = n`: at most `n` of them at a time.
    pub fn limit() {}

    /// `first = k`: done with the first `k` successes, in the order in which they come.
    pub fn first() {}
}

/// In `#[router(…)]`.
#[cfg(rust_analyzer)]
pub mod router {
    /// `ends(A, B)`: after these variants nothing follows. `ends(_)`: after those that nothing listens to.
    pub fn ends() {}

    /// `max_iterations = n`: how often the header of the innermost loop around may run for each entry.
    pub fn max_iterations() {}
}

/// In `#[retry(…)]`.
#[cfg(rust_analyzer)]
pub mod retry {
    /// `times = n`: how many retries after the first attempt. 3 if not said.
    pub fn times() {}

    /// `base = "200ms"`: the wait before the first retry. Each wait is twice as long as the one before. A second if not
    /// said.
    pub fn base() {}

    /// `max = "5s"`: the longest wait. A minute if not said.
    pub fn max() {}

    /// `on = path`: a `fn(&E) -> bool` that says whether the error is worth a retry. A time-out always is.
    pub fn on() {}
}

/// In `#[timeout(…)]`.
#[cfg(rust_analyzer)]
pub mod timeout {
    /// `total = "2m"`: how long all attempts, all items and the waits between them may take together.
    pub fn total() {}
}

/// In `#[flow(…)]`.
#[cfg(rust_analyzer)]
pub mod flow {
    /// `error = M`: failures become `M`, by `From`, and `run` gives `Result<Output, FlowError<M>>`.
    pub fn error() {}

    /// `output = step`: `run` gives the value of this step.
    pub fn output() {}

    /// `max_iterations = n`: how often the header of a loop may run for each entry. 100 if not said.
    pub fn max_iterations() {}

    /// `vis = pub(crate)`: who may see `run` and `runner`. `pub` if not said.
    pub fn vis() {}
}

/// On a parameter.
#[cfg(rust_analyzer)]
pub mod parameter {
    /// `#[from(step)]`: the parameter reads the value of an earlier step. If that may not have run by then, the type is an
    /// `Option`.
    pub fn from() {}

    /// `#[context]`: the parameter gets the run's [`Context`](crate::Context).
    pub fn context() {}
}

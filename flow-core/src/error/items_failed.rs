//! What a listener gets that handles the failures of a step with many items.

use std::error::Error;
use std::fmt;

use super::{Cause, Detail, FlowError, FlowErrorKind, text};

/// Some items of a step with `each(…)` or `times = …` have failed, and something listens to the step's `Err`.
///
/// This is what such a listener takes. All items have run to their end (with `first = k`: until fewer than `k` of them
/// could still succeed; those that had not ended by then are in neither list).
///
/// ```
/// use flow_core::ItemsFailed;
///
/// // What `#[listen(summary::Err)]` may do with the summaries that there are.
/// fn some_are_missing(result: ItemsFailed<String, std::fmt::Error>) -> String {
///     let missing: Vec<usize> = result.failed.iter().map(|(item, _)| *item).collect();
///     let there: Vec<String> = result.succeeded.into_iter().map(|(_, summary)| summary).collect();
///     format!("{} (without {missing:?})", there.join(" "))
/// }
///
/// let result = ItemsFailed {
///     succeeded: vec![(0, "One.".to_owned()), (2, "Three.".to_owned())],
///     failed: vec![(1, std::fmt::Error)],
/// };
/// assert_eq!(
///     result.to_string(),
///     "1 item failed, 2 succeeded: item 1: an error occurred when formatting an argument"
/// );
/// assert_eq!(some_are_missing(result), "One. Three. (without [1])");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemsFailed<T, E> {
    /// What succeeded: the items' numbers, from 0, and what they gave. In the order of the items.
    pub succeeded: Vec<(usize, T)>,
    /// What failed: the items' numbers, from 0, and their errors. In the order of the items.
    pub failed: Vec<(usize, E)>,
}

impl<T, E> ItemsFailed<T, E> {
    /// The flow's failure, where nobody is left who would listen: that of the first item.
    #[doc(hidden)]
    pub fn into_error<M>(
        self,
        flow: &'static str,
        step: &'static str,
        own: impl FnOnce(E) -> M,
    ) -> FlowError<M> {
        match self.failed.into_iter().next() {
            Some((item, error)) => {
                let cause = Cause::new(step, FlowErrorKind::Failed, Detail::Error(own(error)));
                FlowError::of_step(flow, cause.of_item(Some(item)))
            }
            // There were too few of them.
            None => {
                let items = self.succeeded.len();
                FlowError::too_few(flow, step, items + 1, items, Vec::new())
            }
        }
    }
}

impl<T, E: fmt::Display> fmt::Display for ItemsFailed<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (failed, succeeded) = (self.failed.len(), self.succeeded.len());
        write!(f, "{} failed, {succeeded} succeeded", text::Items(failed))?;
        text::list(f, self.failed.iter(), |f, (item, error)| write!(f, "item {item}: {error}"))
    }
}

impl<T: fmt::Debug, E: Error + 'static> Error for ItemsFailed<T, E> {
    /// What lies behind the first error: the error itself is part of the message.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.failed.first().and_then(|(_, error)| error.source())
    }
}

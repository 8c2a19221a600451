//! What happened to one of the steps because of which a flow failed.

use std::any::Any;

use super::panic::Panic;
use super::{BoxError, FlowErrorKind};

/// What happened to one of the steps because of which a flow failed.
///
/// ```
/// use flow_core::FlowErrorKind;
/// use flow_core::prelude::*;
///
/// struct Import;
///
/// #[flow]
/// impl Import {
///     #[start]
///     fn decimal(&self, text: &str) -> Result<u32, std::num::ParseIntError> {
///         text.parse()
///     }
///
///     #[start]
///     fn hexadecimal(&self, text: &str) -> Result<u32, std::num::ParseIntError> {
///         u32::from_str_radix(text, 16)
///     }
///
///     #[listen(or(decimal, hexadecimal))]
///     fn double(&self, number: u32) -> u32 {
///         number * 2
///     }
/// }
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build()?;
/// # rt.block_on(async {
/// let error = Import.run("many").await.unwrap_err();
/// assert_eq!((error.step(), error.kind()), ("double", FlowErrorKind::RaceFailed));
///
/// let cause = &error.causes()[1];
/// assert_eq!((cause.step(), cause.kind(), cause.attempts()), ("hexadecimal", FlowErrorKind::Failed, Some(1)));
/// assert_eq!(cause.to_string(), "`hexadecimal`: invalid digit found in string");
/// assert!(cause.error().is_some_and(|error| error.is::<std::num::ParseIntError>()));
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Cause<M = BoxError> {
    pub(super) step: &'static str,
    pub(super) item: Option<usize>,
    /// 0 where it is not known.
    pub(super) attempts: u32,
    pub(super) kind: FlowErrorKind,
    pub(super) detail: Detail<M>,
}

/// What a step that did not succeed left behind.
#[derive(Debug)]
pub(crate) enum Detail<M> {
    /// The error that it returned.
    Error(M),
    /// What it panicked with.
    Panic(Panic),
    /// Nothing: that it did not succeed is all there is to say.
    Nothing,
}

impl<M> Cause<M> {
    pub(crate) fn new(step: &'static str, kind: FlowErrorKind, detail: Detail<M>) -> Cause<M> {
        Cause { step, item: None, attempts: 0, kind, detail }
    }

    pub(crate) fn of_item(mut self, item: Option<usize>) -> Cause<M> {
        self.item = item;
        self
    }

    pub(crate) fn after_attempts(mut self, attempts: u32) -> Cause<M> {
        self.attempts = attempts;
        self
    }

    /// The name of the step.
    #[must_use]
    pub fn step(&self) -> &'static str {
        self.step
    }

    /// What happened to the step.
    #[must_use]
    pub fn kind(&self) -> FlowErrorKind {
        self.kind
    }

    /// Which item of the step it was, from 0; `None` if the step has no items, or if it was all of them together.
    ///
    /// ```
    /// use flow_core::prelude::*;
    ///
    /// struct Poll;
    ///
    /// #[flow]
    /// impl Poll {
    ///     #[start(times = 3, first = 2)]
    ///     async fn ask(&self, #[context] cx: Context<'_>) -> Result<bool, String> {
    ///         if cx.item() == Some(0) { Ok(true) } else { Err("nobody at home".to_owned()) }
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let error = Poll.run().await.unwrap_err();
    /// assert_eq!(error.kind(), FlowErrorKind::TooFewItems { needed: 2, items: 3 });
    /// let items: Vec<_> = error.causes().iter().map(|cause| cause.item()).collect();
    /// assert_eq!(items, [Some(1), Some(2)]);
    /// # }
    /// ```
    #[must_use]
    pub fn item(&self) -> Option<usize> {
        self.item
    }

    /// How often it was tried: 1 without `#[retry]`. `None` where the time for all attempts was over.
    #[must_use]
    pub fn attempts(&self) -> Option<u32> {
        (self.attempts > 0).then_some(self.attempts)
    }

    /// The error that the step returned; `None` if it timed out or panicked.
    #[must_use]
    pub fn error(&self) -> Option<&M> {
        match &self.detail {
            Detail::Error(error) => Some(error),
            Detail::Panic(_) | Detail::Nothing => None,
        }
    }

    /// The error that the step returned, owned; `None` if it timed out or panicked.
    ///
    /// ```
    /// # use flow_core::prelude::*;
    /// #
    /// # struct Import;
    /// #
    /// # #[flow]
    /// # impl Import {
    /// #     #[start]
    /// #     fn decimal(&self, text: &str) -> Result<u32, std::num::ParseIntError> { text.parse() }
    /// #     #[start]
    /// #     fn hexadecimal(&self, text: &str) -> Result<u32, std::num::ParseIntError> { u32::from_str_radix(text, 16) }
    /// #     #[listen(or(decimal, hexadecimal))]
    /// #     fn double(&self, number: u32) -> u32 { number * 2 }
    /// # }
    /// // The flow of the type's example: two steps read a number, each in its own way.
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let error = Import.run("ten").await.unwrap_err();
    /// let first = error.into_causes().remove(0).into_error().unwrap();
    /// assert!(first.is::<std::num::ParseIntError>());
    /// # }
    /// ```
    #[must_use]
    pub fn into_error(self) -> Option<M> {
        match self.detail {
            Detail::Error(error) => Some(error),
            Detail::Panic(_) | Detail::Nothing => None,
        }
    }

    /// What the step panicked with, for [`resume_unwind`](std::panic::resume_unwind) say; `None` if it did not.
    ///
    /// ```
    /// use flow_core::prelude::*;
    ///
    /// struct Report;
    ///
    /// #[flow]
    /// impl Report {
    ///     #[start]
    ///     #[blocking]
    ///     fn print(pages: u32) -> u32 {
    ///         assert!(pages > 0, "nothing to print");
    ///         pages
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// # std::panic::set_hook(Box::new(|_| {}));
    /// let error = Report.run(0).await.unwrap_err();
    /// assert_eq!(error.kind(), FlowErrorKind::Panicked);
    /// let payload = error.into_causes().remove(0).into_panic().unwrap();
    /// assert_eq!(payload.downcast_ref::<&str>(), Some(&"nothing to print"));
    /// # }
    /// ```
    #[must_use]
    pub fn into_panic(self) -> Option<Box<dyn Any + Send + 'static>> {
        match self.detail {
            Detail::Panic(panic) => Some(panic.into_payload()),
            Detail::Error(_) | Detail::Nothing => None,
        }
    }
}

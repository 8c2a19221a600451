//! What steps hand to whoever watches.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// Something that a step has handed to whoever watches the run: a value of any type. Clones share it.
///
/// ```
/// use flow_core::observe::{Kind, Recorder};
/// use flow_core::prelude::*;
/// use flow_core::Context;
///
/// struct Answer;
///
/// #[flow]
/// impl Answer {
///     #[start]
///     async fn think(&self, #[context] cx: Context<'_>) -> u32 {
///         cx.emit("hm".to_string());
///         42
///     }
/// }
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build()?;
/// # rt.block_on(async {
/// let recorder = Recorder::new();
/// Answer.runner().observed_by(&recorder).run().await.unwrap();
/// let said = recorder.events().into_iter().find_map(|event| match event.kind {
///     Kind::Emitted(item) => item.downcast::<String>().ok(),
///     _ => None,
/// });
/// assert_eq!(*said.unwrap(), "hm");
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct Emitted {
    value: Arc<dyn Any + Send + Sync>,
    type_name: &'static str,
}

impl Emitted {
    pub(crate) fn new<T: Any + Send + Sync>(value: T) -> Emitted {
        Emitted { value: Arc::new(value), type_name: std::any::type_name::<T>() }
    }

    /// Whether it is a `T`.
    ///
    /// ```
    /// use flow_core::observe::{self, Event, Kind};
    /// use flow_core::prelude::*;
    ///
    /// # struct Answer;
    /// #
    /// # #[flow]
    /// # impl Answer {
    /// #     #[start]
    /// #     async fn think(&self, #[context] cx: Context<'_>) {
    /// #         cx.emit("hm".to_string());
    /// #     }
    /// # }
    /// #
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// // The flow of the type's example, with `cx.emit("hm".to_string())` in a step.
    /// let observer = observe::from_fn(|event: &Event| {
    ///     if let Kind::Emitted(item) = &event.kind {
    ///         assert!(item.is::<String>() && !item.is::<&str>());
    ///         assert_eq!(item.downcast_ref::<String>().unwrap(), "hm");
    ///         assert_eq!(item.type_name(), "alloc::string::String");
    ///     }
    /// });
    /// Answer.runner().observed_by(observer).run().await.unwrap();
    /// # }
    /// ```
    #[must_use]
    pub fn is<T: Any>(&self) -> bool {
        self.value.is::<T>()
    }

    /// The value, if it is a `T`.
    #[must_use]
    pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
        self.value.downcast_ref()
    }

    /// The value, if it is a `T`; [`Arc::try_unwrap`] and [`Arc::unwrap_or_clone`] take it out.
    ///
    /// # Errors
    ///
    /// It is something else.
    pub fn downcast<T: Any + Send + Sync>(self) -> Result<Arc<T>, Emitted> {
        let Emitted { value, type_name } = self;
        value.downcast().map_err(|value| Emitted { value, type_name })
    }

    /// The name of the value's type, for people to read.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// The text, if the value is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        self.downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| self.downcast_ref::<&'static str>().copied())
    }
}

impl fmt::Debug for Emitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_text() {
            Some(text) => write!(f, "{text:?}"),
            None => f.write_str(self.type_name),
        }
    }
}

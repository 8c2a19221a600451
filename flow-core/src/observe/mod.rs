//! Watching a run: what an observer is told, and observers for the usual purposes.
//!
//! `flow.runner().observed_by(observer)` has every [`Event`] of a run told to an [`Observer`]: which steps begin and
//! how they end, which attempt is the next, who has won a race and who has lost it, and what steps
//! [emit](crate::Context::emit). The observer is a type parameter of the run, so a run that nobody watches has no code,
//! no memory and no time for it.
//!
//! | | |
//! |---|---|
//! | [`from_fn`] | a closure |
//! | [`stream`] | the events as a `Stream`, for whoever sits at the other end of a connection |
//! | [`Recorder`] | a list, for tests |
//! | `Tracing` | a `tracing` span for each run and each step (feature `tracing`) |
//! | `Progress` | a view on the terminal (feature `progress`) |
//! | `RunLogWriter` | lines of JSON, for `cargo flow replay` and for `RunLog` (feature `record`) |
//!
//! Two observers at a time are a tuple of them; one that is there or not is an `Option`.
//!
//! ```
//! use flow_core::observe::{self, Event};
//! use flow_core::prelude::*;
//!
//! struct Greeting;
//!
//! #[flow]
//! impl Greeting {
//!     #[start]
//!     async fn name(&self) -> String {
//!         "world".to_string()
//!     }
//!
//!     #[listen(name)]
//!     async fn greet(&self, name: &str) -> String {
//!         format!("hello {name}")
//!     }
//! }
//!
//! # let rt = tokio::runtime::Builder::new_current_thread().build()?;
//! # rt.block_on(async {
//! let recorder = observe::Recorder::new();
//! let log = observe::from_fn(|event: &Event| println!("{event}"));
//! let greeting = Greeting.runner().observed_by((&recorder, log)).run().await?;
//! assert_eq!(greeting, "hello world");
//! assert_eq!(recorder.lines(), [
//!     "started flow Greeting",
//!     "started name",
//!     "finished name",
//!     "started greet",
//!     "finished greet",
//!     "finished flow Greeting",
//! ]);
//! # Ok::<(), FlowError>(())
//! # }).unwrap();
//! # Ok::<(), std::io::Error>(())
//! ```

mod emitted;
mod event;
#[cfg(feature = "progress")]
mod progress;
mod recorder;
#[cfg(feature = "record")]
mod run_log;
mod stream;
#[cfg(feature = "tracing")]
mod tracing;

use std::fmt;
use std::sync::Arc;

pub use self::emitted::Emitted;
pub use self::event::{Event, Kind, Parent, Place, RunId};
#[cfg(feature = "progress")]
pub use self::progress::Progress;
pub use self::recorder::Recorder;
#[cfg(feature = "record")]
pub use self::run_log::{RunEvent, RunKind, RunLog, RunLogError, RunLogWriter, RunParent};
pub use self::stream::{Events, Streaming, stream};
#[cfg(feature = "tracing")]
pub use self::tracing::Tracing;

/// Somebody who watches runs.
///
/// The run waits while it is told: an observer that has much to do with an event passes it on (see [`stream`]).
/// Observers are `Sync`, because a step may hold on to its [`Context`](crate::Context) while it waits.
///
/// ```
/// use std::sync::atomic::{AtomicU32, Ordering};
///
/// use flow_core::observe::{Event, Kind, Observer};
/// use flow_core::prelude::*;
///
/// /// Counts attempts beyond the first.
/// #[derive(Default)]
/// struct Retries(AtomicU32);
///
/// impl Observer for Retries {
///     fn on(&self, event: &Event) {
///         if let Kind::Retrying { .. } = event.kind {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
///
/// # struct Model;
/// #
/// # #[flow]
/// # impl Model {
/// #     #[start]
/// #     #[retry(times = 2)]
/// #     async fn ask(&self) -> Result<String, String> { Err("busy".to_owned()) }
/// # }
/// #
/// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
/// // A flow with a step that fails in spite of `#[retry(times = 2)]`.
/// let retries = Retries::default();
/// Model.runner().observed_by(&retries).run().await.unwrap_err();
/// assert_eq!(retries.0.into_inner(), 2);
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot watch a run",
    label = "this is no observer",
    note = "implement `flow_core::observe::Observer` for it; a closure becomes one with `flow_core::observe::from_fn`"
)]
pub trait Observer: Sync {
    /// Something has happened.
    fn on(&self, event: &Event);

    /// `poll` goes on with a run or a step, on this thread: for observers that set something for as long, such as the
    /// span that what a step logs belongs to. It is to be called once.
    fn poll(&self, place: Place, poll: &mut dyn FnMut()) {
        let _ = place;
        poll();
    }
}

impl<O: Observer + ?Sized> Observer for &O {
    fn on(&self, event: &Event) {
        (**self).on(event);
    }

    fn poll(&self, place: Place, poll: &mut dyn FnMut()) {
        (**self).poll(place, poll);
    }
}

impl<O: Observer + Send + ?Sized> Observer for Arc<O> {
    fn on(&self, event: &Event) {
        (**self).on(event);
    }

    fn poll(&self, place: Place, poll: &mut dyn FnMut()) {
        (**self).poll(place, poll);
    }
}

impl<O: Observer + ?Sized> Observer for Box<O> {
    fn on(&self, event: &Event) {
        (**self).on(event);
    }

    fn poll(&self, place: Place, poll: &mut dyn FnMut()) {
        (**self).poll(place, poll);
    }
}

impl<A: Observer, B: Observer> Observer for (A, B) {
    fn on(&self, event: &Event) {
        self.0.on(event);
        self.1.on(event);
    }

    fn poll(&self, place: Place, poll: &mut dyn FnMut()) {
        self.0.poll(place, &mut || self.1.poll(place, poll));
    }
}

impl<O: Observer> Observer for Option<O> {
    fn on(&self, event: &Event) {
        if let Some(observer) = self {
            observer.on(event);
        }
    }

    fn poll(&self, place: Place, poll: &mut dyn FnMut()) {
        match self {
            Some(observer) => observer.poll(place, poll),
            None => poll(),
        }
    }
}

/// A closure as an observer.
///
/// ```
/// use std::sync::Mutex;
///
/// use flow_core::observe::{self, Event, Kind};
/// use flow_core::prelude::*;
///
/// # struct Import;
/// #
/// # #[flow]
/// # impl Import {
/// #     #[start]
/// #     fn count(&self, text: &str) -> Result<u32, std::num::ParseIntError> { text.parse() }
/// # }
/// #
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// // A flow with a step that reads a number.
/// let failures = Mutex::new(Vec::new());
/// let observer = observe::from_fn(|event: &Event| {
///     if let Kind::Failed { error: Some(error) } = &event.kind {
///         let step = event.step_name().unwrap_or_default();
///         failures.lock().unwrap().push(format!("{step}: {error}"));
///     }
/// });
/// Import.runner().observed_by(observer).run("many").await.unwrap_err();
/// assert_eq!(failures.into_inner().unwrap(), ["count: invalid digit found in string"]);
/// # }
/// ```
pub fn from_fn<F: Fn(&Event) + Sync>(observer: F) -> FromFn<F> {
    FromFn(observer)
}

/// A closure as an observer: see [`from_fn`].
///
/// ```
/// use flow_core::observe::{self, Event, FromFn};
///
/// fn log() -> FromFn<impl Fn(&Event) + Sync> {
///     observe::from_fn(|event| println!("{event}"))
/// }
///
/// assert_eq!(format!("{:?}", log()), "FromFn");
/// ```
#[derive(Clone, Copy)]
pub struct FromFn<F>(F);

impl<F: Fn(&Event) + Sync> Observer for FromFn<F> {
    fn on(&self, event: &Event) {
        (self.0)(event);
    }
}

impl<F> fmt::Debug for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FromFn")
    }
}

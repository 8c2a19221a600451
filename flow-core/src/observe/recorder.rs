//! An observer that keeps everything.

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Event, Observer};

/// Keeps the events of the runs that it watches, in the order in which they happen: for tests.
///
/// ```
/// use flow_core::observe::Recorder;
/// use flow_core::prelude::*;
///
/// struct First;
///
/// #[flow]
/// impl First {
///     #[start]
///     async fn never(&self) -> u8 {
///         std::future::pending().await
///     }
///     #[start]
///     async fn soon(&self) -> u8 {
///         7
///     }
///     #[listen(or(never, soon))]
///     fn show(&self, first: u8) -> u8 {
///         first
///     }
/// }
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build()?;
/// # rt.block_on(async {
/// let recorder = Recorder::new();
/// First.runner().observed_by(&recorder).run().await.unwrap();
/// assert_eq!(recorder.lines(), [
///     "started flow First",
///     "started never",
///     "started soon",
///     "finished soon",
///     "decided show: member 1",
///     "lost never in the race for show",
///     "started show",
///     "finished show",
///     "finished flow First",
/// ]);
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Recorder {
    events: Mutex<Vec<Event>>,
}

impl Recorder {
    /// Nothing has happened.
    #[must_use]
    pub const fn new() -> Recorder {
        Recorder { events: Mutex::new(Vec::new()) }
    }

    /// What has happened so far.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        self.lock().clone()
    }

    /// What has happened so far, a line for each event: its `Display`.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.lock().iter().map(Event::to_string).collect()
    }

    /// What has happened since the last time that this was asked.
    ///
    /// ```
    /// use flow_core::observe::Recorder;
    /// use flow_core::prelude::*;
    ///
    /// struct Greeting;
    ///
    /// #[flow]
    /// impl Greeting {
    ///     #[start]
    ///     async fn greet(&self) -> &'static str {
    ///         "hello"
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let recorder = Recorder::new();
    /// Greeting.runner().observed_by(&recorder).run().await.unwrap();
    /// assert_eq!(recorder.take().len(), 4); // the flow and the step, each with its begin and its end
    /// assert!(recorder.events().is_empty());
    /// # }
    /// ```
    #[must_use]
    pub fn take(&self) -> Vec<Event> {
        mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Event>> {
        // A list is whole, whoever panicked while it was locked.
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Recorder {
    fn on(&self, event: &Event) {
        self.lock().push(event.clone());
    }
}

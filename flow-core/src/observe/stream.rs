//! The events of a run as a stream.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{Event, Observer};

/// An observer, and the stream of what it is told.
///
/// The stream ends when the observer and its clones are gone: with the run that they were given to. Nothing is lost
/// when the stream is read slowly; it grows. When nobody reads it any more, the run goes on.
///
/// ```
/// use flow_core::observe::{self, Kind};
/// use flow_core::prelude::*;
/// use flow_core::Context;
///
/// struct Answer;
///
/// #[flow]
/// impl Answer {
///     #[start]
///     async fn think(&self, question: &str, #[context] cx: Context<'_>) -> usize {
///         for word in question.split(' ') {
///             cx.emit(word.to_string());
///             tokio::task::yield_now().await;
///         }
///         question.len()
///     }
/// }
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build()?;
/// # rt.block_on(async {
/// let (observer, mut events) = observe::stream();
/// let run = Answer.runner().observed_by(observer).run("to be or not");
/// let listen = async {
///     let mut words = Vec::new();
///     while let Some(event) = events.recv().await {
///         if let Kind::Emitted(item) = event.kind {
///             words.extend(item.downcast_ref::<String>().cloned());
///         }
///     }
///     words
/// };
/// let (length, words) = tokio::join!(run, listen);
/// assert_eq!((length?, words.join("-")), (12, "to-be-or-not".to_string()));
/// # Ok::<(), FlowError>(())
/// # }).unwrap();
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use]
pub fn stream() -> (Streaming, Events) {
    let (sender, receiver) = unbounded_channel();
    (Streaming { sender }, Events { receiver })
}

/// An observer that passes on what it is told: see [`stream`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let (observer, mut events) = flow_core::observe::stream();
/// let another = observer.clone(); // for a second run, say
/// drop((observer, another));
/// assert!(events.recv().await.is_none()); // nobody is left who could say something
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Streaming {
    sender: UnboundedSender<Event>,
}

impl Observer for Streaming {
    fn on(&self, event: &Event) {
        // Nobody reads any more: that is theirs to decide.
        let _ = self.sender.send(event.clone());
    }
}

/// What happens in the runs of an observer, as a `Stream`: see [`stream`].
///
/// ```
/// use flow_core::observe::{self, Event};
/// use flow_core::prelude::*;
/// use futures::StreamExt;
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
/// let (observer, events) = observe::stream();
/// Greeting.runner().observed_by(observer).run().await.unwrap();
/// let lines: Vec<String> = events.map(|event: Event| event.to_string()).collect().await;
/// assert_eq!(lines, ["started flow Greeting", "started greet", "finished greet", "finished flow Greeting"]);
/// # }
/// ```
#[derive(Debug)]
pub struct Events {
    receiver: UnboundedReceiver<Event>,
}

impl Events {
    /// The next event; `None` when the runs are over.
    pub async fn recv(&mut self) -> Option<Event> {
        self.receiver.recv().await
    }

    /// The next event, if it has happened already.
    ///
    /// ```
    /// let (observer, mut events) = flow_core::observe::stream();
    /// assert!(events.try_recv().is_none()); // no run has begun
    /// # drop(observer);
    /// ```
    pub fn try_recv(&mut self) -> Option<Event> {
        self.receiver.try_recv().ok()
    }
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        self.receiver.poll_recv(cx)
    }
}

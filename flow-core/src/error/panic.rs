//! What a step panicked with.

use std::any::Any;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// What a step panicked with that ran on a thread of its own.
pub struct Panic {
    // Rare, and large: one word, as long as nothing panics.
    inner: Box<Inner>,
}

struct Inner {
    message: Option<String>,
    // Nobody ever locks it. It is there because what can be sent to another thread can then be seen by it, too.
    payload: Mutex<Box<dyn Any + Send>>,
}

impl Panic {
    /// The payload of a panic, as `catch_unwind` and tokio give it.
    pub(crate) fn new(payload: Box<dyn Any + Send>) -> Panic {
        let message = match payload.downcast_ref::<&'static str>() {
            Some(message) => Some((*message).to_owned()),
            None => payload.downcast_ref::<String>().cloned(),
        };
        Panic { inner: Box::new(Inner { message, payload: Mutex::new(payload) }) }
    }

    /// What `panic!` was told; `None` if it was no text.
    pub(crate) fn message(&self) -> Option<&str> {
        self.inner.message.as_deref()
    }

    pub(crate) fn into_payload(self) -> Box<dyn Any + Send> {
        self.inner.payload.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message() {
            Some(message) => write!(f, "panicked: {message}"),
            None => f.write_str("panicked"),
        }
    }
}

impl fmt::Debug for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Panic").field(&self.message().unwrap_or("…")).finish()
    }
}

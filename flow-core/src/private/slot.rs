//! Places for futures that begin and end at run time.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

/// Goes on with the future in a place, and empties the place when it is done. `None` if there is none.
pub fn poll<F: Future>(place: &mut Pin<&mut Option<F>>, cx: &mut Context<'_>) -> Option<Poll<F::Output>> {
    let polled = place.as_mut().as_pin_mut()?.poll(cx);
    if polled.is_ready() {
        place.set(None);
    }
    Some(polled)
}

/// Puts a future into an empty place.
pub fn start<F: Future>(place: &mut Pin<&mut Option<F>>, future: F) {
    place.set(Some(future));
}

/// Begins a future if the place is empty and there is one to begin, and goes on with the one in the place. Gives what it
/// has returned, and empties the place.
pub fn advance<F: Future>(
    place: &mut Pin<&mut Option<F>>,
    cx: &mut Context<'_>,
    begin: impl FnOnce() -> Option<F>,
) -> Option<F::Output> {
    if place.is_none() {
        place.set(Some(begin()?));
    }
    match poll(place, cx)? {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// Empties a place. Says whether there was a future in it.
pub fn stop<F: Future>(place: &mut Pin<&mut Option<F>>) -> bool {
    let was_there = place.is_some();
    place.set(None);
    was_there
}

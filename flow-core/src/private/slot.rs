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

/// Empties a place.
pub fn stop<F: Future>(place: &mut Pin<&mut Option<F>>) {
    place.set(None);
}

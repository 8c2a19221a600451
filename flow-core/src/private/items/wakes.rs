//! Who of many futures wants to be polled.
//!
//! Each future has a waker of its own, which notes its place here. So a wake costs one poll, however many futures
//! there are.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};

/// The places whose futures want to be polled.
#[derive(Default)]
pub(super) struct Wakes {
    noted: Mutex<Noted>,
}

#[derive(Default)]
struct Noted {
    places: Vec<usize>,
    /// Who polls the futures. Gone once woken: it polls all that are noted by then.
    poller: Option<Waker>,
}

impl Wakes {
    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Swaps the noted places for `places`, which is empty. Whatever is noted from now on wakes `poller`.
    pub(super) fn take(&self, places: &mut Vec<usize>, poller: &Waker) {
        let mut noted = self.lock();
        std::mem::swap(&mut noted.places, places);
        let replaced = match &noted.poller {
            Some(old) if old.will_wake(poller) => None,
            _ => noted.poller.replace(poller.clone()),
        };
        drop(noted);
        // Dropping a waker may run anything.
        drop(replaced);
    }

    fn note(&self, place: usize) {
        let mut noted = self.lock();
        noted.places.push(place);
        let poller = noted.poller.take();
        drop(noted);
        if let Some(poller) = poller {
            poller.wake();
        }
    }
}

/// What wakes the future in a place.
pub(super) struct PlaceWaker {
    place: usize,
    /// Whether the place is noted, and not polled since.
    is_noted: AtomicBool,
    wakes: Arc<Wakes>,
}

impl PlaceWaker {
    pub(super) fn new(place: usize, wakes: &Arc<Wakes>) -> Arc<PlaceWaker> {
        Arc::new(PlaceWaker { place, is_noted: AtomicBool::new(false), wakes: Arc::clone(wakes) })
    }

    /// The place has been taken from the noted ones. What wakes it from now on notes it anew.
    pub(super) fn begin_poll(&self) {
        // Sees what was done before the wakes that were noted: they get no poll of their own.
        self.is_noted.swap(false, Ordering::AcqRel);
    }
}

impl Wake for PlaceWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.is_noted.swap(true, Ordering::AcqRel) {
            self.wakes.note(self.place);
        }
    }
}

//! Telling a run to end while it goes on: what must finish is waited for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether somebody wants a run to end.
pub trait Stop {
    /// Whether that is so by now.
    fn is_set(&self) -> bool;
}

/// Nobody ever does: what a plain `run` has.
#[derive(Debug, Clone)]
pub struct Never;

impl Stop for Never {
    #[inline(always)]
    fn is_set(&self) -> bool {
        false
    }
}

/// Somebody may. Whoever sets it polls the run afterwards.
#[derive(Debug, Clone, Default)]
pub struct StopFlag(Arc<AtomicBool>);

impl StopFlag {
    /// Nobody does yet.
    #[must_use]
    pub fn new() -> StopFlag {
        StopFlag::default()
    }

    /// Now somebody does.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Stop for StopFlag {
    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

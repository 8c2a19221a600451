//! A value that knows how often it was cloned.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A value that counts its clones. All clones of it count together.
#[derive(Debug, Default)]
pub struct Counted(Arc<AtomicU32>);

impl Clone for Counted {
    fn clone(&self) -> Counted {
        self.0.fetch_add(1, Ordering::Relaxed);
        Counted(Arc::clone(&self.0))
    }
}

impl Counted {
    /// How many clones there have been.
    #[must_use]
    pub fn clones(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

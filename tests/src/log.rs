//! What steps did, in the order they did it, with the virtual time at which they did it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// A log that a flow's steps write and its test reads. Clones are the same log.
#[derive(Clone)]
pub struct Log {
    began: Instant,
    entries: Arc<Mutex<Vec<Entry>>>,
}

#[derive(Clone, Copy)]
struct Entry {
    ms: u128,
    step: &'static str,
    item: Option<usize>,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Begins,
    Ends,
    IsDropped,
}

impl Log {
    /// An empty log, at time zero.
    #[must_use]
    pub fn new() -> Log {
        Log { began: Instant::now(), entries: Arc::default() }
    }

    /// The body of a step that takes this long. If its future is dropped before, the log says so.
    pub async fn step(&self, step: &'static str, ms: u64) {
        let mut running = self.begin(step);
        if ms > 0 {
            tokio::time::sleep(Duration::from_millis(ms)).await;
        }
        running.end();
    }

    /// The body of one of a step's items, or attempts, that takes this long.
    pub async fn item(&self, step: &'static str, item: usize, ms: u64) {
        let mut running = self.begin_item(step, item);
        if ms > 0 {
            tokio::time::sleep(Duration::from_millis(ms)).await;
        }
        running.end();
    }

    /// The body of a step that never ends by itself.
    pub async fn forever(&self, step: &'static str) {
        let _running = self.begin(step);
        std::future::pending().await
    }

    /// The body of a step that does not wait.
    pub fn at_once(&self, step: &'static str) {
        self.begin(step).end();
    }

    /// A step begins. It ends when `Running::end` says so, or is dropped.
    #[must_use]
    pub fn begin(&self, step: &'static str) -> Running {
        self.begins(step, None)
    }

    /// An item of a step begins. It ends when `Running::end` says so, or is dropped.
    #[must_use]
    pub fn begin_item(&self, step: &'static str, item: usize) -> Running {
        self.begins(step, Some(item))
    }

    fn begins(&self, step: &'static str, item: Option<usize>) -> Running {
        self.add(step, item, What::Begins);
        Running { log: self.clone(), step, item, ended: false }
    }

    fn add(&self, step: &'static str, item: Option<usize>, what: What) {
        let ms = self.now();
        self.entries().push(Entry { ms, step, item, what });
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Milliseconds of virtual time since the log was made.
    #[must_use]
    pub fn now(&self) -> u128 {
        self.began.elapsed().as_millis()
    }

    /// The steps that began, in that order.
    #[must_use]
    pub fn begun(&self) -> Vec<&'static str> {
        self.that(What::Begins)
    }

    /// The steps that ended, in that order.
    #[must_use]
    pub fn ended(&self) -> Vec<&'static str> {
        self.that(What::Ends)
    }

    /// The steps that were dropped while they ran, in that order.
    #[must_use]
    pub fn dropped(&self) -> Vec<&'static str> {
        self.that(What::IsDropped)
    }

    fn that(&self, what: What) -> Vec<&'static str> {
        self.entries().iter().filter(|entry| entry.what == what).map(|entry| entry.step).collect()
    }

    /// The items of that step that began, in that order.
    #[must_use]
    pub fn items_begun(&self, step: &str) -> Vec<usize> {
        self.items_that(step, What::Begins)
    }

    /// The items of that step that ended, in that order.
    #[must_use]
    pub fn items_ended(&self, step: &str) -> Vec<usize> {
        self.items_that(step, What::Ends)
    }

    /// The items of that step that were dropped while they ran, in that order.
    #[must_use]
    pub fn items_dropped(&self, step: &str) -> Vec<usize> {
        self.items_that(step, What::IsDropped)
    }

    fn items_that(&self, step: &str, what: What) -> Vec<usize> {
        let entries = self.entries();
        entries.iter().filter(|it| it.step == step && it.what == what).filter_map(|it| it.item).collect()
    }

    /// How many were running at a time, at most.
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        let (mut running, mut most) = (0_usize, 0);
        for entry in self.entries().iter() {
            match entry.what {
                What::Begins => running += 1,
                What::Ends | What::IsDropped => running -= 1,
            }
            most = most.max(running);
        }
        most
    }

    /// All there is, one line each: `100 slow ends`, `100 slow[2] ends`.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let line = |entry: &Entry| {
            let Entry { ms, step, item, what } = entry;
            let item = item.map_or_else(String::new, |item| format!("[{item}]"));
            format!("{ms} {step}{item} {what}")
        };
        self.entries().iter().map(line).collect()
    }

    /// The place of a line among all [`lines`](Log::lines).
    ///
    /// # Panics
    ///
    /// There is no such line.
    pub fn place(&self, line: &str) -> usize {
        let lines = self.lines();
        lines.iter().position(|it| it == line).unwrap_or_else(|| panic!("no `{line}` in {lines:#?}"))
    }
}

impl Default for Log {
    fn default() -> Log {
        Log::new()
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.lines()).finish()
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            What::Begins => "begins",
            What::Ends => "ends",
            What::IsDropped => "is dropped",
        })
    }
}

/// A step that runs.
#[derive(Debug)]
pub struct Running {
    log: Log,
    step: &'static str,
    item: Option<usize>,
    ended: bool,
}

impl Running {
    /// The step ends by itself.
    pub fn end(&mut self) {
        self.log.add(self.step, self.item, What::Ends);
        self.ended = true;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.ended {
            self.log.add(self.step, self.item, What::IsDropped);
        }
    }
}

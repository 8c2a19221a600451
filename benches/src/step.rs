//! What the steps do: nothing but add one. They differ in how they wait.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::hint::black_box;
use std::task::{Poll, Waker};
use std::time::Duration;

/// A kind of steps. Some crates clone what steps are made of.
pub trait Kind: Clone + Send + Sync + 'static {
    /// The name in tables.
    const NAME: &'static str;

    /// A step, of which there are some beside each other. Gives the value and one.
    fn step(index: usize, value: u64) -> impl Future<Output = u64> + Send + 'static;
}

fn work(value: u64) -> u64 {
    black_box(value).wrapping_add(1)
}

/// Ready at once.
#[derive(Clone)]
pub struct Ready;

impl Kind for Ready {
    const NAME: &'static str = "ready";

    async fn step(_: usize, value: u64) -> u64 {
        work(value)
    }
}

/// Wakes its task, waits once.
#[derive(Clone)]
pub struct Yields;

impl Kind for Yields {
    const NAME: &'static str = "yields";

    async fn step(_: usize, value: u64) -> u64 {
        let mut waited = false;
        poll_fn(|cx| {
            if std::mem::replace(&mut waited, true) {
                return Poll::Ready(());
            }
            cx.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
        work(value)
    }
}

/// Sleeps one to three milliseconds of a clock that need not be waited for.
#[derive(Clone)]
pub struct Sleeps;

impl Kind for Sleeps {
    const NAME: &'static str = "sleeps";

    async fn step(index: usize, value: u64) -> u64 {
        tokio::time::sleep(Duration::from_millis(1 + index as u64 % 3)).await;
        work(value)
    }
}

/// Waits until somebody opens the gate of its index. See `wakes`.
#[derive(Clone)]
pub struct Gated;

/// A gate is open, or somebody may wait at it.
#[derive(Default)]
struct Gate {
    open: bool,
    waiting: Option<Waker>,
    polls: u64,
}

thread_local! {
    static GATES: RefCell<Vec<Gate>> = const { RefCell::new(Vec::new()) };
}

impl Gated {
    /// Closes as many gates, and forgets what was.
    pub fn close(gates: usize) {
        GATES.with_borrow_mut(|all| {
            all.clear();
            all.resize_with(gates, Gate::default);
        });
    }

    /// Opens a gate, and wakes who waits there.
    pub fn open(gate: usize) {
        let waiting = GATES.with_borrow_mut(|all| {
            all[gate].open = true;
            all[gate].waiting.take()
        });
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    }

    /// How often somebody has come to a gate.
    pub fn polls() -> u64 {
        GATES.with_borrow(|all| all.iter().map(|gate| gate.polls).sum())
    }
}

impl Kind for Gated {
    const NAME: &'static str = "gated";

    async fn step(index: usize, value: u64) -> u64 {
        poll_fn(|cx| {
            GATES.with_borrow_mut(|all| {
                let gate = &mut all[index];
                gate.polls += 1;
                if gate.open {
                    return Poll::Ready(());
                }
                match &mut gate.waiting {
                    Some(waiting) => waiting.clone_from(cx.waker()),
                    none => *none = Some(cx.waker().clone()),
                }
                Poll::Pending
            })
        })
        .await;
        work(value)
    }
}

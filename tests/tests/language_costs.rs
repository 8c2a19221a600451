//! What the pages about the language say that a construct costs. See `zero_cost.rs` and `future_size.rs` for the
//! constructs that cost nothing. Allocations are counted for this thread alone.

use std::time::Duration;

use flow_core::observe;
use flow_core::prelude::*;
use flow_tests::{Polls, drive};
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

/// How often something allocates.
fn allocations<R>(act: impl FnOnce() -> R) -> u64 {
    allocation_counter::measure(|| drop(act())).count_total
}

/// A runtime of this thread, whose clock stands still.
fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap()
}

struct Quorum;

#[flow]
impl Quorum {
    #[start]
    async fn a(&self) -> u32 {
        Polls(3).await;
        1
    }
    #[start]
    async fn b(&self) -> u32 {
        Polls(2).await;
        2
    }
    #[start]
    async fn c(&self) -> u32 {
        Polls(9).await;
        3
    }
    #[listen(quorum(2, a, b, c))]
    fn several(&self, numbers: Vec<u32>) -> u32 {
        numbers.len() as u32
    }
}

#[test]
fn a_quorum_allocates_its_vec() {
    assert_eq!(allocations(|| drive(Quorum.run()).unwrap()), 1);
}

struct Finishes;

#[flow]
impl Finishes {
    #[start]
    async fn quick(&self) -> u32 {
        Polls(1).await;
        1
    }
    #[start]
    #[must_finish]
    async fn slow(&self) -> u32 {
        Polls(3).await;
        2
    }
    #[listen(or(quick, slow))]
    async fn first(&self, number: u32) -> u32 {
        number
    }
}

#[test]
fn must_finish_does_not_allocate() {
    assert_eq!(allocations(|| drive(Finishes.run()).unwrap()), 0);
}

struct Each;

#[flow]
impl Each {
    #[start]
    fn numbers(&self, count: u32) -> std::ops::Range<u32> {
        0..count
    }
    #[listen(each(numbers), limit = 8)]
    async fn square(&self, number: u32) -> u64 {
        Polls(number % 3).await;
        u64::from(number).pow(2)
    }
    #[listen(square)]
    fn count(&self, squares: &[u64]) -> usize {
        squares.len()
    }
}

#[test]
fn items_share_places() {
    let (few, many) = (allocations(|| drive(Each.run(100))), allocations(|| drive(Each.run(10_000))));
    // A waker for each place, of which there are eight, and some for the step. None for an item.
    assert!(few <= 8 + 16, "{few} allocations");
    assert_eq!(few, many);
    // The items' futures are not in that of the run.
    assert!(size_of_val(&Each.run(1)) <= 96, "{} bytes", size_of_val(&Each.run(1)));
}

struct Limited;

#[flow]
impl Limited {
    #[start]
    #[timeout("1s")]
    async fn work(&self) -> [u8; 64] {
        let payload = [1; 64];
        Polls(2).await;
        payload
    }
}

#[test]
fn a_time_limit_is_that_of_tokio() {
    async fn by_hand() -> Result<[u8; 64], tokio::time::error::Elapsed> {
        tokio::time::timeout(Duration::from_secs(1), Limited.work()).await
    }
    let runtime = runtime();
    let _inside = runtime.enter();
    drive(by_hand()).unwrap();
    assert_eq!(allocations(|| drive(Limited.run()).unwrap()), allocations(|| drive(by_hand()).unwrap()));
    let (flow, hand) = (size_of_val(&Limited.run()), size_of_val(&by_hand()));
    assert!(flow <= hand + 48, "{flow} bytes, {hand} by hand");
}

struct Tried {
    failures: std::cell::Cell<u32>,
}

#[flow]
impl Tried {
    #[start]
    #[retry(times = 3, base = "1ms", max = "1ms")]
    async fn work(&self) -> Result<u32, std::fmt::Error> {
        Polls(2).await;
        match self.failures.get() {
            0 => Ok(1),
            failures => {
                self.failures.set(failures - 1);
                Err(std::fmt::Error)
            }
        }
    }
}

#[test]
fn retries_allocate_nothing() {
    async fn by_hand(flow: &Tried) -> u32 {
        loop {
            if let Ok(number) = flow.work().await {
                return number;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    let runtime = runtime();
    for failures in [0, 1, 3] {
        let tried = Tried { failures: failures.into() };
        runtime.block_on(by_hand(&tried));
        tried.failures.set(failures);
        let hand = allocations(|| runtime.block_on(by_hand(&tried)));
        tried.failures.set(failures);
        let flow = allocations(|| runtime.block_on(tried.run()).unwrap());
        assert_eq!(flow, hand, "after {failures} failures");
    }
}

struct Spawned;

#[flow]
impl Spawned {
    #[start]
    #[spawn]
    async fn a(number: u32) -> u32 {
        Polls(2).await;
        number
    }
    #[start]
    #[spawn]
    async fn b(number: u32) -> u32 {
        Polls(2).await;
        number
    }
    #[listen(and(a, b))]
    fn sum(&self, a: u32, b: u32) -> u32 {
        a + b
    }
}

#[test]
fn a_spawned_step_is_a_task() {
    async fn by_hand() -> u32 {
        let (a, b) = (tokio::spawn(Spawned::a(1)), tokio::spawn(Spawned::b(1)));
        let (a, b) = tokio::join!(a, b);
        Spawned.sum(a.unwrap(), b.unwrap())
    }
    let runtime = runtime();
    runtime.block_on(by_hand());
    let hand = allocations(|| runtime.block_on(by_hand()));
    let flow = allocations(|| runtime.block_on(Spawned.run(1)).unwrap());
    // The run knows what it has begun.
    assert_eq!(flow, hand + 1);
}

struct Blocks;

#[flow]
impl Blocks {
    #[start]
    #[blocking]
    fn a(number: u32) -> u32 {
        number
    }
}

#[test]
fn a_blocking_step_is_a_blocking_task() {
    async fn by_hand() -> u32 {
        tokio::task::spawn_blocking(|| Blocks::a(1)).await.unwrap()
    }
    let runtime = runtime();
    // Now and then the pool begins a thread.
    let least = |act: &dyn Fn() -> u64| (0..30).map(|_| act()).min();
    let hand = least(&|| allocations(|| runtime.block_on(by_hand())));
    let flow = least(&|| allocations(|| runtime.block_on(Blocks.run(1)).unwrap()));
    assert_eq!(flow, hand.map(|hand| hand + 1));
}

struct Chain;

#[flow]
impl Chain {
    #[start]
    async fn a(&self) -> [u8; 64] {
        Polls(2).await;
        [1; 64]
    }
    #[listen(a)]
    async fn b(&self, a: [u8; 64]) -> [u8; 64] {
        Polls(2).await;
        a
    }
}

#[test]
fn an_option_of_a_runner_allocates_once() {
    let runtime = runtime();
    let _inside = runtime.enter();
    let token = CancellationToken::new();
    let observer = observe::from_fn(|_| ());
    let hour = Duration::from_secs(3600);
    assert_eq!(allocations(|| drive(Chain.runner().run()).unwrap()), 0);
    assert_eq!(allocations(|| drive(Chain.runner().timeout(hour).run()).unwrap()), 1);
    assert_eq!(
        allocations(|| drive(Chain.runner().cancelled_by(token.clone().cancelled_owned()).run()).unwrap()),
        1
    );
    // For the run, not for its events.
    assert_eq!(allocations(|| drive(Chain.runner().observed_by(&observer).run()).unwrap()), 1);
    let (run, runner) = (size_of_val(&Chain.run()), size_of_val(&Chain.runner().run()));
    assert!(runner <= run + 200, "{runner} bytes, {run} without a runner");
}

#[test]
fn an_error_is_a_pointer() {
    assert_eq!(size_of::<FlowError>(), size_of::<usize>());
    assert_eq!(size_of::<Result<Vec<u8>, FlowError>>(), size_of::<Vec<u8>>());
}

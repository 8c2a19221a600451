//! What many items cost.

use std::cell::Cell;
use std::task::Poll;

use flow_core::__private::items::{all, first};
use flow_core::__private::{Broken, infallible};

use crate::stage::{Hand, Stage, now};

/// So many polls poll all items: two with the waker that is there, one with the items' own.
const OF_ALL: usize = 3;

#[test]
fn one_wake_is_one_poll() {
    let stage = Stage::default();
    let mut run = Hand::new(all(0..1000, None, |item, _| stage.item(item)));
    for polls in 1..=OF_ALL {
        assert!(run.poll().is_pending());
        assert_eq!((stage.polls(), run.wakes()), (polls * 1000, 0));
    }
    stage.wake(500);
    assert_eq!(run.wakes(), 1);
    assert!(run.poll().is_pending());
    assert_eq!((stage.polls(), run.wakes()), (3001, 0));
    // It was polled for another reason.
    assert!(run.poll().is_pending());
    assert_eq!((stage.polls(), run.wakes()), (3001, 0));
    // Several wakes in one instant.
    for item in [3, 999, 3, 4] {
        stage.wake(item);
    }
    assert_eq!(run.wakes(), 1);
    assert!(run.poll().is_pending());
    assert_eq!((stage.polls(), run.wakes()), (3004, 0));
}

#[test]
fn a_wake_before_the_items_have_wakers_is_not_lost() {
    for polls in 1..=OF_ALL {
        let stage = Stage::default();
        let mut run = Hand::new(all(0..100, None, |item, _| stage.item(item)));
        for _ in 0..polls {
            assert!(run.poll().is_pending());
        }
        for item in 0..100 {
            stage.end(item, Ok(item));
            assert_eq!(run.wakes(), 1, "of item {item} after {polls} polls");
            assert_eq!(run.poll().is_ready(), item == 99);
        }
    }
}

#[test]
fn an_end_is_one_poll() {
    let stage = Stage::default();
    let mut run = Hand::new(all(0..1000, Some(10), |item, _| stage.item(item)));
    let mut polls = 0;
    while run.poll().is_pending() {
        polls += 1;
        let item = stage.begun()[polls - 1];
        stage.end(item, Ok(item));
    }
    // One to begin and one to end, each; and those of the nine that go on waiting.
    assert_eq!((polls, stage.polls()), (1000, 2000 + (OF_ALL - 1) * 9));
}

#[test]
fn a_late_wake_is_harmless() {
    let stage = Stage::default();
    let mut run = Hand::new(all(0..3, Some(2), |item, _| stage.item(item)));
    for _ in 0..OF_ALL {
        assert!(run.poll().is_pending());
    }
    stage.end(0, Ok(0));
    stage.end(1, Ok(1));
    assert!(run.poll().is_pending());
    // One of them had the place where 2 is now, and the other place is empty.
    stage.wake(0);
    stage.wake(1);
    assert!(run.poll().is_pending());
    assert_eq!(stage.alive(), 1);
    stage.end(2, Ok(2));
    assert_eq!(now(run.poll()).unwrap(), [0, 1, 2]);
    stage.wake(2);
}

/// Waits for one more poll, and counts its polls.
async fn a_while(polls: &Cell<usize>) {
    let mut has_waited = false;
    std::future::poll_fn(|cx| {
        polls.set(polls.get() + 1);
        if std::mem::replace(&mut has_waited, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Makes a future, polls it to its end, and measures what it allocates.
fn measure<F: Future>(make: impl FnOnce() -> F) -> (F::Output, allocation_counter::AllocationInfo) {
    let mut output = None;
    let info = allocation_counter::measure(|| {
        let mut hand = Hand::new(make());
        output = Some(loop {
            if let Poll::Ready(output) = hand.poll() {
                break output;
            }
        });
        drop(hand);
    });
    (output.expect("it has ended"), info)
}

const MANY: usize = 100_000;

#[test]
fn memory_is_proportional_to_the_limit() {
    let polls = &Cell::new(0);
    let peak = |limit: usize| {
        let (values, info) = measure(|| {
            all(0..MANY, Some(limit), |_, _| {
                infallible(async {
                    let payload = [1_u8; 1024];
                    a_while(polls).await;
                    assert_eq!(payload[1023], 1);
                })
            })
        });
        assert_eq!(values.unwrap().len(), MANY);
        // A `()` needs no room, but whether it is there takes a byte.
        (info.bytes_max - MANY as u64, info.count_total)
    };
    let (few, count) = peak(16);
    assert!((16 * 1024..16 * 1024 + 8192).contains(&few), "{few} bytes");
    // No item allocates for itself: there are places, which are used again.
    assert!(count < 16 * 2 + 40, "{count} allocations");
    let (more, _) = peak(160);
    assert!((160 * 1024..160 * 1024 + 65536).contains(&more), "{more} bytes");
    assert_eq!(polls.get(), 4 * MANY);
}

#[test]
fn memory_of_the_first_is_proportional_to_the_limit() {
    let polls = &Cell::new(0);
    let (values, info) = measure(|| {
        first(10, 0..MANY, Some(16), |item, _| async move {
            let payload = [1_u8; 1024];
            a_while(polls).await;
            // Before that many have succeeded, some thousand have failed.
            if item % 500 == usize::from(payload[1023]) { Ok(item) } else { crate::stage::bad("no") }
        })
    });
    assert_eq!(values.unwrap().len(), 10);
    let failure = size_of::<Broken<&str>>() as u64;
    assert!(info.bytes_max < 16 * 1024 + 8192 + 3 * 5000 * failure, "{} bytes", info.bytes_max);
    assert!(info.count_total < 16 * 2 + 60, "{} allocations", info.count_total);
}

#[test]
fn many_small_futures_are_one_allocation() {
    let polls = &Cell::new(0);
    let count = |items: usize| {
        let (values, info) = measure(|| all(0..items, None, |_, _| infallible(a_while(polls))));
        assert_eq!(values.unwrap().len(), items);
        info.count_total
    };
    // The first blocks are of sixteen places, the others of 256.
    assert!(count(256) < 16 + 14, "{}", count(256));
    assert!(count(100_000) < 16 + 390 + 24, "{}", count(100_000));
}

#[test]
fn values_take_no_more_room_than_they_need() {
    let (values, info) = measure(|| all(0..MANY, Some(16), |item, _| infallible(async move { item })));
    assert_eq!(values.unwrap().len(), MANY);
    let place = size_of::<Option<usize>>();
    assert!(info.bytes_max < (MANY * place + 8192) as u64, "{} bytes", info.bytes_max);
}

#[test]
fn the_future_is_small() {
    let run = all(0..MANY, Some(16), |item, _| infallible(async move { [item; 1000] }));
    assert!(size_of_val(&run) <= 32, "{}", size_of_val(&run));
    let run = first(1, 0..MANY, Some(16), |item, _| infallible(async move { [item; 1000] }));
    assert!(size_of_val(&run) <= 64, "{}", size_of_val(&run));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wakes_come_from_other_threads() {
    for _ in 0..20 {
        let values = all(0..200_usize, Some(50), |_, number| {
            infallible(async move {
                let task = tokio::spawn(async move {
                    for _ in 0..number % 7 {
                        tokio::task::yield_now().await;
                    }
                    number
                });
                task.await.unwrap()
            })
        });
        assert_eq!(values.await.unwrap(), (0..200).collect::<Vec<_>>());
    }
}

//! Who begins when, and what comes out in which order.

use std::cell::Cell;
use std::convert::Infallible;
use std::time::Duration;

use flow_core::__private::items::{all, first};
use flow_core::__private::{Broken, infallible};
use tokio::time::{Instant, sleep};

use crate::stage::{Ended, Hand, Stage, now};

#[tokio::test(start_paused = true)]
async fn values_are_in_the_order_of_the_items() {
    let began = Instant::now();
    let values = all(vec![30, 10, 20], None, |item, millis| {
        infallible(async move {
            sleep(Duration::from_millis(millis)).await;
            (item, millis)
        })
    });
    assert_eq!(values.await.unwrap(), [(0, 30), (1, 10), (2, 20)]);
    assert_eq!(began.elapsed(), Duration::from_millis(30));
}

#[tokio::test(start_paused = true)]
async fn the_first_are_in_the_order_of_success() {
    let began = Instant::now();
    let values = first(2, [30, 10, 20], None, |item, millis| {
        infallible(async move {
            sleep(Duration::from_millis(millis)).await;
            item
        })
    });
    assert_eq!(values.await.unwrap(), [1, 2]);
    assert_eq!(began.elapsed(), Duration::from_millis(20));
}

#[test]
fn nothing_gives_nothing_at_once() {
    async fn never(_: usize, item: Infallible) -> Result<(), Broken<()>> {
        match item {}
    }
    let nothing = now(Hand::new(all([], None, never)).poll());
    assert_eq!(nothing.unwrap(), []);
    let nothing = now(Hand::new(first(0, [], None, never)).poll());
    assert_eq!(nothing.unwrap(), []);
}

#[test]
fn by_reference_and_from_the_surroundings() {
    let (words, suffix) = (vec!["a".to_owned(), "b".to_owned()], "!".to_owned());
    let suffix = &suffix;
    let loud = all(&words, None, |_, word| infallible(async move { format!("{word}{suffix}") }));
    assert_eq!(now(Hand::new(loud).poll()).unwrap(), ["a!", "b!"]);
}

#[test]
fn all_begin_at_once_and_in_order() {
    let stage = Stage::default();
    let mut run = Hand::new(all(0..100, None, |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    assert_eq!(stage.begun(), (0..100).collect::<Vec<_>>());
    assert_eq!((stage.polls(), run.wakes()), (100, 0));
}

#[test]
fn all_begin_at_once_also_when_they_wake_themselves() {
    let begun = Cell::new(0);
    let mut run = Hand::new(all(0..100, None, |_, _| {
        infallible(async {
            begun.set(begun.get() + 1);
            let mut has_waited = false;
            std::future::poll_fn(|cx| {
                if std::mem::replace(&mut has_waited, true) {
                    return std::task::Poll::Ready(());
                }
                cx.waker().wake_by_ref();
                std::task::Poll::Pending
            })
            .await;
        })
    }));
    assert!(run.poll().is_pending());
    assert!(begun.get() == 100 && run.wakes() > 0);
    assert_eq!(now(run.poll()).unwrap().len(), 100);
}

#[test]
fn no_more_run_than_allowed() {
    let (stage, pulled) = (Stage::default(), Cell::new(0));
    let items = (0..10).inspect(|_| pulled.set(pulled.get() + 1));
    let mut run = Hand::new(all(items, Some(3), |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    // Items are pulled only when they can begin.
    assert_eq!((stage.begun(), pulled.get()), (vec![0, 1, 2], 3));
    assert!(run.poll().is_pending());
    assert_eq!((stage.alive(), pulled.get()), (3, 3));
    stage.end(1, Ok(1));
    assert!(run.poll().is_pending());
    assert_eq!((stage.begun(), pulled.get()), (vec![0, 1, 2, 3], 4));
    stage.end(3, Ok(3));
    stage.end(0, Ok(0));
    assert!(run.poll().is_pending());
    assert_eq!((stage.begun().len(), pulled.get(), stage.most()), (6, 6, 3));
    for item in [2, 4, 5, 6, 7, 8, 9] {
        stage.end(item, Ok(item));
        let polled = run.poll();
        assert_eq!(polled.is_ready(), item == 9);
        if item == 9 {
            assert_eq!(now(polled).unwrap(), (0..10).collect::<Vec<_>>());
        }
    }
    assert_eq!((stage.most(), stage.alive()), (3, 0));
}

#[test]
fn items_that_need_no_time_need_no_place() {
    let mut run = Hand::new(all(0..1000, Some(1), |item, _| infallible(std::future::ready(item))));
    assert_eq!(now(run.poll()).unwrap(), (0..1000).collect::<Vec<_>>());
}

#[test]
fn a_limit_of_none_at_all_is_one() {
    let stage = Stage::default();
    let mut run = Hand::new(all(0..2, Some(0), |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    assert_eq!(stage.begun(), [0]);
}

#[test]
fn in_one_instant_the_earlier_item_is_the_first() {
    let stage = Stage::default();
    let mut run = Hand::new(first(2, 0..5, None, |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    // Woken in another order.
    for item in [4, 1, 3] {
        stage.end(item, Ok(item));
    }
    assert_eq!(now(run.poll()).unwrap(), [1, 3]);
}

#[test]
fn what_wins_cancels_the_rest() {
    let stage = Stage::default();
    let mut run = Hand::new(async {
        let values = first(1, 0..5, Some(3), |item, _| stage.item(item)).await.unwrap();
        // Before anybody gets the values.
        assert_eq!(stage.alive(), 0);
        values
    });
    assert!(run.poll().is_pending());
    assert_eq!(stage.alive(), 3);
    stage.end(2, Ok(2));
    assert_eq!(now(run.poll()), [2]);
    assert_eq!(stage.begun(), [0, 1, 2]);
}

#[test]
fn items_may_be_endless_where_some_are_enough() {
    let mut run = Hand::new(first(3, 0.., Some(2), |item, _| infallible(std::future::ready(item * 2))));
    assert_eq!(now(run.poll()).unwrap(), [0, 2, 4]);
}

#[test]
fn dropping_it_cancels_all() {
    let stage = Stage::default();
    let mut run = Hand::new(all(0..50, None, |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    assert_eq!(stage.alive(), 50);
    drop(run);
    assert_eq!(stage.alive(), 0);
}

#[test]
fn a_panic_goes_through() {
    let stage = Stage::default();
    let mut run = Hand::new(all(0..5, None, |item, _| {
        let item = (item, stage.item(item));
        async move { if item.0 == 3 { std::panic::resume_unwind(Box::new("no")) } else { item.1.await } }
    }));
    let payload = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run.poll())).unwrap_err();
    assert_eq!(payload.downcast_ref(), Some(&"no"));
    assert_eq!((stage.begun(), stage.alive()), (vec![0, 1, 2], 3));
    drop(run);
    assert_eq!(stage.alive(), 0);
}

#[test]
fn it_can_be_sent_where_its_items_can() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&all(vec![1], None, |_, item| infallible(async move { item })));
    is_send(&first(1, vec![1], None, |_, item| infallible(async move { item })));
    // And need not be.
    let stage = Stage::default();
    let _ended: Ended =
        now(Hand::new(async { all(0..1, None, |_, _| async { Ok(0) }).await.map(|it| it[0]) }).poll());
    drop(stage);
}

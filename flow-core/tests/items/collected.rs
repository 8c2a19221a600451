//! Items that fail, where something listens to it.

use std::future::pending;
use std::time::Duration;

use flow_core::__private::items::{collect, collect_within};
use flow_core::__private::{Broken, Collected, How, fallible, handled_items, handled_items_timed, within};
use flow_core::{FlowError, FlowErrorKind, ItemsFailed, TimedOut};
use tokio::time::{Instant, sleep};

use crate::stage::{Ended, Hand, Stage, bad, now};

type Handled<E> = Result<Result<Vec<usize>, ItemsFailed<usize, E>>, FlowError<()>>;

#[test]
fn all_run_to_their_end() {
    let stage = Stage::default();
    let mut run = Hand::new(collect(None, 0..4, Some(2), |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    for (item, result) in [(1, bad("one")), (2, Ok(2)), (3, bad("three"))] {
        stage.end(item, result);
        assert!(run.poll().is_pending());
    }
    stage.end(0, Ok(0));
    let handled: Handled<&str> = handled_items(now(run.poll()), "F", "x");
    let expected = ItemsFailed { succeeded: vec![(0, 0), (2, 2)], failed: vec![(1, "one"), (3, "three")] };
    assert_eq!(handled.unwrap(), Err(expected));
}

#[test]
fn all_succeed() {
    let stage = Stage::default();
    let mut run = Hand::new(collect(None, 0..3, None, |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    for item in [2, 0] {
        stage.end(item, Ok(item));
        assert!(run.poll().is_pending());
    }
    stage.end(1, Ok(1));
    let handled: Handled<&str> = handled_items(now(run.poll()), "F", "x");
    assert_eq!(handled.unwrap(), Ok(vec![0, 1, 2]));
    let none = collect(None, 0..0, None, |item, _: u8| stage.item(item));
    assert!(now(Hand::new(none).poll()).unwrap().is_empty());
}

#[test]
fn as_many_as_needed() {
    let stage = Stage::default();
    let mut run = Hand::new(collect(Some(2), 0..4, None, |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    for (item, result) in [(3, Ok(3)), (0, bad("zero"))] {
        stage.end(item, result);
        assert!(run.poll().is_pending());
    }
    stage.end(2, Ok(2));
    assert_eq!(now(run.poll()).unwrap(), [3, 2]);
}

#[test]
fn fewer_than_needed() {
    let stage = Stage::default();
    let mut run = Hand::new(collect(Some(2), 0..4, None, |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    for (item, result) in [(3, Ok(3)), (2, bad("two")), (0, bad("zero"))] {
        stage.end(item, result);
        assert!(run.poll().is_pending());
    }
    stage.end(1, bad("one"));
    let handled: Handled<&str> = handled_items(now(run.poll()), "F", "x");
    let failed = vec![(0, "zero"), (1, "one"), (2, "two")];
    assert_eq!(handled.unwrap(), Err(ItemsFailed { succeeded: vec![(3, 3)], failed }));
}

#[test]
fn it_ends_as_soon_as_too_few_can_succeed() {
    let stage = Stage::default();
    let mut run = Hand::new(collect(Some(3), 0..4, None, |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    stage.end(2, bad("two"));
    assert!(run.poll().is_pending());
    stage.end(0, bad("zero"));
    let Collected { succeeded, failed } = now(run.poll()).unwrap_err();
    assert_eq!((succeeded.len(), failed.len()), (0, 2));
    drop(run);
    assert_eq!(stage.alive(), 0);

    let too_few = collect(Some(3), 0..2, None, |item, _: u8| stage.item(item));
    let Collected { succeeded, failed } = now(Hand::new(too_few).poll()).unwrap_err();
    assert_eq!((succeeded.len(), failed.len(), stage.begun().len()), (0, 0, 4));
}

fn aborted() -> Ended {
    Err(Broken { how: How::Aborted, attempts: 1, item: None })
}

#[test]
fn what_nobody_can_handle_ends_it() {
    let stage = Stage::default();
    let mut run = Hand::new(collect(None, 0..4, None, |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    stage.end(0, bad("zero"));
    assert!(run.poll().is_pending());
    stage.end(2, aborted());
    let handled: Handled<&str> = handled_items(now(run.poll()), "F", "x");
    let error = handled.unwrap_err();
    assert_eq!((error.kind(), error.item()), (FlowErrorKind::Cancelled, Some(2)));
    drop(run);
    assert_eq!(stage.alive(), 0);
}

#[test]
fn what_nobody_can_handle_need_not_matter() {
    let stage = Stage::default();
    let mut run = Hand::new(collect(Some(1), 0..3, None, |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    stage.end(2, aborted());
    assert!(run.poll().is_pending());
    stage.end(1, Ok(1));
    assert_eq!(now(run.poll()).unwrap(), [1]);

    let stage = Stage::default();
    let mut run = Hand::new(collect(Some(2), 0..3, None, |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    stage.end(2, aborted());
    assert!(run.poll().is_pending());
    stage.end(1, bad("one"));
    let handled: Handled<&str> = handled_items(now(run.poll()), "F", "x");
    assert_eq!(handled.unwrap_err().item(), Some(2));
}

#[derive(Debug, PartialEq)]
enum Trouble {
    Own,
    TooSlow(Duration),
}

impl From<TimedOut> for Trouble {
    fn from(timed_out: TimedOut) -> Trouble {
        Trouble::TooSlow(timed_out.after())
    }
}

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn a_time_out_is_an_items_own_error() {
    let items = collect(None, 0..3, None, |item, _| {
        within(
            SECOND,
            fallible(async move {
                match item {
                    0 => Err(Trouble::Own),
                    1 => Ok(1),
                    _ => pending().await,
                }
            }),
        )
    });
    let handled: Handled<Trouble> = handled_items_timed(items.await, "F", "x", From::from);
    let failed = vec![(0, Trouble::Own), (2, Trouble::TooSlow(SECOND))];
    assert_eq!(handled.unwrap(), Err(ItemsFailed { succeeded: vec![(1, 1)], failed }));
}

#[tokio::test(start_paused = true)]
async fn a_limit_around_all_items_keeps_what_has_succeeded() {
    let began = Instant::now();
    let items = collect_within(SECOND * 2, None, [1, 9, 1, 1, 9], Some(2), |item, seconds| {
        fallible(async move {
            sleep(SECOND * seconds - SECOND / 4).await;
            if item == 2 { Err(Trouble::Own) } else { Ok(item) }
        })
    });
    let handled: Handled<Trouble> = handled_items_timed(items.await, "F", "x", From::from);
    assert_eq!(began.elapsed(), SECOND * 2);
    // 4 has not begun.
    let failed =
        vec![(1, Trouble::TooSlow(SECOND * 2)), (2, Trouble::Own), (3, Trouble::TooSlow(SECOND * 2))];
    assert_eq!(handled.unwrap(), Err(ItemsFailed { succeeded: vec![(0, 0)], failed }));
}

#[tokio::test(start_paused = true)]
async fn a_limit_around_all_items_that_is_met() {
    let items = collect_within(SECOND, Some(1), 0..3, None, |item, _| {
        fallible(async move {
            sleep(SECOND).await;
            Ok::<_, Trouble>(item)
        })
    });
    assert_eq!(items.await.unwrap(), [0]);
}

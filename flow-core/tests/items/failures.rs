//! Items that fail, where nothing listens to it.

use std::time::Duration;

use flow_core::__private::items::{all, first};
use flow_core::__private::{Broken, How, infallible, within, within_total};
use flow_core::{FlowError, FlowErrorKind};
use tokio::time::{Instant, sleep};

use crate::stage::{Hand, Stage, bad, now};

#[test]
fn the_first_that_fails_ends_it() {
    let stage = Stage::default();
    let mut run = Hand::new(all(0..9, Some(4), |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    stage.end(1, Ok(1));
    stage.end(3, bad("three"));
    stage.end(2, bad("two"));
    let broken = now(run.poll()).unwrap_err();
    // Of two in one instant it is the earlier item.
    assert!(matches!(broken, Broken { how: How::Failed("two"), attempts: 1, item: Some(2) }));
    assert_eq!(stage.begun(), [0, 1, 2, 3]);
    drop(run);
    assert_eq!(stage.alive(), 0);
}

#[test]
fn too_few_items_do_not_begin() {
    let stage = Stage::default();
    let mut run = Hand::new(first(3, 0..2, None, |item, _| stage.item(item)));
    let broken = now(run.poll()).unwrap_err();
    assert!(stage.begun().is_empty());
    let error: FlowError<&str> = broken.into_error("F", "x", |error| error);
    assert_eq!(error.kind(), FlowErrorKind::TooFewItems { needed: 3, items: 2 });
    assert_eq!(error.to_string(), "step `x` of flow `F` needs 3 items to succeed, and there are only 2");
}

#[test]
fn failures_are_let_pass_while_enough_can_succeed() {
    let stage = Stage::default();
    let mut run = Hand::new(first(2, 0..5, None, |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    for item in [0, 4, 2] {
        stage.end(item, bad("no"));
        assert!(run.poll().is_pending());
    }
    stage.end(3, Ok(3));
    assert!(run.poll().is_pending());
    stage.end(1, Ok(1));
    assert_eq!(now(run.poll()).unwrap(), [3, 1]);
}

#[test]
fn it_fails_as_soon_as_too_few_can_succeed() {
    let stage = Stage::default();
    let mut run = Hand::new(first(3, 0..5, Some(3), |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    stage.end(2, bad("two"));
    assert!(run.poll().is_pending());
    stage.end(3, bad("three"));
    assert!(run.poll().is_pending());
    stage.end(0, bad("zero"));
    let broken = now(run.poll()).unwrap_err();
    assert_eq!((broken.attempts, broken.item), (0, None));
    let error: FlowError<&str> = broken.into_error("F", "x", |error| error);
    assert_eq!(
        error.to_string(),
        "step `x` of flow `F` needs 3 of its 5 items to succeed, and too many failed: item 0: zero; item 2: two; \
         item 3: three"
    );
    drop(run);
    assert_eq!(stage.alive(), 0);
}

#[test]
fn items_that_nobody_has_counted() {
    // How many pass the filter is not known before they are asked for.
    let stage = Stage::default();
    let items = (0..10).filter(|item| item % 3 == 0);
    let mut run = Hand::new(first(5, items, Some(2), |item, _| stage.item(item)));
    assert!(run.poll().is_pending());
    stage.end(0, Ok(0));
    assert!(run.poll().is_pending());
    // Now the last begins, and there are no more.
    stage.end(1, Ok(1));
    match now(run.poll()).unwrap_err().how {
        How::TooFew { needed: 5, items: 4, failed } => assert!(failed.is_empty()),
        how => panic!("{how:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn policies_are_each_items_own() {
    let began = Instant::now();
    let second = Duration::from_secs(1);
    let broken = all([1, 5], Some(1), |_, seconds| within(second * 2, infallible(sleep(second * seconds))));
    let broken = broken.await.unwrap_err();
    assert!(
        matches!(broken, Broken { how: How::TimedOut(it), attempts: 1, item: Some(1) } if it.after() == second * 2)
    );
    assert_eq!(began.elapsed(), second * 3);
}

#[tokio::test(start_paused = true)]
async fn a_limit_around_all_items() {
    let second = Duration::from_secs(1);
    let items = all(0..10, Some(1), |_, _| infallible(sleep(second)));
    let broken = within_total(second * 3, items).await.unwrap_err();
    assert!(matches!(broken, Broken { how: How::TimedOut(_), attempts: 0, item: None }));
}

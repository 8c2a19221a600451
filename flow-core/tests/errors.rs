//! What the errors of a flow say.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use flow_core::__private::{Broken, Failures, How, Panic, Tasks, never};
use flow_core::{BoxError, FlowError, FlowErrorKind, ItemsFailed, TimedOut};

fn failed(text: &str) -> How<io::Error> {
    How::Failed(io::Error::other(text.to_owned()))
}

fn timed_out(seconds: u64) -> How<io::Error> {
    How::TimedOut(TimedOut::new(Duration::from_secs(seconds)))
}

fn broken(how: How<io::Error>, attempts: u32, item: Option<usize>) -> Broken<io::Error> {
    Broken { how, attempts, item }
}

fn error(how: How<io::Error>, attempts: u32, item: Option<usize>) -> FlowError {
    broken(how, attempts, item).into_error("F", "x", BoxError::from)
}

/// What a step panics with.
async fn panic(payload: impl Send + 'static) -> Panic {
    match Tasks::new().block(move || -> () { std::panic::resume_unwind(Box::new(payload)) }).await {
        Err(Broken { how: How::Panicked(panic), .. }) => panic,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_step_failed() {
    let error = error(failed("no route to host"), 1, None);
    assert_eq!(error.to_string(), "step `x` of flow `F` failed: no route to host");
    assert_eq!((error.kind(), error.attempts(), error.item()), (FlowErrorKind::Failed, Some(1), None));
    assert!(error.downcast_ref::<io::Error>().is_some());
    assert!(error.into_source().is_some());
}

#[test]
fn a_step_failed_after_some_attempts() {
    let error = error(failed("no route to host"), 4, None);
    assert_eq!(error.to_string(), "step `x` of flow `F` failed after 4 attempts: no route to host");
    assert_eq!(error.attempts(), Some(4));
}

#[test]
fn an_item_failed() {
    let one = error(failed("no route to host"), 1, Some(3));
    assert_eq!(one.to_string(), "item 3 of step `x` of flow `F` failed: no route to host");
    assert_eq!(one.item(), Some(3));
    let tried = error(failed("no route to host"), 2, Some(0));
    assert_eq!(tried.to_string(), "item 0 of step `x` of flow `F` failed after 2 attempts: no route to host");
}

#[test]
fn a_step_timed_out() {
    let once = error(timed_out(30), 1, None);
    assert_eq!(once.to_string(), "step `x` of flow `F` timed out after 30s");
    assert_eq!(once.kind(), FlowErrorKind::TimedOut { after: Duration::from_secs(30) });
    assert!(once.source().is_none() && once.causes()[0].error().is_none());
    assert!(once.into_source().is_none());

    let tried = error(timed_out(30), 4, None);
    assert_eq!(tried.to_string(), "step `x` of flow `F` timed out after 30s (4 attempts)");
    let item = error(timed_out(30), 4, Some(2));
    assert_eq!(item.to_string(), "item 2 of step `x` of flow `F` timed out after 30s (4 attempts)");
    let in_all = error(timed_out(90), 0, None);
    assert_eq!(
        (in_all.to_string().as_str(), in_all.attempts()),
        ("step `x` of flow `F` timed out after 90s", None)
    );
}

#[tokio::test]
async fn a_step_panicked() {
    let text = error(How::Panicked(panic("index out of bounds").await), 1, None);
    assert_eq!(text.to_string(), "step `x` of flow `F` panicked: index out of bounds");
    assert_eq!(text.kind(), FlowErrorKind::Panicked);

    let formatted = error(How::Panicked(panic(format!("no {}", "luck")).await), 1, Some(1));
    assert_eq!(formatted.to_string(), "item 1 of step `x` of flow `F` panicked: no luck");

    let number = error(How::Panicked(panic(7_u8).await), 1, None);
    assert_eq!(number.to_string(), "step `x` of flow `F` panicked");
    let payload = number.into_causes().remove(0).into_panic().and_then(|it| it.downcast::<u8>().ok());
    assert_eq!(payload, Some(Box::new(7)));
}

#[test]
fn the_runtime_has_shut_down() {
    let error = error(How::Aborted, 1, None);
    assert_eq!(error.to_string(), "step `x` of flow `F` was cancelled: the runtime it ran on has shut down");
    assert_eq!((error.kind(), error.step()), (FlowErrorKind::Cancelled, "x"));
}

#[test]
fn too_few_items() {
    let too_few = |needed, items, failed| error(How::TooFew { needed, items, failed }, 0, None);
    assert_eq!(
        too_few(3, 0, vec![]).to_string(),
        "step `x` of flow `F` needs 3 items to succeed, and there is none"
    );
    assert_eq!(
        too_few(3, 1, vec![]).to_string(),
        "step `x` of flow `F` needs 3 items to succeed, and there is only 1"
    );
    assert_eq!(
        too_few(3, 2, vec![]).to_string(),
        "step `x` of flow `F` needs 3 items to succeed, and there are only 2"
    );

    let failed = vec![
        broken(failed("bad"), 1, Some(0)),
        broken(timed_out(1), 2, Some(2)),
        broken(failed("worse"), 3, Some(3)),
    ];
    let error = too_few(3, 5, failed);
    assert_eq!(
        error.to_string(),
        "step `x` of flow `F` needs 3 of its 5 items to succeed, and too many failed: item 0: bad; \
         item 2: timed out after 1s (2 attempts); item 3 (3 attempts): worse"
    );
    assert_eq!(error.kind(), FlowErrorKind::TooFewItems { needed: 3, items: 5 });
    assert_eq!((error.attempts(), error.item()), (None, None));
    let causes: Vec<_> = error.causes().iter().map(|cause| (cause.item(), cause.attempts())).collect();
    assert_eq!(causes, [(Some(0), Some(1)), (Some(2), Some(2)), (Some(3), Some(3))]);
}

#[test]
fn of_many_items_some_are_shown() {
    let failed = (0..100).map(|item| broken(failed("no"), 1, Some(item))).collect();
    let error = error(How::TooFew { needed: 1, items: 100, failed }, 0, None);
    assert_eq!(
        error.to_string(),
        "step `x` of flow `F` needs 1 of its 100 items to succeed, and too many failed: item 0: no; \
         item 1: no; item 2: no; item 3: no; item 4: no; and 95 more"
    );
    assert_eq!(error.causes().len(), 100);
}

fn failures() -> Failures<BoxError> {
    let of = |how: How<io::Error>, attempts, item, step| {
        broken(how, attempts, item).into_error("F", step, BoxError::from)
    };
    let mut failures = Failures::new();
    failures.add(2, of(How::TooFew { needed: 2, items: 1, failed: vec![] }, 0, None, "c"));
    failures.add(0, of(failed("bad"), 1, Some(7), "a"));
    failures.add(1, of(timed_out(1), 3, None, "b"));
    failures
}

#[test]
fn several_failed() {
    let listed = "item 7 of `a`: bad; `b`: timed out after 1s (3 attempts); \
                  `c`: needs 2 items to succeed, and there is only 1";
    let race = failures().of_race("F", "h");
    assert_eq!(
        race.to_string(),
        format!("step `h` of flow `F` cannot run: everything it waited for failed: {listed}")
    );
    assert_eq!((race.step(), race.kind()), ("h", FlowErrorKind::RaceFailed));
    assert_eq!((race.attempts(), race.item()), (None, None));
    let causes: Vec<_> = race.causes().iter().map(|cause| (cause.step(), cause.kind())).collect();
    let second = Duration::from_secs(1);
    assert_eq!(
        causes,
        [
            ("a", FlowErrorKind::Failed),
            ("b", FlowErrorKind::TimedOut { after: second }),
            ("c", FlowErrorKind::TooFewItems { needed: 2, items: 1 }),
        ]
    );

    let quorum = failures().of_quorum("F", "h", 2, 4);
    assert_eq!(quorum.kind(), FlowErrorKind::QuorumFailed { needed: 2, of: 4 });
    assert_eq!(
        quorum.to_string(),
        format!("step `h` of flow `F` cannot run: it waited for 2 of 4, and too many failed: {listed}")
    );
}

#[test]
fn one_failure_alone_is_itself() {
    let mut failures = Failures::new();
    failures.add(1, error(timed_out(1), 3, Some(2)));
    let error = failures.of_race("F", "h");
    assert_eq!(error.to_string(), "item 2 of step `x` of flow `F` timed out after 1s (3 attempts)");
    assert_eq!((error.step(), error.attempts(), error.item()), ("x", Some(3), Some(2)));
}

#[test]
fn races_in_races_list_all_causes() {
    let mut outer = Failures::new();
    outer.add(0, failures().of_race("F", "h"));
    outer.add(1, failures().of_quorum("F", "i", 2, 4));
    let error = outer.of_race("F", "j");
    let steps: Vec<_> = error.causes().iter().map(|cause| cause.step()).collect();
    assert_eq!(steps, ["a", "b", "c", "a", "b", "c"]);
}

#[test]
fn items_that_failed_without_anybody_to_listen() {
    let failed: ItemsFailed<u8, io::Error> =
        ItemsFailed { succeeded: vec![(0, 1)], failed: vec![(1, io::Error::other("bad"))] };
    let error: FlowError = failed.into_error("F", "x", BoxError::from);
    assert_eq!(error.to_string(), "item 1 of step `x` of flow `F` failed: bad");
    let none: ItemsFailed<u8, io::Error> = ItemsFailed { succeeded: vec![], failed: vec![] };
    let error: FlowError = none.into_error("F", "x", BoxError::from);
    assert_eq!(error.to_string(), "step `x` of flow `F` needs 1 item to succeed, and there is none");
}

#[test]
fn any_error_will_do() {
    // Neither `Error` nor `Display` nor `Send`.
    struct Mine(std::rc::Rc<str>);
    let error: FlowError<Mine> =
        Broken { how: How::Failed(1_u8), attempts: 1, item: None }
            .into_error("F", "x", |n| Mine(n.to_string().into()));
    assert_eq!(error.into_source().map(|mine| mine.0), Some("1".into()));
    let timed_out = How::TimedOut(TimedOut::new(Duration::ZERO));
    let error: FlowError<Mine> =
        Broken { how: timed_out, attempts: 1, item: None }.into_error("F", "x", never);
    assert_eq!(error.kind(), FlowErrorKind::TimedOut { after: Duration::ZERO });
}

#[tokio::test]
async fn errors_can_go_anywhere() {
    fn anywhere<T: Send + Sync + 'static>(_: &T) {}
    let error = error(How::Panicked(panic("no").await), 1, None);
    anywhere(&error);
    let error: Box<dyn std::error::Error + Send + Sync> = error.into();
    assert!(error.downcast_ref::<FlowError>().is_some());
}

#[test]
fn words_for_who_watches() {
    let text = |how| broken(how, 1, None).text(|error| Some(error.to_string()));
    assert_eq!(text(failed("bad")).as_deref(), Some("bad"));
    assert_eq!(text(timed_out(2)).as_deref(), Some("timed out after 2s"));
    assert_eq!(broken(failed("bad"), 1, None).text(|_| None), None);
    let too_few = How::TooFew { needed: 2, items: 5, failed: vec![broken(failed("bad"), 1, Some(0))] };
    assert_eq!(text(too_few).as_deref(), Some("1 of 5 items failed, and 2 have to succeed"));
}

//! Time limits and retries.

use std::cell::RefCell;
use std::convert::Infallible;
use std::future::pending;
use std::ops::ControlFlow;
use std::time::Duration;

use flow_core::__private::{
    Attempts, Broken, How, Policy, WatchStep, always, fallible, handled, handled_timed, infallible, ready,
    within, within_total,
};
use flow_core::{FlowError, FlowErrorKind, TimedOut};
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);
const POLICY: Policy = Policy::new(3, SECOND, Duration::from_secs(60));

/// As generated code tries a step again.
macro_rules! retry {
    ($policy:expr, $is_worth_it:expr, $watch:expr, $attempt:ident => $call:expr $(,)?) => {{
        let mut attempts = Attempts::new($policy);
        loop {
            #[allow(unused_variables)]
            let $attempt = attempts.number();
            let delay = {
                let result = $call.await;
                match attempts.next(result, $is_worth_it, &$watch, |_| None) {
                    ControlFlow::Break(result) => break result,
                    ControlFlow::Continue(delay) => delay,
                }
            };
            sleep(delay).await;
        }
    }};
}

/// Who watches.
#[derive(Default)]
struct Watch(RefCell<Vec<(u32, Duration)>>);

impl WatchStep for Watch {
    fn done<T>(self, value: T) -> T {
        value
    }

    fn result<T, E>(self, result: Result<T, E>, _: impl FnOnce(&E) -> Option<String>) -> Result<T, E> {
        result
    }

    fn retrying(&self, attempt: u32, delay: Duration, _: impl FnOnce() -> Option<String>) {
        self.0.borrow_mut().push((attempt, delay));
    }

    fn item(&self, _: usize) -> Watch {
        Watch::default()
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_is_what_it_gives() {
    assert_eq!(infallible(async { 1 }).await.unwrap(), 1);
    assert_eq!(infallible(ready(1)).await.unwrap(), 1);
    assert_eq!(fallible(async { Ok::<_, u8>(1) }).await.unwrap(), 1);
    let broken = fallible(ready(Err::<(), _>(7))).await.unwrap_err();
    assert!(matches!(broken, Broken { how: How::Failed(7), attempts: 1, item: None }));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_takes_too_long() {
    let began = Instant::now();
    let broken = within(SECOND, infallible(pending::<()>())).await.unwrap_err();
    assert_eq!(began.elapsed(), SECOND);
    assert_eq!(broken.attempts, 1);
    assert!(matches!(broken.how, How::TimedOut(it) if it.after() == SECOND));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_ends_in_time() {
    within(SECOND, infallible(sleep(SECOND / 2))).await.unwrap();
    // In the instant in which the time is over, it has ended.
    within(SECOND, infallible(sleep(SECOND))).await.unwrap();
    let broken = within(SECOND, fallible(async { Err::<(), _>(7) })).await.unwrap_err();
    assert!(matches!(broken.how, How::Failed(7)));
}

#[test]
fn what_they_cost() {
    let call = || async { Ok::<_, u8>(()) };
    let plain = size_of_val(&call());
    assert_eq!(size_of_val(&fallible(call())), plain);
    assert_eq!(size_of_val(&infallible(call())), plain);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _guard = runtime.enter();
    let timeout = size_of_val(&tokio::time::timeout(SECOND, call()));
    assert!(size_of_val(&within(SECOND, fallible(call()))) <= timeout + 24);

    // Between attempts there is a timer, and nothing else of size.
    let watch = Watch::default();
    let retried = async {
        let result: Result<(), Broken<u8>> = retry!(POLICY, always, watch, attempt => fallible(call()));
        result
    };
    let timer = size_of_val(&sleep(SECOND));
    assert!(size_of_val(&retried) <= timer + 96, "{} and {timer}", size_of_val(&retried));
}

/// Fails until the last attempt.
struct Flaky {
    calls: Vec<(u32, Duration)>,
    began: Instant,
    fails: u32,
}

impl Flaky {
    fn new(fails: u32) -> Flaky {
        Flaky { calls: Vec::new(), began: Instant::now(), fails }
    }

    async fn call(&mut self, attempt: u32) -> Result<u32, u32> {
        self.calls.push((attempt, self.began.elapsed()));
        if attempt <= self.fails { Err(attempt) } else { Ok(attempt) }
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_tried_again_until_it_succeeds() {
    let (mut flaky, watch) = (Flaky::new(2), Watch::default());
    // The call borrows exclusively, each time anew.
    let result: Result<_, Broken<u32>> =
        retry!(POLICY, always, watch, attempt => fallible(flaky.call(attempt)));
    assert_eq!(result.unwrap(), 3);
    let (attempts, times): (Vec<_>, Vec<_>) = flaky.calls.into_iter().unzip();
    assert_eq!(attempts, [1, 2, 3]);
    let told = watch.0.into_inner();
    assert_eq!(told.iter().map(|(attempt, _)| *attempt).collect::<Vec<_>>(), [2, 3]);
    for (index, (_, delay)) in told.iter().enumerate() {
        let least = SECOND * 2_u32.pow(index as u32);
        assert!((least..=least * 2).contains(delay), "{delay:?} before retry {index}");
        // tokio's timers count milliseconds.
        let waited = times[index + 1] - times[index];
        assert!((*delay..=*delay + Duration::from_millis(2)).contains(&waited), "{waited:?} for {delay:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_tried_no_more_often_than_allowed() {
    let (mut flaky, watch) = (Flaky::new(100), Watch::default());
    let result: Result<u32, Broken<u32>> =
        retry!(POLICY, always, watch, attempt => fallible(flaky.call(attempt)));
    let broken = result.unwrap_err();
    // The last error is the one that counts.
    assert!(matches!(broken, Broken { how: How::Failed(4), attempts: 4, item: None }));
    assert_eq!(flaky.calls.len(), 4);
    let error: FlowError<u32> = broken.into_error("F", "x", |error| error);
    assert_eq!(error.to_string(), "step `x` of flow `F` failed after 4 attempts: 4");
}

#[tokio::test(start_paused = true)]
async fn no_retry_at_all() {
    let (mut flaky, watch) = (Flaky::new(100), Watch::default());
    const NONE: Policy = Policy::new(0, SECOND, SECOND);
    let result: Result<u32, Broken<u32>> =
        retry!(NONE, always, watch, attempt => fallible(flaky.call(attempt)));
    assert_eq!((result.unwrap_err().attempts, flaky.calls.len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn only_what_is_worth_it() {
    let (mut flaky, watch) = (Flaky::new(100), Watch::default());
    fn is_worth_it(error: &u32) -> bool {
        *error < 2
    }
    let result: Result<u32, Broken<u32>> =
        retry!(POLICY, is_worth_it, watch, attempt => fallible(flaky.call(attempt)));
    assert!(matches!(result.unwrap_err(), Broken { how: How::Failed(2), attempts: 2, .. }));
}

#[tokio::test(start_paused = true)]
async fn a_time_out_is_always_worth_it() {
    let watch = Watch::default();
    let never_worth_it = |_: &u32| false;
    let result: Result<u32, Broken<u32>> = retry!(
        POLICY, never_worth_it, watch,
        attempt => within(SECOND, fallible(async move {
            if attempt <= 2 { pending().await } else { Ok(attempt) }
        }))
    );
    assert_eq!(result.unwrap(), 3);
    assert_eq!(watch.0.borrow().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_not() {
    let (tasks, watch) = (flow_core::__private::Tasks::new(), Watch::default());
    let result: Result<(), Broken<Infallible>> = retry!(
        POLICY, always, watch, attempt => tasks.spawn(async { std::panic::resume_unwind(Box::new("no")) })
    );
    assert!(matches!(result.unwrap_err(), Broken { how: How::Panicked(_), attempts: 1, .. }));
}

#[tokio::test(start_paused = true)]
async fn delays_have_an_end() {
    const SHORT: Policy = Policy::new(40, SECOND, Duration::from_secs(5));
    let (mut flaky, watch) = (Flaky::new(100), Watch::default());
    let result: Result<u32, Broken<u32>> =
        retry!(SHORT, always, watch, attempt => fallible(flaky.call(attempt)));
    assert_eq!(result.unwrap_err().attempts, 41);
    let delays: Vec<_> = watch.0.into_inner().into_iter().map(|(_, delay)| delay).collect();
    assert!(delays.iter().all(|delay| (SECOND..=SHORT.max).contains(delay)), "{delays:?}");
    assert!(delays[3..].iter().all(|delay| *delay == SHORT.max), "{delays:?}");
    // A base above the maximum is no more than the maximum.
    const ODD: Policy = Policy::new(2, Duration::from_secs(9), SECOND);
    let watch = Watch::default();
    let result: Result<u32, Broken<u32>> =
        retry!(ODD, always, watch, attempt => fallible(flaky.call(attempt)));
    assert_eq!(result.unwrap_err().attempts, 3);
    assert_eq!(watch.0.into_inner(), [(2, SECOND), (3, SECOND)]);
}

#[tokio::test(start_paused = true)]
async fn delays_differ() {
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..20 {
        let (mut flaky, watch) = (Flaky::new(1), Watch::default());
        let result: Result<u32, Broken<u32>> =
            retry!(POLICY, always, watch, attempt => fallible(flaky.call(attempt)));
        assert_eq!(result.unwrap(), 2);
        seen.insert(watch.0.into_inner()[0].1);
    }
    assert!(seen.len() > 10, "{seen:?}");
}

#[tokio::test(start_paused = true)]
async fn a_limit_around_all_attempts() {
    let (began, watch) = (Instant::now(), Watch::default());
    let result = within_total(SECOND * 3, async {
        let result: Result<(), Broken<u32>> =
            retry!(POLICY, always, watch, attempt => within(SECOND, fallible(pending())));
        result
    });
    let broken = result.await.unwrap_err();
    assert_eq!(began.elapsed(), SECOND * 3);
    assert!(matches!(broken, Broken { how: How::TimedOut(it), attempts: 0, .. } if it.after() == SECOND * 3));
}

#[derive(Debug, PartialEq)]
enum Trouble {
    Refused,
    TooSlow(Duration),
}

impl From<TimedOut> for Trouble {
    fn from(timed_out: TimedOut) -> Trouble {
        Trouble::TooSlow(timed_out.after())
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_listener_of_the_error_gets() {
    type Handled = Result<Result<u8, Trouble>, FlowError<Trouble>>;
    let refused = || fallible(async { Err::<u8, _>(Trouble::Refused) });
    let handled_once: Handled = handled(refused().await, "F", "x");
    assert_eq!(handled_once.unwrap(), Err(Trouble::Refused));
    let timed: Handled = handled_timed(within(SECOND, refused()).await, "F", "x", From::from);
    assert_eq!(timed.unwrap(), Err(Trouble::Refused));
    let timed: Handled = handled_timed(within(SECOND, fallible(pending())).await, "F", "x", From::from);
    assert_eq!(timed.unwrap(), Err(Trouble::TooSlow(SECOND)));
    let timed: Handled = handled_timed(within(SECOND, fallible(ready(Ok(1)))).await, "F", "x", From::from);
    assert_eq!(timed.unwrap(), Ok(1));

    // Not what no error of the step can say.
    let tasks = flow_core::__private::Tasks::new();
    let panicked = tasks.spawn_fallible(async { std::panic::resume_unwind(Box::new("no")) });
    let panicked: Handled = handled(panicked.await, "F", "x");
    assert_eq!(panicked.unwrap_err().kind(), FlowErrorKind::Panicked);
}

//! A run that nobody watches is as large as one that nobody can watch.

#![allow(clippy::needless_question_mark, clippy::redundant_closure, reason = "it is as generated code is")]

use std::future::ready;

use flow_core::__private::{self as rt, Unobserved, Watch, WatchStep};

type Payload = [u8; 64];

async fn work(payload: &Payload) -> Result<Payload, String> {
    ready(()).await;
    Ok(*payload)
}

fn size<F>(_: impl FnOnce(&'static Payload) -> F) -> usize {
    size_of::<F>()
}

#[test]
fn unobserved_is_nothing() {
    assert_eq!((size_of::<Unobserved>(), size_of::<<Unobserved as Watch>::Step>()), (0, 0));
    assert!(!std::mem::needs_drop::<Unobserved>());
}

async fn chain(payload: &Payload) -> Result<Payload, rt::FlowError<String>> {
    let a = work(payload).await.map_err(|error| rt::failed("F", "a", error))?;
    let b = work(&a).await.map_err(|error| rt::failed("F", "b", error))?;
    Ok(b)
}

async fn watched_chain<W: Watch>(watch: W, payload: &Payload) -> Result<Payload, rt::FlowError<String>> {
    let a = watch
        .step(0)
        .result(watch.polled(0, None, work(payload)).await, |error| rt::describe!(error))
        .map_err(|error| rt::failed("F", "a", error))?;
    let b = watch
        .step(1)
        .result(watch.polled(1, None, work(&a)).await, |error| rt::describe!(error))
        .map_err(|error| rt::failed("F", "b", error))?;
    Ok(b)
}

#[test]
fn a_chain() {
    assert_eq!(size(|payload| watched_chain(Unobserved, payload)), size(|payload| chain(payload)));
}

async fn join(payload: &Payload) -> Result<(Payload, Payload), rt::FlowError<String>> {
    rt::join((
        async {
            let a = work(payload).await.map_err(|error| rt::failed("F", "a", error))?;
            Ok::<_, rt::FlowError<String>>(a)
        },
        async {
            let b = work(payload).await.map_err(|error| rt::failed("F", "b", error))?;
            Ok::<_, rt::FlowError<String>>(b)
        },
    ))
    .await
}

async fn watched_join<W: Watch>(
    watch: W,
    payload: &Payload,
) -> Result<(Payload, Payload), rt::FlowError<String>> {
    try_join!(watch;
        a = {
            let a = watch.step(0).result(watch.polled(0, None, work(payload)).await, |error| rt::describe!(error));
            Ok::<_, rt::FlowError<String>>(a.map_err(|error| rt::failed("F", "a", error))?)
        },
        b = {
            let b = watch.step(1).result(watch.polled(1, None, work(payload)).await, |error| rt::describe!(error));
            Ok::<_, rt::FlowError<String>>(b.map_err(|error| rt::failed("F", "b", error))?)
        }
    )
}

#[test]
fn a_join() {
    assert_eq!(size(|payload| watched_join(Unobserved, payload)), size(|payload| join(payload)));
}

async fn race(payload: &Payload) -> Result<Payload, rt::FlowError<String>> {
    let a = async {
        let a = work(payload).await.map_err(|error| rt::failed("F", "a", error))?;
        Ok::<_, rt::FlowError<String>>(a)
    };
    let b = async {
        let b = work(payload).await.map_err(|error| rt::failed("F", "b", error))?;
        Ok::<_, rt::FlowError<String>>(b)
    };
    let result = rt::racing(rt::racers((a, b)), |_| {}).await;
    result.map_err(|mut failures| failures.of_race("F", "c"))
}

async fn watched_race<W: Watch>(watch: W, payload: &Payload) -> Result<Payload, rt::FlowError<String>> {
    race!(watch; 2, "F", "c";
        0 => a = {
            let a = watch.step(0).result(watch.polled(0, None, work(payload)).await, |error| rt::describe!(error));
            Ok::<_, rt::FlowError<String>>(a.map_err(|error| rt::failed("F", "a", error))?)
        },
        1 => b = {
            let b = watch.step(1).result(watch.polled(1, None, work(payload)).await, |error| rt::describe!(error));
            Ok::<_, rt::FlowError<String>>(b.map_err(|error| rt::failed("F", "b", error))?)
        }
    )
}

#[test]
fn a_race() {
    assert_eq!(size(|payload| watched_race(Unobserved, payload)), size(|payload| race(payload)));
}

#[test]
fn no_allocation() {
    use std::pin::pin;
    let payload = [0; 64];
    let count = allocation_counter::measure(|| {
        let result = super::poll_once(pin!(watched_race(Unobserved, &payload)));
        assert!(result.unwrap().is_ok());
        let result = super::poll_once(pin!(watched_join(Unobserved, &payload)));
        assert!(result.unwrap().is_ok());
    });
    assert_eq!(count.count_total, 0);
}

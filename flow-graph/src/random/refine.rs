//! Random attempts, time limits and items.

use std::borrow::Cow;
use std::time::Duration;

use super::rng::Rng;
use super::types::item_type;
use crate::model::{Graph, Items, Many, Retry, Route, Step, StepKind, Trigger};

/// Makes more of a step than one run of its method, sometimes. `before` are the steps that it may listen to.
pub(super) fn refine(rng: &mut Rng, before: &Graph, step: &mut Step) {
    if step.kind == StepKind::Router {
        return;
    }
    if listens_to_a_collection(before, step) && rng.chance(60) {
        step.refined.many = many(rng, Items::Each);
        step.output = step.output.take().map(|_| Cow::Borrowed("Vec<V>"));
    } else if rng.chance(15) {
        let times = 1 + rng.below(4);
        step.refined.many = many(rng, Items::Times(times as u32));
        if let Some(Many { first: Some(first), .. }) = &mut step.refined.many {
            *first = (*first).min(times as u32);
        }
        step.output = step.output.take().map(|_| Cow::Borrowed("Vec<V>"));
    } else if rng.chance(10) {
        // A collection made by one run of the method.
        step.output = Some(Cow::Borrowed("Vec<V>"));
    }
    if !step.is_async {
        return;
    }
    if rng.chance(20) {
        step.refined.timeout = Some(limit(rng));
    }
    if rng.chance(10) {
        step.refined.total_timeout = Some(2 * limit(rng));
    }
    if (step.fallible || step.refined.timeout.is_some()) && rng.chance(40) {
        let pause = Duration::from_millis(1 + rng.below(5) as u64);
        step.refined.retry =
            Some(Retry { times: 1 + rng.below(3) as u32, base: pause, max: pause, on: None });
    }
}

fn many(rng: &mut Rng, items: Items) -> Option<Many> {
    let limit = rng.chance(40).then(|| 1 + rng.below(3) as u32);
    let first = rng.chance(30).then(|| 1 + rng.below(2) as u32);
    Some(Many { items, limit, first })
}

/// Some scripts keep to it, and some do not.
fn limit(rng: &mut Rng) -> Duration {
    Duration::from_millis(if rng.chance(50) { 3 } else { 200 })
}

fn listens_to_a_collection(before: &Graph, step: &Step) -> bool {
    let Some(Trigger::Event(event)) = &step.trigger else { return false };
    event.route == Route::Success && item_type(before.steps[event.step].output.as_deref()).is_some()
}

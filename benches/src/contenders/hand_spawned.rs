//! What many write: what runs side by side is spawned, each step or chain as a task. A chain is awaited where it is.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::{AbortHandle, JoinHandle};

use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::{LIMIT, Shape};
use crate::step::{Kind, Ready};

/// Aborts a task that has lost.
struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The sum of what the tasks give.
async fn sum(tasks: Vec<JoinHandle<u64>>) -> u64 {
    let mut sum = 0;
    for task in tasks {
        sum += task.await.expect("no step panics");
    }
    sum
}

async fn fan<K: Kind>(branches: usize, value: u64) -> u64 {
    let value = K::step(0, value).await;
    let sum = sum((0..branches).map(|index| tokio::spawn(K::step(index, value))).collect()).await;
    K::step(0, sum).await
}

async fn grid<K: Kind>(value: u64) -> u64 {
    let first = K::step(0, value).await;
    let mut layer = sum((0..10).map(|index| tokio::spawn(K::step(index, first))).collect()).await;
    for _ in 1..10 {
        layer = sum((0..10).map(|index| tokio::spawn(K::step(index, layer))).collect()).await;
    }
    K::step(0, layer).await
}

async fn chain<K: Kind>(length: usize, mut value: u64) -> u64 {
    for index in 0..length {
        value = K::step(index, value).await;
    }
    value
}

/// The first of those tasks. The others are aborted.
async fn first(tasks: impl IntoIterator<Item = JoinHandle<u64>>) -> u64 {
    let mut tasks: Vec<_> = tasks.into_iter().collect();
    let _losers: Vec<_> = tasks.iter().map(|task| AbortOnDrop(task.abort_handle())).collect();
    let (value, _, _) = futures::future::select_all(tasks.iter_mut()).await;
    value.expect("no step panics")
}

async fn race<K: Kind>(value: u64) -> u64 {
    let value = K::step(0, value).await;
    let value = first((0..3).map(|index| tokio::spawn(K::step(index, value)))).await;
    K::step(0, value).await
}

async fn nested<K: Kind>(value: u64) -> u64 {
    let value = K::step(0, value).await;
    let inner = tokio::spawn(async move {
        let value = first([tokio::spawn(chain::<K>(10, value)), tokio::spawn(chain::<K>(10, value))]).await;
        chain::<K>(10, value).await
    });
    let value = first([inner, tokio::spawn(chain::<K>(30, value))]).await;
    K::step(0, value).await
}

async fn each<K: Kind>(items: usize, value: u64) -> u64 {
    sum((value..value + items as u64).map(|item| tokio::spawn(K::step(item as usize, item))).collect()).await
}

async fn each_limited<K: Kind>(items: usize, value: u64) -> u64 {
    let permits = Arc::new(Semaphore::new(LIMIT));
    let mut tasks = Vec::with_capacity(items);
    for item in value..value + items as u64 {
        let permit = Arc::clone(&permits).acquire_owned().await.expect("nobody closes it");
        tasks.push(tokio::spawn(async move {
            let value = K::step(item as usize, item).await;
            drop(permit);
            value
        }));
    }
    sum(tasks).await
}

/// What many write.
pub struct HandSpawned;

impl Contender for HandSpawned {
    const NAME: &'static str = "hand: tasks";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        Ok(match shape {
            Shape::Diamond => Runs::engine(shape, |value| fan::<K>(3, value)),
            Shape::Fan(branches) => Runs::engine(shape, move |value| fan::<K>(branches, value)),
            Shape::Grid => Runs::engine(shape, grid::<K>),
            Shape::Race => Runs::engine(shape, race::<K>),
            Shape::Nested if K::NAME == Ready::NAME => {
                return Err(Unable("tasks that never wait end in the order they begin in"));
            }
            Shape::Nested => Runs::engine(shape, nested::<K>),
            Shape::Each(items) => Runs::engine(shape, move |value| each::<K>(items, value)),
            Shape::EachLimited(items) => Runs::engine(shape, move |value| each_limited::<K>(items, value)),
            Shape::Chain(_) | Shape::Loop => return Err(Unable("nothing runs side by side")),
            Shape::Ladder => return Err(Unable("needs a channel for each value")),
        })
    }
}

//! Runners of flows of every form, and what is theirs to name.

#![deny(warnings, unused, missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]

use std::sync::Arc;
use std::time::Duration;

use flow_core::observe::{Observer, Recorder};
use flow_core::prelude::*;
use tokio_util::sync::CancellationToken;

struct Shared<'a, T> {
    value: &'a T,
}

#[flow]
impl<'a, T: PartialEq> Shared<'a, T> {
    #[start]
    async fn look<'i>(&self, other: &'i T) -> (&'a T, &'i T) {
        (self.value, other)
    }

    #[listen(look)]
    async fn same(&self, both: (&T, &T)) -> bool {
        both.0 == both.1
    }
}

struct Exclusive(u32);

#[flow(error = u32)]
impl Exclusive {
    #[start]
    async fn count(&mut self) -> Result<u32, u32> {
        self.0 += 1;
        if self.0 > 1 { Err(self.0) } else { Ok(self.0) }
    }
}

struct Owned(u32);

#[flow(vis = pub(crate))]
impl Owned {
    #[start]
    async fn count(self: Arc<Self>) -> u32 {
        self.0
    }
}

fn sent<T: Send>(it: T) -> T {
    it
}

async fn watched<O: Observer>(flow: &Shared<'_, u8>, observer: O) -> bool {
    let runner = flow.runner().observed_by(observer);
    runner.timeout(Duration::from_secs(1)).run(&1).await.is_ok_and(|same| same)
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let flow = Shared { value: &1 };
    assert!(watched(&flow, Recorder::new()).await);
    assert!(sent(flow.runner().cancelled_by(CancellationToken::new().cancelled_owned()).run(&1)).await.unwrap());
    assert!(!flow.run(&2).await.unwrap());
    let mut exclusive = Exclusive(0);
    assert_eq!(sent(exclusive.runner().run()).await.unwrap(), 1);
    assert_eq!(exclusive.run().await.unwrap_err().into_source(), Some(2));
    let soon = tokio::time::Instant::now() + Duration::from_secs(1);
    let run = Arc::new(Owned(3)).runner().deadline(soon).run();
    assert_eq!(tokio::spawn(run).await.unwrap().unwrap(), 3);
}

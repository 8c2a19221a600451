//! Flows within flows: generic ones, private ones, in other modules.

#![deny(warnings, unused, clippy::all, clippy::pedantic)]

use flow_core::prelude::*;
use flow_core::{Context, FlowError as Failure};

mod inner {
    use flow_core::prelude::*;

    pub(crate) struct Add<T>(pub(crate) T);

    #[flow(vis = pub(crate))]
    impl<T: Copy + Into<u64>> Add<T> {
        #[start]
        async fn add(&self, n: u64) -> u64 {
            n + self.0.into()
        }
    }

    pub(crate) struct Count<'a>(pub(crate) &'a mut u64);

    #[flow(vis = pub(crate))]
    impl Count<'_> {
        #[start]
        async fn count(&mut self, by: u64) -> u64 {
            *self.0 += by;
            *self.0
        }
    }
}

struct Outer {
    n: u64,
}

#[flow]
impl Outer {
    #[start]
    #[subflow(inner::Add<u8>)]
    async fn add(&self, n: u64, #[context] cx: Context<'_>) -> Result<u64, Failure> {
        inner::Add(1_u8).runner().within(cx).run(n).await
    }

    #[listen(add)]
    #[subflow(inner::Count<'_>)]
    async fn count(&mut self, by: u64, #[context] cx: Context<'_>) -> Result<u64, Failure> {
        inner::Count(&mut self.n).runner().within(cx).run(by).await
    }

    #[listen(count, times = 2)]
    #[flow_core::subflow(crate::inner::Add<u64>)]
    async fn again(&self, n: &u64) -> Result<u64, Failure> {
        inner::Add(self.n).run(*n).await
    }
}

fn main() {
    let recorder = flow_core::observe::Recorder::new();
    let mut outer = Outer { n: 10 };
    let all = futures::executor::block_on(outer.runner().observed_by(&recorder).run(1)).unwrap();
    assert_eq!(all, [24, 24]);
    assert!(recorder.lines().iter().any(|line| line == "Outer::count / finished count"));
    assert_eq!(<Outer as Flow>::GRAPH.steps[1].refined.subflow.as_ref().unwrap().name, "inner::Count<'_>");
}

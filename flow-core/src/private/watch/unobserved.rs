//! Nobody watches.

use core::time::Duration;

use flow_graph::Graph;
use flow_graph::model::StepId;

use super::running::Free;
use super::{Watch, WatchStep};
use crate::context::Context;

/// Nobody watches the run: the observer of a runner that was given none, and what a plain `run` has.
///
/// ```
/// assert_eq!(size_of::<flow_core::Unobserved>(), 0);
/// ```
// Not `Copy`: a block that takes a `Copy` value from around it holds a reference to it, and references have a size.
#[derive(Debug, Clone, Default)]
pub struct Unobserved;

impl Watch for Unobserved {
    type Step = Unobserved;
    type Polled<F: Future> = F;
    type Running<F: Future> = Free<F>;

    #[inline(always)]
    fn branch(&self) -> Unobserved {
        Unobserved
    }

    #[inline(always)]
    fn step(&self, _: StepId) -> Unobserved {
        Unobserved
    }

    #[inline(always)]
    fn context(&self, flow: &'static Graph, step: StepId, attempt: u32, item: Option<usize>) -> Context<'_> {
        Context::unobserved(flow, step, attempt, item)
    }

    #[inline(always)]
    fn polled<F: Future>(&self, _: StepId, _: Option<usize>, future: F) -> F {
        future
    }

    #[inline(always)]
    fn running<F: Future>(&self, _: StepId, future: F) -> Free<F> {
        Free::new(future)
    }

    #[inline(always)]
    fn decided(&self, _: StepId, _: usize) {}

    #[inline(always)]
    fn losing(&self, _: StepId) {}

    #[inline(always)]
    fn settled(&self) {}

    #[inline(always)]
    fn iteration(&self, _: StepId, _: u32) {}

    #[inline(always)]
    fn started(&self, _: StepId) {}

    #[inline(always)]
    fn done<T>(&self, _: StepId, value: T) -> T {
        value
    }

    #[inline(always)]
    fn result<T, E>(
        &self,
        _: StepId,
        result: Result<T, E>,
        _: impl FnOnce(&E) -> Option<String>,
    ) -> Result<T, E> {
        result
    }

    #[inline(always)]
    fn cancelled(&self, _: StepId, _: Option<StepId>) {}
}

impl WatchStep for Unobserved {
    #[inline(always)]
    fn done<T>(self, value: T) -> T {
        value
    }

    #[inline(always)]
    fn result<T, E>(self, result: Result<T, E>, _: impl FnOnce(&E) -> Option<String>) -> Result<T, E> {
        result
    }

    #[inline(always)]
    fn retrying(&self, _: u32, _: Duration, _: impl FnOnce() -> Option<String>) {}

    #[inline(always)]
    fn item(&self, _: usize) -> Unobserved {
        Unobserved
    }
}

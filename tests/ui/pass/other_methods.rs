//! Methods without an attribute of a flow are left alone, as are attributes that are not the flow's.

#![deny(warnings)]

use flow_core::prelude::*;

struct Mixed;

#[flow]
impl Mixed {
    const FACTOR: u32 = 2;

    fn double<T: Into<u32>>(&self, n: T) -> u32 {
        n.into() * Self::FACTOR
    }

    #[cfg(any())]
    fn double(&self, _n: u32) {}

    unsafe fn dangerous(self) {}

    /// What a step does.
    #[inline]
    #[must_use]
    #[start]
    #[allow(clippy::unused_async)]
    async fn four(&self) -> u32 {
        self.double(2_u8)
    }
}

fn main() {
    assert_eq!(futures::executor::block_on(Mixed.run()).unwrap(), 4);
    assert_eq!(Mixed::GRAPH.steps[0].doc, "What a step does.");
    let _ = Mixed::dangerous;
}

//! Attributes beside `#[flow]`, before and after it, on the block and on its other members.

#![deny(warnings)]

use flow_core::prelude::*;

pub struct Off;

#[flow]
#[cfg(any())]
impl Off {
    #[start]
    async fn nowhere(&self) -> Nowhere {}
}

#[cfg(any())]
#[flow]
impl Off {
    #[start]
    async fn nowhere(&self) -> Nowhere {}
}

pub struct On;

#[flow]
#[cfg(all())]
#[cfg_attr(all(), allow(dead_code))]
#[allow(clippy::unused_async)]
#[doc(hidden)]
impl On {
    /// A constant.
    pub const NUMBER: u8 = 1;

    #[start]
    async fn somewhere(&self) -> u8 {
        Self::NUMBER
    }

    #[listen(somewhere)]
    fn array(&self, n: u8) -> [u8; length!()] {
        [n; length!()]
    }

    #[cfg(any())]
    fn off(&self) -> Nowhere {}

    fn unused(&self) {}
}

macro_rules! length {
    () => {
        2
    };
}
pub(crate) use length;

fn main() {
    let _ = (Off, On.run());
}

//! A step may have no `self`, and need not be async.

use flow_core::prelude::*;

struct Sum;

#[flow]
impl Sum {
    #[start]
    async fn left(n: u32) -> u32 {
        n + 1
    }

    #[start]
    fn right(n: u32) -> u32 {
        n * 10
    }

    #[listen(and(left, right))]
    fn sum(left: u32, right: u32) -> u32 {
        left + right
    }
}

fn main() {
    assert_eq!(futures::executor::block_on(Sum.run(2)).unwrap(), 23);
}

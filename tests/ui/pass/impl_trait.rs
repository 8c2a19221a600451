//! `impl Trait` as payload, as parameter and as input.

use std::fmt::Display;

use flow_core::prelude::*;

struct Numbers;

#[flow]
impl Numbers {
    #[start]
    async fn limit(&self, upto: impl Into<u32>) -> u32 {
        upto.into()
    }

    #[listen(limit)]
    fn squares(&self, upto: u32) -> impl Iterator<Item = u32> + use<> {
        (1..=upto).map(|n| n * n)
    }

    #[listen(squares)]
    async fn sum(&self, squares: impl Iterator<Item = u32>) -> u32 {
        squares.sum()
    }

    #[listen(sum)]
    async fn show(&self, sum: impl Display) -> String {
        format!("sum {sum}")
    }
}

struct Several;

#[flow]
impl Several {
    #[start]
    fn count(&self) -> impl Iterator<Item = u8> + use<> {
        0..3
    }

    #[start]
    fn name(&self) -> impl Display + use<> {
        "name"
    }
}

fn main() {
    assert_eq!(futures::executor::block_on(Numbers.run(3_u8)).unwrap(), "sum 14");
    let output = futures::executor::block_on(Several.run()).unwrap();
    assert_eq!((output.count.count(), output.name.to_string().as_str()), (3, "name"));
}

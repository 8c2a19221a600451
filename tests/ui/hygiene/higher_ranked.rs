//! Functions that take references, as inputs, on the way and as outputs: their lifetimes are their own.

#![allow(dead_code)]

use flow_core::prelude::*;

struct Inputs;

#[flow]
impl Inputs {
    #[start]
    async fn count(&self, by: fn(&str) -> usize, or: &(dyn Fn(&str) -> usize + Sync), text: &str) -> usize {
        by(text) + or(text)
    }

    #[listen(count)]
    async fn twice(&self, count: usize) -> usize {
        count * 2
    }
}

struct Generic;

#[flow]
impl Generic {
    #[start]
    async fn count(&self, by: impl Fn(&str) -> usize) -> usize {
        by("x")
    }

    #[start]
    fn pick(&self, first: Box<dyn for<'x> Fn(&'x str) -> &'x str>) -> usize {
        first("x").len()
    }
}

struct Outputs;

#[flow]
impl Outputs {
    #[start]
    async fn first(&self) -> Box<dyn Fn(&str) -> usize> {
        Box::new(|text| text.len())
    }

    #[start]
    async fn second(&self) -> for<'x> fn(&'x str, &str) -> &'x str {
        |first, _| first
    }

    #[listen(second)]
    async fn third(&self, second: for<'x> fn(&'x str, &str) -> &'x str) -> fn(&str) -> Option<&u8> {
        let _ = second;
        |text| text.as_bytes().first()
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(Inputs.run(str::len, &str::len, "ab").await.unwrap(), 8);
    assert_eq!(Inputs.runner().run(str::len, &str::len, "ab").await.unwrap(), 8);
    let output = Outputs.run().await.unwrap();
    assert_eq!((output.first)("abc"), 3);
    assert_eq!((output.third)("abc"), Some(&b'a'));
    let both = Generic.run(str::len, Box::new(|text| text)).await.unwrap();
    assert_eq!((both.count, both.pick), (1, 1));
}

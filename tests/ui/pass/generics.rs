//! Generics, lifetimes and where-clauses on the `impl` block.

use std::fmt::Display;

use flow_core::prelude::*;

struct Store<'a, T, const N: usize> {
    items: &'a [T; N],
}

#[flow]
impl<'a, T, const N: usize> Store<'a, T, N>
where
    T: Display + PartialOrd,
{
    #[start]
    async fn largest(&self) -> Option<&'a T> {
        self.items.iter().reduce(|a, b| if a < b { b } else { a })
    }

    #[listen(largest::Some)]
    async fn show(&self, item: &T) -> String {
        format!("{item} of {N}")
    }
}

struct Pair<T>(T, T);

#[flow]
impl<T: Clone> Pair<T> {
    #[start]
    fn left(&self) -> T {
        self.0.clone()
    }

    #[start]
    fn right(&self) -> T {
        self.1.clone()
    }
}

fn main() {
    let store = Store { items: &[1, 3, 2] };
    assert_eq!(futures::executor::block_on(store.run()).unwrap().as_deref(), Some("3 of 3"));
    let PairOutput { left, right } = futures::executor::block_on(Pair('a', 'b').run()).unwrap();
    assert_eq!((left, right), ('a', 'b'));
}

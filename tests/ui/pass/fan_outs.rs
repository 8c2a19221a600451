//! Steps with items: by value, by reference, without; generic, with lifetimes, with nothing that is `Send`.

#![deny(warnings, unused, clippy::all, clippy::pedantic)]

use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::rc::Rc;

use flow_core::ItemsFailed;
use flow_core::prelude::*;

struct Search<'a, T, const N: usize> {
    names: &'a [T; N],
}

#[flow]
impl<'a, T, const N: usize> Search<'a, T, N>
where
    T: Clone + Debug + PartialEq,
{
    #[start]
    async fn all(&self) -> &'a [T; N] {
        self.names
    }

    #[listen(each(all), limit = 2)]
    async fn shown(&self, name: &T) -> Rc<str> {
        Rc::from(format!("{name:?}"))
    }

    #[listen(each(shown))]
    fn lengths(shown: &Rc<str>) -> usize {
        shown.len()
    }

    #[listen(each(all), first = 1)]
    async fn same(&self, name: &T, #[from(all)] all: &[T; N]) -> Result<T, fmt::Error> {
        if *name == all[0] { Ok(name.clone()) } else { Err(fmt::Error) }
    }

    #[listen(each(lengths))]
    fn ignored() {}

    #[listen(and(lengths, same))]
    fn told(&self, lengths: Vec<usize>, mut same: Vec<T>) -> (usize, Option<T>) {
        (lengths.iter().sum(), same.pop())
    }
}

struct Votes;

#[flow]
impl Votes {
    #[start]
    async fn ballots(&self, names: Vec<String>) -> BTreeMap<String, u32> {
        names.into_iter().zip(0..).collect()
    }

    #[listen(each(ballots), limit = 3)]
    async fn check(&self, (name, number): (String, u32)) -> Result<String, String> {
        if number % 2 == 0 { Ok(name) } else { Err(name) }
    }

    #[listen(check::Err)]
    async fn mend<'f>(&self, failed: &'f ItemsFailed<String, String>) -> usize {
        failed.failed.len() + failed.succeeded.len()
    }

    #[listen(check)]
    async fn fine(&self, all: Vec<String>) -> usize {
        all.len()
    }

    #[listen(or(mend, fine), times = 2, limit = 1)]
    async fn twice(&self, count: &usize) -> usize {
        *count
    }

    #[listen(each(twice))]
    async fn all(&self, mut it: usize) -> usize {
        it += 1;
        it
    }
}

fn main() {
    let search = Search { names: &["a", "bb"] };
    assert_eq!(futures::executor::block_on(search.run()).unwrap(), (7, Some("a")));
    let all = futures::executor::block_on(Votes.run(vec!["a".into(), "b".into(), "c".into()])).unwrap();
    assert_eq!(all, [4, 4]);
}

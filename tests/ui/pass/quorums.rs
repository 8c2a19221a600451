//! Quorums in every place, with members of every kind.

#![deny(warnings, unused, clippy::all, clippy::pedantic)]

use flow_core::prelude::*;

enum Answer<T> {
    Yes(T),
    No { why: String },
}

struct Vote<'a, T> {
    value: &'a T,
}

#[flow]
impl<'a, T> Vote<'a, T>
where
    T: Clone + PartialEq,
{
    #[start]
    async fn borrowed(&self) -> &'a T {
        self.value
    }

    #[router]
    async fn answer(&self) -> Answer<T> {
        if *self.value == self.value.clone() { Answer::Yes(self.value.clone()) } else { Answer::No { why: String::new() } }
    }

    #[listen(answer::No)]
    async fn why(&self) {}

    #[start]
    async fn owned(&self) -> T {
        self.value.clone()
    }

    #[start]
    async fn quiet(&self) {}

    #[listen(quorum(2, answer::Yes, owned, quiet))]
    async fn some(&self, some: Vec<Option<T>>) -> usize {
        some.into_iter().flatten().count()
    }

    #[listen(quorum(2, quiet, why, and(borrowed, owned)))]
    async fn ignored(&self) {}

    #[listen(quorum(2, borrowed, borrowed2))]
    async fn references(&self, both: Vec<&T>) -> bool {
        both[0] == both[1]
    }

    #[listen(borrowed)]
    async fn borrowed2(&self, it: &'a T) -> &'a T {
        it
    }

    #[listen(or(quorum(2, some, references_done), never))]
    async fn end(&self) -> u8 {
        1
    }

    #[listen(references)]
    async fn references_done(&self) {}

    #[listen(why)]
    async fn never(&self) {}
}

fn main() {
    let output = futures::executor::block_on(Vote { value: &7 }.run()).unwrap();
    assert_eq!(output, 1);
    let why = Answer::<u8>::No { why: String::new() };
    assert!(matches!(why, Answer::No { why } if why.is_empty()));
}

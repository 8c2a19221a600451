//! A payload may borrow from the flow's state.

use flow_core::prelude::*;

struct Book {
    text: String,
}

#[flow]
impl Book {
    #[start]
    async fn words(&self) -> Vec<&str> {
        self.text.split(' ').collect()
    }

    #[listen(words)]
    async fn first<'a>(&'a self, words: &[&'a str]) -> Option<&'a str> {
        words.first().copied()
    }

    #[listen(and(words, first))]
    fn both(&self, words: Vec<&str>, first: Option<&str>) -> usize {
        words.len() + first.map_or(0, str::len)
    }

    #[listen(first)]
    fn title<'a>(&'a self, first: Option<&'a str>) -> &'a str {
        first.unwrap_or("none")
    }
}

fn main() {
    let book = Book { text: "once upon a time".to_string() };
    let output = futures::executor::block_on(book.run()).unwrap();
    assert_eq!((output.both, output.title), (8, "once"));
}

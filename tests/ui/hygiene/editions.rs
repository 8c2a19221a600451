//! What differs between the editions: what futures capture, how long temporaries live.

#![deny(warnings)]
#![allow(dead_code)]

use ::flow_core::flow;

pub struct Borrowing<'a>(&'a str);

#[flow]
impl<'a> Borrowing<'a> {
    #[start]
    async fn words(&self, from: &usize) -> Vec<&'a str> {
        self.0.split(' ').skip(*from).collect()
    }

    #[listen(each(words))]
    #[timeout("1s")]
    async fn length(&self, word: &str) -> usize {
        word.len()
    }
}

fn lent(text: String) -> usize {
    let flow = Borrowing(&text);
    let from = 1;
    let run = flow.run(&from);
    drop(run);
    text.len()
}

// CONSTRUCTS

#[::tokio::main(flavor = "current_thread")]
async fn main() {
    all().await.unwrap();
    assert_eq!(lent(String::from("a b c")), 5);
}

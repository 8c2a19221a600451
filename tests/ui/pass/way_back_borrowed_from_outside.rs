//! A way back's value may borrow from what was there before its loop.

use flow_core::prelude::*;

enum Turn<'t> {
    Again(&'t str),
    Done,
}

struct Words;

#[flow]
impl Words {
    #[start]
    async fn text(&self) -> String {
        "once upon a time".to_string()
    }

    #[listen(text)]
    async fn whole<'t>(&self, text: &'t str) -> &'t str {
        text
    }

    #[listen(or(whole, judge::Again))]
    async fn shorten<'t>(&self, text: &'t str) -> &'t str {
        text.split_once(' ').map_or(text, |(_, rest)| rest)
    }

    #[router(shorten)]
    async fn judge<'t>(&self, text: &str, #[from(text)] whole: &'t str) -> Turn<'t> {
        match whole.find(text) {
            Some(start) if start < 10 => Turn::Again(&whole[start..]),
            _ => Turn::Done,
        }
    }

    #[listen(judge::Done)]
    async fn show(&self, #[from(shorten)] text: &str) -> String {
        text.to_string()
    }
}

fn main() {
    assert_eq!(futures::executor::block_on(Words.run()).unwrap(), "time");
}

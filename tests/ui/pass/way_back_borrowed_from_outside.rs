//! A way back's value may borrow from what was there before its loop.

use flow_core::prelude::*;

enum Turn {
    Again,
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

    #[listen(or(whole, next))]
    async fn shorten<'t>(&self, text: &'t str) -> &'t str {
        text.split_once(' ').map_or(text, |(_, rest)| rest)
    }

    #[router(shorten)]
    async fn judge(&self, text: &str) -> Turn {
        if text.contains(' ') { Turn::Again } else { Turn::Done }
    }

    #[listen(judge::Again)]
    async fn next<'t>(&self, #[from(text)] whole: &'t str, #[from(shorten)] text: &str) -> &'t str {
        &whole[whole.len() - text.len()..]
    }

    #[listen(judge::Done)]
    async fn show(&self, #[from(shorten)] text: &str) -> String {
        text.to_string()
    }
}

fn main() {
    assert_eq!(futures::executor::block_on(Words.run()).unwrap(), "time");
}

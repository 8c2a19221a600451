//! Time limits and retries, on steps of every form.

#![deny(warnings, unused, clippy::all, clippy::pedantic)]

use std::fmt;

use flow_core::prelude::*;
use flow_core::{Context, TimedOut};

mod errors {
    pub(crate) mod predicates {
        pub(crate) fn is_slow(error: &super::super::Trouble) -> bool {
            matches!(error, super::super::Trouble::Slow)
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Trouble {
    Slow,
    Odd(u32),
}

impl Trouble {
    fn is_odd(&self) -> bool {
        matches!(self, Trouble::Odd(_))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Trouble {}

impl From<TimedOut> for Trouble {
    fn from(_: TimedOut) -> Trouble {
        Trouble::Slow
    }
}

struct Limits<'a> {
    seen: &'a mut Vec<u32>,
}

#[flow]
impl Limits<'_> {
    #[start]
    #[retry(times = 2, base = "1ms", max = "2ms", on = Trouble::is_odd)]
    async fn alone(&mut self, n: u32, #[context] cx: Context<'_>) -> Result<u32, Trouble> {
        self.seen.push(cx.attempt());
        if cx.attempt() == 1 { Err(Trouble::Odd(n)) } else { Ok(n) }
    }

    #[listen(alone)]
    #[timeout("1s", total = "1m 30s")]
    #[retry(on = crate::errors::predicates::is_slow)]
    async fn lent(&self, n: &u32) -> Result<String, Trouble> {
        Ok(n.to_string())
    }

    #[listen(lent)]
    #[flow_core::retry]
    #[flow_core::timeout(total = "3h")]
    #[must_finish]
    fn plain(text: String) -> Result<usize, Trouble> {
        Ok(text.len())
    }

    #[listen(plain::Err)]
    #[timeout("10d")]
    async fn mended(&self, trouble: Trouble) -> usize {
        usize::from(trouble == Trouble::Slow)
    }

    #[router(or(plain, mended), ends(_))]
    #[timeout("1ms")]
    async fn judge(&self, n: usize) -> Option<usize> {
        Some(n)
    }

    #[listen(judge::Some)]
    #[retry(times = 1)]
    async fn shown<'s>(&self, n: &'s usize) -> Result<&'s usize, Trouble> {
        Ok(n)
    }

    #[listen(shown)]
    async fn end(&self, n: &usize) -> usize {
        *n
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let mut seen = Vec::new();
    assert_eq!(Limits { seen: &mut seen }.run(12).await.unwrap(), Some(2));
    assert_eq!(seen, [1, 2]);
}

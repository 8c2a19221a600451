//! `#[timeout(…)]` and `#[retry(…)]`, alone, together and with items.

mod items;
mod retries;
mod state;
mod timeouts;

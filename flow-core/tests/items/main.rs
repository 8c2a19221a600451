//! Steps that run once for each of many items.

mod collected;
mod costs;
mod failures;
mod order;
mod stage;

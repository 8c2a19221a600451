//! `quorum(k, …)`: the first k of several.

mod arrivals;
mod failures;
mod losers;
mod places;
mod values;

//! Who is measured, one file each.

#[cfg(feature = "peers")]
pub mod async_dag;
#[cfg(feature = "peers")]
pub mod cano;
#[cfg(feature = "peers")]
pub mod cloacina;
#[cfg(feature = "peers")]
pub mod crossflow;
#[cfg(feature = "peers")]
pub mod dagrs;
#[cfg(feature = "peers")]
pub mod dagx;
#[cfg(feature = "peers")]
pub mod dfir_rs;
#[cfg(feature = "peers")]
pub mod directed;
pub mod flow;
pub mod futures_concurrency;
#[cfg(feature = "peers")]
pub mod graph_flow;
pub mod hand;
pub mod hand_futures;
pub mod hand_races;
pub mod hand_spawned;

use crate::runs::Runs;
use crate::shape::Shape;
use crate::step::Kind;

/// Why there is no flow of a thousand branches.
#[cfg(not(feature = "wide"))]
const WIDE: &str = "compiled with the feature `wide` alone";

/// Why a contender has no runs of a shape.
pub struct Unable(pub &'static str);

/// Somebody who can run shapes.
pub trait Contender {
    /// The name in tables.
    const NAME: &'static str;

    /// Runs of this shape, with steps of this kind.
    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable>;
}

/// A contender by name, and its runs of a shape.
pub struct Entry {
    /// The name in tables.
    pub name: &'static str,
    /// Whether it is what a person would write instead of a flow. Tasks are not: they ask for `'static`.
    pub by_hand: bool,
    /// The runs, or why there are none.
    pub runs: Result<Runs, Unable>,
}

fn entry<C: Contender, K: Kind>(shape: Shape) -> Entry {
    Entry {
        name: C::NAME,
        by_hand: matches!(C::NAME, hand::Hand::NAME | hand_futures::HandFutures::NAME),
        runs: C::runs::<K>(shape),
    }
}

/// Flows and what a person would write.
pub fn near<K: Kind>(shape: Shape) -> Vec<Entry> {
    vec![
        entry::<flow::Flows, K>(shape),
        entry::<hand::Hand, K>(shape),
        entry::<hand_futures::HandFutures, K>(shape),
        entry::<hand_races::HandRaces, K>(shape),
        entry::<hand_spawned::HandSpawned, K>(shape),
    ]
}

/// Other crates.
pub fn peers<K: Kind>(shape: Shape) -> Vec<Entry> {
    vec![
        entry::<futures_concurrency::FuturesConcurrency, K>(shape),
        #[cfg(feature = "peers")]
        entry::<async_dag::AsyncDag, K>(shape),
        #[cfg(feature = "peers")]
        entry::<dagx::Dagx, K>(shape),
        #[cfg(feature = "peers")]
        entry::<cano::Cano, K>(shape),
        #[cfg(feature = "peers")]
        entry::<graph_flow::GraphFlow, K>(shape),
        #[cfg(feature = "peers")]
        entry::<cloacina::Cloacina, K>(shape),
        #[cfg(feature = "peers")]
        entry::<dfir_rs::DfirRs, K>(shape),
        #[cfg(feature = "peers")]
        entry::<directed::Directed, K>(shape),
        #[cfg(feature = "peers")]
        entry::<dagrs::Dagrs, K>(shape),
        #[cfg(feature = "peers")]
        entry::<crossflow::Crossflow, K>(shape),
    ]
}

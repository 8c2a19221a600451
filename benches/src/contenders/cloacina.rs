//! cloacina 0.12.0, its computation graphs: a macro writes an async function for each graph. It calls the steps one after
//! the other, also those that could wait beside each other. What goes into a run comes serialized in a cache.
//!
//! The graphs stand for themselves, without cloacina's database and scheduler: what it calls `packaged`.

use cloacina_computation_graph::{GraphError, GraphResult, InputCache, SourceName, serialize};

#[cfg(not(feature = "wide"))]
use super::WIDE;
use super::{Contender, Unable};
use crate::runs::Runs;
use crate::shape::Shape;
use crate::step::{Kind, Ready, Sleeps, Yields};

include!(concat!(env!("OUT_DIR"), "/cloacina.rs"));

/// What the last step gives.
fn output(result: GraphResult) -> Result<u64, GraphError> {
    match result {
        GraphResult::Completed { outputs, .. } => {
            Ok(*outputs.first().and_then(|output| output.downcast_ref()).expect("a number"))
        }
        GraphResult::Error(error) => Err(error),
    }
}

/// Runs of a function that the macro has written. Its steps never wait at once, so there is nothing to wake one of many.
macro_rules! runs {
    ($shape:expr, $function:path) => {
        Ok(Runs::engine($shape, |value| async move {
            let mut cache = InputCache::new();
            cache.update(SourceName::new("input"), serialize(&value)?);
            output($function(&cache).await)
        }))
    };
}

/// Runs of the graphs of one kind.
macro_rules! of_kind {
    ($shape:expr, $kind:ident) => {
        match $shape {
            Shape::Chain(3) => runs!($shape, $kind::chain3_compiled),
            Shape::Chain(10) => runs!($shape, $kind::chain10_compiled),
            Shape::Chain(100) => runs!($shape, $kind::chain100_compiled),
            Shape::Diamond => runs!($shape, $kind::diamond_compiled),
            Shape::Fan(10) => runs!($shape, $kind::fan10_compiled),
            Shape::Fan(100) => runs!($shape, $kind::fan100_compiled),
            #[cfg(feature = "wide")]
            Shape::Fan(1_000) => runs!($shape, $kind::fan1000_compiled),
            #[cfg(not(feature = "wide"))]
            Shape::Fan(1_000) => Err(Unable(WIDE)),
            Shape::Grid => runs!($shape, $kind::grid_compiled),
            Shape::Ladder => runs!($shape, $kind::ladder_compiled),
            Shape::Race | Shape::Nested => Err(Unable("no races")),
            Shape::Loop => Err(Unable("no loops")),
            Shape::Each(_) | Shape::EachLimited(_) => Err(Unable("no items")),
            _ => Err(Unable("not written in this size")),
        }
    };
}

/// The crate cloacina.
pub struct Cloacina;

impl Contender for Cloacina {
    const NAME: &'static str = "cloacina";

    fn runs<K: Kind>(shape: Shape) -> Result<Runs, Unable> {
        match K::NAME {
            Ready::NAME => of_kind!(shape, ready),
            Yields::NAME => of_kind!(shape, yields),
            Sleeps::NAME => of_kind!(shape, sleeps),
            _ => Err(Unable("not written for this kind of steps")),
        }
    }
}

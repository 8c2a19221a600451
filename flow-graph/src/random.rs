//! Random flows, for tests: the same number always gives the same flow.
//!
//! Their shapes are mixed on purpose: chains, diamonds, meshes, races between long chains, nested triggers, routers,
//! loops and loops in loops, handled and unhandled failures, several sinks, inputs, `#[from]`, `#[must_finish]`. The
//! types are few and say what they carry (see [`types`]), so that a flow can be printed as a Rust program.

mod grow;
mod params;
pub mod rng;
pub mod script;
pub mod types;

use crate::check::check;
use crate::model::Graph;
use rng::Rng;

/// A flow that [`check`] has nothing against, with what that fills in.
#[must_use]
pub fn graph(seed: u64) -> Graph {
    let mut rng = Rng::new(seed);
    loop {
        let mut graph = grow::grow(&mut rng, seed);
        let Ok(analysis) = check(&mut graph) else { continue };
        params::add(&mut rng, &mut graph, &analysis);
        if check(&mut graph).is_ok() {
            return graph;
        }
    }
}

//! A tree of regions as Rust: statements, `join!`, `match`, `loop`.
//!
//! Values are locals. A block of its own (a branch, an arm, an iteration) hands out what is used outside it as a tuple.
//! What cannot be written so (a value that somebody reads from a branch beside, say) has no regions: `None`, and the
//! mesh takes over.

mod alternatives;
mod block;
mod copies;
mod loops;
mod pieces;
mod routes;
mod scope;
mod values;

use flow_graph::regions::Schedule;
use proc_macro2::TokenStream;

use self::block::Emitter;
use self::scope::{Scope, Var};
use crate::run::{self, Cx};

/// The body of `run`.
pub(crate) fn body(cx: &Cx<'_>, schedule: &Schedule) -> Option<TokenStream> {
    let mut emitter = Emitter::new(cx, schedule);
    let mut scope = Scope::default();
    let mut code = TokenStream::new();
    emitter.region(&schedule.root, &mut scope, &mut code)?;
    let values = cx
        .graph
        .sinks
        .iter()
        .map(|sink| {
            let var = Var::Success(sink.step);
            if sink.always { scope.certain(cx, var, &mut code) } else { scope.optional(cx, var) }
        })
        .collect::<Option<Vec<_>>>()?;
    let output = run::output(cx, &values);
    Some(code! {
        #code
        __rt::Ok(#output)
    })
}

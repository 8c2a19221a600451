//! References for editors: rust-analyzer finds, renames and completes the names of steps in attributes through them.
//! rustc never sees them.
//!
//! An attribute's tokens belong to no path that an editor could resolve. Here each name stands once more, in the same
//! place, as the name of a method (for what hovering shows, definitions, references and renaming) and as that of an
//! item in a module of nothing but steps (for completion).

use flow_graph::parse::Parsed;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What goes into the flow's `impl` block, and what stands beside it.
pub(crate) struct References {
    /// A method that names the steps.
    pub(crate) inside: TokenStream,
    /// Imports of the steps.
    pub(crate) beside: TokenStream,
}

/// The names in triggers, in `#[from(…)]` and in `output = …`, as the user wrote them.
pub(crate) fn references(parsed: &Parsed) -> References {
    let names: Vec<&Ident> = parsed
        .steps
        .iter()
        .flat_map(|step| {
            let events = step.events.iter().map(|(step, _)| step);
            events.chain(step.params.iter().filter_map(|param| param.from.as_ref()))
        })
        .chain(&parsed.options.output)
        .collect();
    if names.is_empty() {
        return References { inside: TokenStream::new(), beside: TokenStream::new() };
    }
    References {
        inside: quote! {
            #[cfg(rust_analyzer)]
            fn __flow_names() {
                #(let _ = Self::#names;)*
            }
        },
        beside: quote! {
            #(#[cfg(rust_analyzer)] use __steps::#names as _;)*
        },
    }
}

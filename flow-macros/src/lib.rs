//! The attribute macros of [flow-core](https://docs.rs/flow-core). Depend on that crate, not on this one.

mod aliases;
mod args;
mod data;
mod expand;
mod lifetimes;
mod mesh;
mod names;
mod region;
mod run;
mod steps;
mod storage;

use proc_macro::TokenStream;

/// Makes a flow of an `impl` block: checks its steps and generates `run`.
///
/// See the documentation of flow-core for the language.
#[proc_macro_attribute]
pub fn flow(attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::flow(attr.into(), item.into()).into()
}

/// Marks a step that runs when the flow starts. Only in an `impl` block with `#[flow]`.
#[proc_macro_attribute]
pub fn start(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("start", "a method", item.into()).into()
}

/// Marks a step that runs when its trigger fires: `#[listen(step)]`, `#[listen(and(a, b))]`, `#[listen(or(a, b))]`.
/// Only in an `impl` block with `#[flow]`.
#[proc_macro_attribute]
pub fn listen(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("listen", "a method", item.into()).into()
}

/// Marks a step whose returned enum decides what runs next. Only in an `impl` block with `#[flow]`.
#[proc_macro_attribute]
pub fn router(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("router", "a method", item.into()).into()
}

/// Marks a step that, once begun, completes even when its race is lost. Only in an `impl` block with `#[flow]`.
#[proc_macro_attribute]
pub fn must_finish(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("must_finish", "a step", item.into()).into()
}

#[cfg(test)]
mod expansions;

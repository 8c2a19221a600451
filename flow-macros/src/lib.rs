//! The attribute macros of [flow-core](https://docs.rs/flow-core). Depend on that crate, not on this one.

/// `quote!`, with locals, labels and lifetimes of their own, which no name of the user's can meet.
macro_rules! code {
    ($($tokens:tt)*) => {
        ::quote::quote_spanned!(::proc_macro2::Span::mixed_site()=> $($tokens)*)
    };
}

mod aliases;
mod args;
mod data;
mod expand;
mod fallback;
mod lifetimes;
mod mesh;
mod names;
mod refined;
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

/// Limits how long a step may take: `#[timeout("30s")]` each attempt, `#[timeout(total = "2m")]` all together. Only in
/// an `impl` block with `#[flow]`.
#[proc_macro_attribute]
pub fn timeout(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("timeout", "a step", item.into()).into()
}

/// Tries a step again when it fails: `#[retry(times = 3, base = "200ms", max = "5s")]`. Only in an `impl` block with
/// `#[flow]`.
#[proc_macro_attribute]
pub fn retry(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("retry", "a step", item.into()).into()
}

/// Runs a step in a task of its own. Only in an `impl` block with `#[flow]`.
#[proc_macro_attribute]
pub fn spawn(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("spawn", "a step", item.into()).into()
}

/// Runs a step, a plain `fn`, on the pool of threads for code that blocks. Only in an `impl` block with `#[flow]`.
#[proc_macro_attribute]
pub fn blocking(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("blocking", "a step", item.into()).into()
}

/// Says which flow a step runs, so that pictures show it inside: `#[subflow(Other)]`. Only in an `impl` block with
/// `#[flow]`.
#[proc_macro_attribute]
pub fn subflow(_attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("subflow", "a step", item.into()).into()
}

#[cfg(test)]
mod expansions;
#[cfg(test)]
mod fuzz;

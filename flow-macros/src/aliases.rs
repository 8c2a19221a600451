//! Return types that are aliases may hide a `Result` or a `()`: the compiler is asked about those.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{PathArguments, Type};

use crate::args::mentions_impl;
use crate::editor::unseen;
use crate::run::Cx;

/// Names of the standard library's that are nobody's alias.
const KNOWN: [&str; 22] = [
    "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128",
    "isize", "f32", "f64", "String", "Vec", "Option", "Box", "Self",
];

/// A function that nobody calls and that compiles only if no return type hides anything.
pub(crate) fn probe(cx: &Cx<'_>) -> TokenStream {
    let mut seen = BTreeSet::new();
    let mut probes = Vec::new();
    for (step, syntax) in cx.parsed.steps.iter().enumerate() {
        let Some(ty @ Type::Path(path)) = &syntax.output else { continue };
        let Some(segment) = path.path.segments.last() else { continue };
        let known = KNOWN.contains(&segment.ident.to_string().as_str());
        // An alias with arguments is asked about too, but not one whose arguments only `run` can name.
        if known
            || mentions_impl(ty)
            || !matches!(segment.arguments, PathArguments::None | PathArguments::AngleBracketed(_))
        {
            continue;
        }
        if !seen.insert(ty.to_token_stream().to_string()) {
            continue;
        }
        let written = cx.without_lifetimes(step, ty);
        let span = ty.span();
        probes
            .push(quote_spanned!(span=> __rt::IsAsWritten::accept(__rt::Probe::<#written>::new().found());));
    }
    if probes.is_empty() {
        return TokenStream::new();
    }
    unseen(&quote! {
        #[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery)]
        fn __flow_outputs() {
            use __rt::Found as _;
            #(#probes)*
        }
    })
}

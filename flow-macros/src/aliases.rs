//! Return types that are aliases may hide a `Result` or a `()`: the compiler is asked about those.

use std::collections::BTreeSet;

use flow_graph::parse::StepSyntax;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{PathArguments, Type};

use crate::args::mentions_impl;
use crate::editor::unseen;
use crate::run::Cx;

/// Names of the standard library's that are nobody's alias, or, as `Result`, hide nothing.
const KNOWN: [&str; 23] = [
    "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128",
    "isize", "f32", "f64", "String", "Vec", "Option", "Box", "Self", "Result",
];

/// Whether what a step hands on may be an alias that hides something, so that the compiler is asked.
pub(crate) fn may_hide(step: &StepSyntax) -> bool {
    let Some(ty @ Type::Path(path)) = &step.output else { return false };
    let Some(segment) = path.path.segments.last() else { return false };
    let known = KNOWN.contains(&segment.ident.to_string().as_str());
    // An alias with arguments is asked about too, but not one whose arguments only `run` can name.
    !known
        && !mentions_impl(ty)
        && matches!(segment.arguments, PathArguments::None | PathArguments::AngleBracketed(_))
}

/// A function that nobody calls and that compiles only if no return type hides anything.
pub(crate) fn probe(cx: &Cx<'_>) -> TokenStream {
    let mut seen = BTreeSet::new();
    let mut probes = Vec::new();
    for (step, syntax) in cx.parsed.steps.iter().enumerate() {
        let Some(ty) = &syntax.output else { continue };
        if !may_hide(syntax) {
            continue;
        }
        if !seen.insert(ty.to_token_stream().to_string()) {
            continue;
        }
        let written = cx.without_lifetimes(step, ty);
        let span = ty.span();
        probes.push(
            quote_spanned!(span=> __rt::IsAsWritten::accept(__rt::Probe::<#written>::new().__flow_found());),
        );
    }
    if probes.is_empty() {
        return TokenStream::new();
    }
    unseen(&quote! {
        fn __flow_outputs() {
            use __rt::Found as _;
            #(#probes)*
        }
    })
}

//! Paths of flow-core's traits that are there for their messages. Steps are types in them, from the module `__steps`, and
//! each path lies where its message is to stand: what is underlined has the user's context, so that no macro is blamed.

use flow_graph::model::StepId;
use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream};
use quote::ToTokens;

use crate::run::Cx;

/// The first and the last token of what is underlined.
pub(crate) type Place = (Span, Span);

/// Where tokens of the user's stand.
pub(crate) fn place(tokens: &impl ToTokens) -> Place {
    let tokens = tokens.to_token_stream();
    let first = tokens.clone().into_iter().next().map_or_else(Span::call_site, |token| match token {
        proc_macro2::TokenTree::Group(group) => group.span_open(),
        token => token.span(),
    });
    let last = tokens.into_iter().last().map_or_else(Span::call_site, |token| match token {
        proc_macro2::TokenTree::Group(group) => group.span_close(),
        token => token.span(),
    });
    (first, last)
}

/// `__rt::Trait::<__steps::one, __steps::other, rest>::function`, for a call with an argument: what is called is underlined
/// beside the argument that is at fault.
pub(crate) fn path(
    cx: &Cx<'_>,
    (of, function): (&str, &str),
    steps: &[StepId],
    rest: &[TokenStream],
    (first, last): Place,
) -> TokenStream {
    let (__rt, of) = (Ident::new("__rt", first), ours(of));
    let mut function = ours(function);
    function.set_span(last);
    let steps = steps.iter().map(|&step| {
        let step = cx.names.marker(step);
        code!(__steps::#step)
    });
    let arguments = steps.chain(rest.iter().cloned());
    code!(#__rt::#of::<#(#arguments),*>::#function)
}

/// The same where no argument is at fault: rustc then takes what stands first in the brackets for the missing `Self`.
pub(crate) fn function(
    cx: &Cx<'_>,
    (of, function): (&str, &str),
    steps: &[StepId],
    (first, last): Place,
) -> TokenStream {
    let (of, function) = (ours(of), ours(function));
    let steps = steps.iter().enumerate().map(|(index, &step)| {
        let (mut __steps, mut step) = (ours("__steps"), cx.names.marker(step));
        if index == 0 {
            __steps.set_span(first);
            step.set_span(last);
        }
        code!(#__steps::#step)
    });
    code!(__rt::#of::<#(#steps),*>::#function)
}

/// A name of an item of ours.
fn ours(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// A local as an argument that is underlined, lent if need be.
pub(crate) fn argument(lend: bool, local: &Ident, (first, last): Place) -> TokenStream {
    let mut local = local.clone();
    local.set_span(last.resolved_at(local.span()));
    let and = lend.then(|| {
        let mut and = Punct::new('&', Spacing::Alone);
        and.set_span(first);
        and
    });
    code!(#and #local)
}

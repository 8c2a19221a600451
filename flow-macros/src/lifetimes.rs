//! Lifetimes of steps' signatures in the signature of `run`.

use std::collections::BTreeSet;

use flow_graph::model::StepId;
use flow_graph::parse::StepSyntax;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Generics, Lifetime, Type};

use crate::run::Cx;

/// The lifetimes that a step declares itself.
pub(crate) fn own(step: &StepSyntax) -> BTreeSet<String> {
    step.sig.generics.lifetimes().map(|it| it.lifetime.ident.to_string()).collect()
}

/// Replaces the lifetimes of those names by `'_`.
pub(crate) fn elide(tokens: TokenStream, names: &BTreeSet<String>) -> TokenStream {
    let mut after_quote = false;
    let elided = |token: TokenTree| match token {
        TokenTree::Ident(ident) if std::mem::take(&mut after_quote) && names.contains(&ident.to_string()) => {
            Ident::new("_", ident.span()).into()
        }
        TokenTree::Group(group) => grouped(&group, elide(group.stream(), names)),
        token => {
            after_quote = is_quote(&token);
            token
        }
    };
    tokens.into_iter().map(elided).collect()
}

/// The lifetime of everything that is lent to one run.
pub(crate) fn flow() -> Lifetime {
    Lifetime::new("'__flow", Span::mixed_site())
}

/// `<'__flow>`
pub(crate) fn generics() -> Generics {
    let flow = flow();
    syn::parse_quote!(<#flow>)
}

/// Whether a sink's type has a lifetime that `run` does not declare and that need not be the state's.
pub(crate) fn is_open(cx: &Cx<'_>, step: StepId, run: &Generics) -> bool {
    let syntax = &cx.parsed.steps[step];
    let Some(ty) = syntax.output.as_ref().filter(|_| cx.bindings.borrows[step]) else { return false };
    let known: BTreeSet<String> = run.lifetimes().map(|it| it.lifetime.ident.to_string()).collect();
    let own: BTreeSet<String> = own(syntax).difference(&known).cloned().collect();
    common(ty.to_token_stream(), &own).to_string() != ty.to_token_stream().to_string()
}

/// A sink's type in which everything that is lent lives as long as the run.
pub(crate) fn common_output(cx: &Cx<'_>, step: StepId) -> TokenStream {
    let syntax = &cx.parsed.steps[step];
    match &syntax.output {
        Some(ty) => common(ty.to_token_stream(), &own(syntax)),
        None => code!(()),
    }
}

/// Gives references without a lifetime, `'_` and the lifetimes of those names the lifetime of the run. What a function
/// type leaves out is its own: `fn(&str) -> &str` stays as it is.
pub(crate) fn common(tokens: TokenStream, names: &BTreeSet<String>) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => out.extend([grouped(&group, common(group.stream(), names))]),
            TokenTree::Ident(ident) if FUNCTIONS.iter().any(|name| ident == name) => {
                out.extend([TokenTree::from(ident)]);
                let arguments = tokens.next_if(|next| matches!(next, TokenTree::Group(_)));
                let returns = arguments.is_some() && is_arrow(tokens.peek());
                out.extend(arguments);
                // What it returns reaches to the end of the list or the bounds that it stands in.
                let mut depth = 0_usize;
                while let Some(next) = tokens.next_if(|next| returns && !ends_type(next, depth)) {
                    depth = match &next {
                        TokenTree::Punct(punct) if punct.as_char() == '<' => depth + 1,
                        TokenTree::Punct(punct) if punct.as_char() == '>' => depth.saturating_sub(1),
                        _ => depth,
                    };
                    let arrow = matches!(&next, TokenTree::Punct(punct) if punct.as_char() == '-');
                    out.extend([next]);
                    if arrow {
                        // The second half of `->` closes nothing.
                        out.extend(tokens.next());
                    }
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                out.extend([TokenTree::from(punct)]);
                if !tokens.peek().is_some_and(is_quote) {
                    flow().to_tokens(&mut out);
                }
            }
            token if is_quote(&token) => match tokens.next() {
                Some(TokenTree::Ident(name)) if name == "_" || names.contains(&name.to_string()) => {
                    flow().to_tokens(&mut out);
                }
                name => out.extend([token].into_iter().chain(name)),
            },
            token => out.extend([token]),
        }
    }
    out
}

/// What function types and their traits are called.
const FUNCTIONS: [&str; 7] = ["fn", "Fn", "FnMut", "FnOnce", "AsyncFn", "AsyncFnMut", "AsyncFnOnce"];

fn is_arrow(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == '-')
}

/// Whether a type that is returned ends before this token.
fn ends_type(token: &TokenTree, depth: usize) -> bool {
    matches!(token, TokenTree::Punct(punct) if depth == 0 && matches!(punct.as_char(), ',' | '+' | '>' | ';' | '='))
}

/// Adds a type parameter to what `impl Trait + use<…>` says it captures: every one in scope has to be there.
pub(crate) fn captures(tokens: TokenStream, param: &Ident) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => out.extend([grouped(&group, captures(group.stream(), param))]),
            TokenTree::Ident(ident) if ident == "use" => {
                let list: Vec<TokenTree> = tokens
                    .by_ref()
                    .take_while(|it| !matches!(it, TokenTree::Punct(punct) if punct.as_char() == '>'))
                    .skip(1)
                    .collect();
                let comma = (!list.is_empty()).then(|| code!(,));
                out.extend(code!(#ident<#(#list)* #comma #param>));
            }
            token => out.extend([token]),
        }
    }
    out
}

/// Replaces `Self` by the flow's type, for a place where `Self` is another.
pub(crate) fn with_self(tokens: TokenStream, self_ty: &Type) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => out.extend([grouped(&group, with_self(group.stream(), self_ty))]),
            TokenTree::Ident(ident) if ident == "Self" => {
                let in_path =
                    matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
                out.extend(if in_path { code!(<#self_ty>) } else { self_ty.to_token_stream() });
            }
            token => out.extend([token]),
        }
    }
    out
}

fn is_quote(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '\'')
}

fn grouped(group: &Group, stream: TokenStream) -> TokenTree {
    let mut replaced = Group::new(group.delimiter(), stream);
    replaced.set_span(group.span());
    replaced.into()
}

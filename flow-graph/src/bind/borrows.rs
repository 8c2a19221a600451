//! Whether a step's value may borrow from what the step was given, told from its signature.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{ReturnType, Type};

use crate::parse::StepSyntax;

/// Whether the value that the step returns may borrow from a parameter, by the rules of lifetime elision.
pub(super) fn from_params(step: &StepSyntax) -> bool {
    !lending_params(step).is_empty()
}

/// The parameters from which the value that the step returns may borrow, by the rules of lifetime elision.
pub(super) fn lending_params(step: &StepSyntax) -> Vec<usize> {
    let ReturnType::Type(_, output) = &step.sig.output else { return Vec::new() };
    let mut named = BTreeSet::new();
    let mut elided = false;
    lifetimes(output, &mut named, &mut elided);
    // Without a receiver an elided lifetime comes from the one parameter that has one.
    if elided && step.receiver.is_none() {
        return (0..step.params.len()).collect();
    }
    let own = |name: &String| step.sig.generics.lifetimes().any(|it| it.lifetime.ident == *name);
    let lends = |param: &usize| {
        let mut given = BTreeSet::new();
        lifetimes(&step.params[*param].ty, &mut given, &mut false);
        named.iter().any(|name| given.contains(name) && own(name))
    };
    (0..step.params.len()).filter(lends).collect()
}

/// Whether the value that the step returns borrows from the flow's state, by the rules of lifetime elision.
pub(super) fn from_state(step: &StepSyntax) -> bool {
    let (Some(output), Some(receiver)) = (&step.output, &step.receiver) else { return false };
    let mut named = BTreeSet::new();
    let mut elided = false;
    lifetimes(output, &mut named, &mut elided);
    // `&'a self` lends for `'a`.
    let receiver = receiver.tokens.to_string();
    elided || named.iter().any(|name| receiver.contains(&format!("'{name} ")))
}

/// Collects the lifetimes in a type, and whether some are left out or written `'_`.
fn lifetimes(ty: &Type, named: &mut BTreeSet<String>, elided: &mut bool) {
    in_tokens(ty.to_token_stream(), named, elided);
}

/// The same for a type's tokens, which also say what a macro in it mentions. Syntax trees can be walked with syn's feature
/// `visit`, but every user would compile it for this.
fn in_tokens(tokens: TokenStream, named: &mut BTreeSet<String>, elided: &mut bool) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => in_tokens(group.stream(), named, elided),
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                *elided |= !matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '\'');
            }
            TokenTree::Punct(punct) if punct.as_char() == '\'' => match tokens.next() {
                Some(TokenTree::Ident(name)) if name == "_" => *elided = true,
                Some(TokenTree::Ident(name)) => drop(named.insert(name.to_string())),
                _ => {}
            },
            TokenTree::Punct(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
    }
}

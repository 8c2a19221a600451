//! Whether a step's value may borrow from what the step was given, told from its signature.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{Lifetime, ReturnType, Type};

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
    struct Visitor<'a> {
        named: &'a mut BTreeSet<String>,
        elided: &'a mut bool,
    }
    impl<'ast> syn::visit::Visit<'ast> for Visitor<'_> {
        fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
            *self.elided |= reference.lifetime.is_none();
            syn::visit::visit_type_reference(self, reference);
        }
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            if lifetime.ident == "_" {
                *self.elided = true;
            } else {
                self.named.insert(lifetime.ident.to_string());
            }
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            // A macro in a type could be anything; its tokens say whether it mentions a lifetime.
            *self.elided |= mac.tokens.to_token_stream().to_string().contains('&');
        }
    }
    syn::visit::Visit::visit_type(&mut Visitor { named, elided }, ty);
}

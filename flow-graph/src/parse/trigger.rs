//! Triggers: `step`, `step::Variant`, `and(...)`, `or(...)`, read from tokens and resolved to steps.

use std::borrow::Cow;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, Token, braced, parenthesized, token};

use super::errors::Errors;
use super::signature::ParamSyntax;
use super::{suggest, text};
use crate::model::{Event, Route, StepId, Text, Trigger};

/// A trigger as written.
pub(super) enum TriggerSyntax {
    Event { step: Ident, variant: Option<Ident>, braces: Option<token::Brace> },
    Gate { word: Ident, parens: token::Paren, members: Punctuated<TriggerSyntax, Token![,]> },
}

impl Parse for TriggerSyntax {
    fn parse(input: ParseStream<'_>) -> syn::Result<TriggerSyntax> {
        let step = Ident::parse_any(input)?;
        if input.peek(token::Paren) {
            return parse_gate(step, input);
        }
        if step == "self" || step == "Self" || step == "super" || step == "crate" {
            return Err(syn::Error::new(
                step.span(),
                "a trigger names a step by its method's name alone\n\nhelp: write `step` or `step::Variant`",
            ));
        }
        let mut variant = None;
        if input.parse::<Option<Token![::]>>()?.is_some() {
            variant = Some(Ident::parse_any(input)?);
            if let (Some(path), true) = (&variant, input.peek(Token![::])) {
                return Err(syn::Error::new(
                    path.span(),
                    "a trigger names a step and at most one variant of what it returns\n\nhelp: write `step::Variant`, without the name of the enum",
                ));
            }
        }
        let braces = if variant.is_some() && input.peek(token::Brace) {
            let inside;
            let braces = braced!(inside in input);
            if !inside.is_empty() {
                return Err(inside.error(
                    "nothing stands between these braces: `step::Variant {}` is the event without its value",
                ));
            }
            Some(braces)
        } else {
            None
        };
        Ok(TriggerSyntax::Event { step, variant, braces })
    }
}

fn parse_gate(word: Ident, input: ParseStream<'_>) -> syn::Result<TriggerSyntax> {
    let inside;
    let parens = parenthesized!(inside in input);
    if word != "and" && word != "or" {
        let help = match suggest::similar(&word.to_string(), ["and", "or", "ends"]) {
            Some(known) => format!("did you mean `{known}(…)`?"),
            None if word == "and_" || word == "all" => "did you mean `and(…)`?".to_string(),
            None if word == "or_" || word == "any" => "did you mean `or(…)`?".to_string(),
            None => "a trigger is `step`, `step::Variant`, `and(…)` or `or(…)`".to_string(),
        };
        return Err(syn::Error::new(word.span(), format!("`{word}(…)` is not a trigger\n\nhelp: {help}")));
    }
    let members = Punctuated::parse_terminated(&inside)?;
    Ok(TriggerSyntax::Gate { word, parens, members })
}

impl ToTokens for TriggerSyntax {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            TriggerSyntax::Event { step, variant, braces } => {
                step.to_tokens(tokens);
                if let Some(variant) = variant {
                    let colons = Token![::](step.span());
                    tokens.extend(quote!(#colons #variant));
                }
                if let Some(braces) = braces {
                    braces.surround(tokens, |_| ());
                }
            }
            TriggerSyntax::Gate { word, parens, members } => {
                word.to_tokens(tokens);
                parens.surround(tokens, |tokens| members.to_tokens(tokens));
            }
        }
    }
}

/// The tokens of every node, in pre-order.
pub(super) fn nodes(trigger: &TriggerSyntax) -> Vec<TokenStream> {
    let mut nodes = vec![trigger.to_token_stream()];
    if let TriggerSyntax::Gate { members, .. } = trigger {
        nodes.extend(members.iter().flat_map(self::nodes));
    }
    nodes
}

/// The names in every event, in the order written.
pub(super) fn event_idents(trigger: &TriggerSyntax) -> Vec<(Ident, Option<Ident>)> {
    match trigger {
        TriggerSyntax::Event { step, variant, .. } => vec![(step.clone(), variant.clone())],
        TriggerSyntax::Gate { members, .. } => members.iter().flat_map(event_idents).collect(),
    }
}

/// What triggers have to know about a step.
pub(super) struct Known {
    pub(super) name: String,
    /// Whether it returns a `Result`.
    pub(super) fallible: bool,
    /// The type it hands on, where that has no variants for certain.
    pub(super) no_enum: Option<Text>,
}

/// Resolves names to steps.
pub(super) struct Resolver<'a> {
    flow: &'a str,
    steps: &'a [Known],
    errors: &'a mut Errors,
    /// Whether some name was unknown.
    pub(super) failed: bool,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(flow: &'a str, steps: &'a [Known], errors: &'a mut Errors) -> Resolver<'a> {
        Resolver { flow, steps, errors, failed: false }
    }

    /// The trigger in terms of steps, without the members that name none.
    pub(super) fn resolve(&mut self, trigger: &TriggerSyntax) -> Option<Trigger> {
        match trigger {
            TriggerSyntax::Event { step, variant, braces } => {
                let id = self.step(step)?;
                let route = match variant.as_ref().map(text::name) {
                    None => Route::Success,
                    Some(variant) if self.steps[id].fallible && variant == "Ok" => Route::Success,
                    Some(variant) if self.steps[id].fallible && variant == "Err" => Route::Error,
                    Some(variant) => {
                        self.reject_variant(id, &variant, trigger);
                        Route::Variant(Text::Owned(variant))
                    }
                };
                Some(Trigger::Event(Event { step: id, route, bare: braces.is_some() }))
            }
            TriggerSyntax::Gate { word, members, .. } => {
                let members: Vec<Trigger> =
                    members.iter().filter_map(|member| self.resolve(member)).collect();
                let members = Cow::Owned(members);
                Some(if word == "and" { Trigger::And(members) } else { Trigger::Or(members) })
            }
        }
    }

    /// A variant of something that is no enum.
    fn reject_variant(&mut self, step: StepId, variant: &str, trigger: &TriggerSyntax) {
        let step = &self.steps[step];
        let Some(ty) = &step.no_enum else { return };
        let name = &step.name;
        let message = match variant {
            "Ok" | "Err" => format!("`{name}` returns no `Result`, so there is no `{name}::{variant}`"),
            _ => format!("`{name}` hands on `{ty}`, which is no enum, so there is no `{name}::{variant}`"),
        };
        let help = match variant {
            "Err" => format!("return a `Result<{ty}, …>`"),
            _ => format!("wait for `{name}` itself, or return an enum"),
        };
        self.errors.push(trigger, message, Some(&help));
        self.failed = true;
    }

    /// The step that `#[from(step)]` on a parameter names.
    pub(super) fn from(&mut self, param: &ParamSyntax) -> Option<StepId> {
        self.step(param.from.as_ref()?)
    }

    /// The step of that name.
    pub(super) fn step(&mut self, ident: &Ident) -> Option<StepId> {
        let name = text::name(ident);
        let found = self.steps.iter().position(|known| known.name == name);
        if found.is_none() {
            self.failed = true;
            let known: Vec<&str> = self.steps.iter().map(|known| known.name.as_str()).collect();
            let help = suggest::help("step", &name, &known);
            self.errors.push(
                ident,
                format_args!("no step named `{name}` in flow `{}`", self.flow),
                Some(&help),
            );
        }
        found
    }
}

/// Where an attribute without arguments would have had its trigger.
pub(super) fn missing(span: Span, attribute: &str) -> syn::Error {
    syn::Error::new(
        span,
        format!(
            "`#[{attribute}]` needs a trigger\n\nhelp: write `#[{attribute}(step)]`, `#[{attribute}(or(a, b))]` or `#[{attribute}(and(a, b))]`"
        ),
    )
}

//! Triggers: `step`, `step::Variant`, `and(...)`, `or(...)`, read from tokens and resolved to steps.

use std::borrow::Cow;
use std::collections::BTreeMap;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitInt, LitStr, Path, Token, braced, parenthesized, token};

use super::errors::Errors;
use super::signature::ParamSyntax;
use super::{literals, suggest, text};
use crate::model::{Event, Route, StepId, Text, Trigger};

const FORMS: &str = "a trigger is `step`, `step::Variant`, `and(…)`, `or(…)`, `quorum(k, …)` or `each(step)`";

/// A trigger as written.
pub(super) enum TriggerSyntax {
    Event {
        step: Ident,
        variant: Option<Ident>,
        braces: Option<token::Brace>,
    },
    Gate {
        word: Ident,
        parens: token::Paren,
        members: Punctuated<TriggerSyntax, Token![,]>,
    },
    /// `quorum(2, a, b, c)`
    Quorum {
        word: Ident,
        parens: token::Paren,
        needed: LitInt,
        comma: Token![,],
        members: Punctuated<TriggerSyntax, Token![,]>,
    },
    /// `each(a)`, only as the whole of a trigger.
    Each {
        word: Ident,
        parens: token::Paren,
        event: Box<TriggerSyntax>,
    },
}

impl Parse for TriggerSyntax {
    fn parse(input: ParseStream<'_>) -> syn::Result<TriggerSyntax> {
        let step = Ident::parse_any(input).map_err(|error| not_a_name(input, error))?;
        if input.peek(token::Paren) {
            return parse_gate(step, input);
        }
        if ["self", "Self", "super", "crate", "_"].iter().any(|word| step == word) {
            return Err(syn::Error::new(
                step.span(),
                "a trigger names a step by its method's name alone\n\nhelp: write `step` or `step::Variant`",
            ));
        }
        let step = if is_plain(&step) { step } else { Ident::new_raw(&step.to_string(), step.span()) };
        let mut variant = None;
        if let Some(colons) = input.parse::<Option<Token![::]>>()? {
            if input.is_empty() {
                let message = format!("no variant is named after `{step}::`");
                let help = format!("write `{step}::Variant`, or wait for `{step}` itself");
                return Err(syn::Error::new_spanned(colons, format!("{message}\n\nhelp: {help}")));
            }
            variant = Some(parse_variant(input)?);
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

/// Something where a step's name should be.
fn not_a_name(input: ParseStream<'_>, error: syn::Error) -> syn::Error {
    if input.is_empty() {
        return error;
    }
    let help = match input.fork().parse::<LitStr>().map(|it| it.value()) {
        Ok(text) if syn::parse_str::<Path>(&text).is_ok() => format!("write `{text}`, without the quotes"),
        _ => FORMS.to_owned(),
    };
    let message = format!("a trigger names a step by its method's name\n\nhelp: {help}");
    syn::Error::new(literals::next(input), message)
}

/// Whether a name is no keyword, or has its `r#`.
fn is_plain(ident: &Ident) -> bool {
    syn::parse2::<Ident>(ident.to_token_stream()).is_ok()
}

/// A variant's name. It becomes part of a pattern, so a keyword needs its `r#`.
pub(super) fn parse_variant(input: ParseStream<'_>) -> syn::Result<Ident> {
    let here = literals::next(input);
    let ident = Ident::parse_any(input)
        .map_err(|_| syn::Error::new(here, "expected the name of a variant of what the step returns"))?;
    if is_plain(&ident) {
        return Ok(ident);
    }
    let help = match ident.to_string().as_str() {
        "self" | "Self" | "super" | "crate" | "_" => "name a variant of what the step returns".to_string(),
        keyword => format!("a variant of that name is written `r#{keyword}`"),
    };
    Err(syn::Error::new(ident.span(), format!("`{ident}` is a keyword, not a variant\n\nhelp: {help}")))
}

fn parse_gate(word: Ident, input: ParseStream<'_>) -> syn::Result<TriggerSyntax> {
    let inside;
    let parens = parenthesized!(inside in input);
    if word == "quorum" {
        return parse_quorum(word, parens, &inside);
    }
    if word == "each" {
        return parse_each(word, parens, &inside);
    }
    if word != "and" && word != "or" {
        let help = match suggest::similar(&word.to_string(), ["and", "or", "quorum", "each", "ends"]) {
            Some(known) => format!("did you mean `{known}(…)`?"),
            None if word == "and_" || word == "all" => "did you mean `and(…)`?".to_string(),
            None if word == "or_" || word == "any" => "did you mean `or(…)`?".to_string(),
            None => FORMS.to_owned(),
        };
        return Err(syn::Error::new(word.span(), format!("`{word}(…)` is not a trigger\n\nhelp: {help}")));
    }
    let members = members(&inside)?;
    Ok(TriggerSyntax::Gate { word, parens, members })
}

/// What stands in `and(…)`, `or(…)` and `quorum(…)`.
fn members(inside: ParseStream<'_>) -> syn::Result<Punctuated<TriggerSyntax, Token![,]>> {
    let members: Punctuated<TriggerSyntax, Token![,]> = Punctuated::parse_terminated(inside)?;
    for member in &members {
        if let TriggerSyntax::Each { word, .. } = member {
            return Err(syn::Error::new(
                word.span(),
                "`each(…)` stands alone: it says how often the step runs, not what it waits for\n\nhelp: gather the items in a step of their own, and listen to `each` of that",
            ));
        }
    }
    Ok(members)
}

fn parse_quorum(word: Ident, parens: token::Paren, inside: ParseStream<'_>) -> syn::Result<TriggerSyntax> {
    const HELP: &str = "help: write `quorum(2, a, b, c)` to wait for the first two of three";
    let needed: LitInt = inside.parse().map_err(|error| {
        let span = if inside.is_empty() { word.span() } else { error.span() };
        syn::Error::new(span, format!("`quorum(…)` begins with how many of its members are enough\n\n{HELP}"))
    })?;
    if needed.base10_parse::<u32>().is_err() {
        return Err(syn::Error::new(
            needed.span(),
            format!("how many members are enough is a whole number\n\n{HELP}"),
        ));
    }
    if inside.is_empty() {
        return Err(syn::Error::new(word.span(), format!("this `quorum` has no members\n\n{HELP}")));
    }
    let comma = inside.parse()?;
    let members = members(inside)?;
    Ok(TriggerSyntax::Quorum { word, parens, needed, comma, members })
}

fn parse_each(word: Ident, parens: token::Paren, inside: ParseStream<'_>) -> syn::Result<TriggerSyntax> {
    const HELP: &str = "help: write `each(step)` or `each(step::Variant)`";
    if inside.is_empty() {
        return Err(syn::Error::new(
            word.span(),
            format!("`each()` names no step whose items there are to run for\n\n{HELP}"),
        ));
    }
    let event: TriggerSyntax = inside.parse()?;
    let wrong = match &event {
        TriggerSyntax::Event { braces, .. } => {
            braces.as_ref().map(|_| "an event without its value has no items".to_string())
        }
        TriggerSyntax::Gate { word, .. }
        | TriggerSyntax::Quorum { word, .. }
        | TriggerSyntax::Each { word, .. } => {
            Some(format!("`each(…)` runs for the items of what one step hands on, not for `{word}(…)`"))
        }
    };
    if let Some(message) = wrong {
        return Err(syn::Error::new_spanned(&event, format!("{message}\n\n{HELP}")));
    }
    inside.parse::<Option<Token![,]>>()?;
    if !inside.is_empty() {
        return Err(syn::Error::new(
            inside.span(),
            "`each(…)` names one step\n\nhelp: options stand beside it: `#[listen(each(step), limit = 8)]`",
        ));
    }
    Ok(TriggerSyntax::Each { word, parens, event: Box::new(event) })
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
            TriggerSyntax::Quorum { word, parens, needed, comma, members } => {
                word.to_tokens(tokens);
                parens.surround(tokens, |tokens| {
                    needed.to_tokens(tokens);
                    comma.to_tokens(tokens);
                    members.to_tokens(tokens);
                });
            }
            TriggerSyntax::Each { word, parens, event } => {
                word.to_tokens(tokens);
                parens.surround(tokens, |tokens| event.to_tokens(tokens));
            }
        }
    }
}

/// The tokens of every node, in pre-order.
pub(super) fn nodes(trigger: &TriggerSyntax) -> Vec<TokenStream> {
    let mut nodes = vec![trigger.to_token_stream()];
    if let TriggerSyntax::Gate { members, .. } | TriggerSyntax::Quorum { members, .. } = trigger {
        nodes.extend(members.iter().flat_map(self::nodes));
    }
    nodes
}

/// The names in every event, in the order written.
pub(super) fn event_idents(trigger: &TriggerSyntax) -> Vec<(Ident, Option<Ident>)> {
    match trigger {
        TriggerSyntax::Event { step, variant, .. } => vec![(step.clone(), variant.clone())],
        TriggerSyntax::Gate { members, .. } | TriggerSyntax::Quorum { members, .. } => {
            members.iter().flat_map(event_idents).collect()
        }
        TriggerSyntax::Each { event, .. } => event_idents(event),
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

/// What is known about all steps, by place and by name. Of two of one name, the first-written has it.
pub(super) struct KnownSteps {
    steps: Vec<Known>,
    places: BTreeMap<String, StepId>,
}

impl FromIterator<Known> for KnownSteps {
    fn from_iter<I: IntoIterator<Item = Known>>(known: I) -> KnownSteps {
        let steps: Vec<Known> = known.into_iter().collect();
        let mut places = BTreeMap::new();
        for (place, step) in steps.iter().enumerate() {
            places.entry(step.name.clone()).or_insert(place);
        }
        KnownSteps { steps, places }
    }
}

/// Resolves names to steps.
pub(super) struct Resolver<'a> {
    flow: &'a str,
    known: &'a KnownSteps,
    /// Whether there is something that may become a step of any name.
    nameless: bool,
    errors: &'a mut Errors,
    /// Whether some name was unknown.
    pub(super) failed: bool,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(
        flow: &'a str,
        known: &'a KnownSteps,
        nameless: bool,
        errors: &'a mut Errors,
    ) -> Resolver<'a> {
        Resolver { flow, known, nameless, errors, failed: false }
    }

    /// The trigger in terms of steps, without the members that name none.
    pub(super) fn resolve(&mut self, trigger: &TriggerSyntax) -> Option<Trigger> {
        match trigger {
            TriggerSyntax::Event { step, variant, braces } => {
                let id = self.step(step)?;
                let route = match variant.as_ref().map(text::name) {
                    None => Route::Success,
                    Some(variant) if self.known.steps[id].fallible && variant == "Ok" => Route::Success,
                    Some(variant) if self.known.steps[id].fallible && variant == "Err" => Route::Error,
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
            TriggerSyntax::Quorum { needed, members, .. } => {
                let members: Vec<Trigger> =
                    members.iter().filter_map(|member| self.resolve(member)).collect();
                let needed = needed.base10_parse().unwrap_or(u32::MAX);
                Some(Trigger::Quorum { needed, members: Cow::Owned(members) })
            }
            TriggerSyntax::Each { event, .. } => self.resolve(event),
        }
    }

    /// A variant of something that is no enum.
    fn reject_variant(&mut self, step: StepId, variant: &str, trigger: &TriggerSyntax) {
        let step = &self.known.steps[step];
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
        let found = self.known.places.get(&name).copied();
        self.failed |= found.is_none();
        if found.is_none() && !self.nameless {
            let known: Vec<&str> = self.known.steps.iter().map(|known| known.name.as_str()).collect();
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

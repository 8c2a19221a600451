//! The attributes that make a method a step, taken off the method.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Ident, ImplItemFn, LitInt, Meta, Token, parenthesized, token};

use super::errors::Errors;
use super::trigger::{self, TriggerSyntax};
use super::{suggest, text};
use crate::model::StepKind;

/// What a step's attributes say.
pub(super) struct StepAttributes {
    pub(super) kind: StepKind,
    pub(super) trigger: Option<TriggerSyntax>,
    pub(super) must_finish: bool,
    pub(super) ends: Vec<Ident>,
    pub(super) ends_rest: bool,
    pub(super) max_iterations: Option<u32>,
}

impl StepAttributes {
    fn new(kind: StepKind) -> StepAttributes {
        StepAttributes {
            kind,
            trigger: None,
            must_finish: false,
            ends: Vec::new(),
            ends_rest: false,
            max_iterations: None,
        }
    }

    /// Whether the step waits for nothing.
    pub(super) fn is_start(&self) -> bool {
        self.trigger.is_none() && self.kind != StepKind::Listen
    }
}

/// The attributes of the flow, by name. Others are left in place.
const STEP_ATTRIBUTES: [&str; 3] = ["start", "listen", "router"];

/// The name of an attribute of the flow, written alone or as `flow_core::name`.
fn flow_attribute(attr: &Attribute) -> Option<String> {
    let segments = &attr.path().segments;
    let name = text::name(&segments.last()?.ident);
    let ours = STEP_ATTRIBUTES.contains(&name.as_str()) || name == "must_finish" || name == "from";
    let alone = segments.len() == 1;
    let crated =
        segments.len() == 2 && matches!(text::name(&segments[0].ident).as_str(), "flow_core" | "flow");
    (ours && (alone || crated)).then_some(name)
}

/// Takes the flow's attributes off a method. `None` if it is no step.
pub(super) fn take(method: &mut ImplItemFn, errors: &mut Errors) -> Option<StepAttributes> {
    let mut ours = Vec::new();
    let mut rest = Vec::new();
    for attr in std::mem::take(&mut method.attrs) {
        match flow_attribute(&attr) {
            Some(name) => ours.push((name, attr)),
            None => rest.push(attr),
        }
    }
    method.attrs = rest;

    let mut kinds = ours.iter().filter(|(name, _)| STEP_ATTRIBUTES.contains(&name.as_str()));
    let Some((name, attr)) = kinds.next() else {
        for (name, attr) in &ours {
            errors.push(
                attr,
                format_args!("`#[{name}]` has no effect here: this method is not a step"),
                Some("add `#[start]`, `#[listen(…)]` or `#[router(…)]`, or remove it"),
            );
        }
        return None;
    };
    for (second, attr) in kinds {
        errors.push(
            attr,
            format_args!(
                "a step has one of `#[start]`, `#[listen]` and `#[router]`; this one has `#[{name}]` already"
            ),
            Some(if name == second {
                "wait for several things with `and(…)` or `or(…)`"
            } else {
                "remove one of them"
            }),
        );
    }
    let mut step = step_attribute(name, attr, errors);
    for (name, attr) in ours.iter().filter(|(name, _)| !STEP_ATTRIBUTES.contains(&name.as_str())) {
        if name == "must_finish" {
            no_arguments(name, attr, errors);
            step.must_finish = true;
        } else {
            errors.push(attr, "`#[from(step)]` stands on a parameter, not on a method", None);
        }
    }
    reject_cfg(method, errors);
    Some(step)
}

/// `#[cfg]` would remove the method without the macro knowing.
fn reject_cfg(method: &ImplItemFn, errors: &mut Errors) {
    for attr in &method.attrs {
        if attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr") {
            errors.push(
                attr,
                format_args!(
                    "a step cannot have `#[{}]`: the flow is built without knowing whether it is on",
                    attr.path().segments[0].ident
                ),
                Some("put it on the whole `impl` block, or inside the method's body"),
            );
        }
    }
}

fn no_arguments(name: &str, attr: &Attribute, errors: &mut Errors) {
    if !matches!(attr.meta, Meta::Path(_)) {
        let help = match name {
            "start" => "to wait for a step, use `#[listen(step)]`",
            _ => "remove what stands in the brackets",
        };
        errors.push(attr, format_args!("`#[{name}]` takes no arguments"), Some(help));
    }
}

fn step_attribute(name: &str, attr: &Attribute, errors: &mut Errors) -> StepAttributes {
    let kind = match name {
        "start" => {
            no_arguments(name, attr, errors);
            return StepAttributes::new(StepKind::Start);
        }
        "listen" => StepKind::Listen,
        _ => StepKind::Router,
    };
    let mut step = StepAttributes::new(kind);
    let arguments = match &attr.meta {
        Meta::Path(_) => Ok(Arguments::default()),
        Meta::List(list) => list.parse_args::<Arguments>(),
        Meta::NameValue(meta) => {
            Err(syn::Error::new_spanned(meta, format!("write `#[{name}(step)]`, not `#[{name} = …]`")))
        }
    };
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(error) => {
            errors.add(error);
            return step;
        }
    };
    if arguments.trigger.is_none() && kind == StepKind::Listen {
        errors.add(trigger::missing(attr.meta.span(), name));
    }
    step.trigger = arguments.trigger;
    for option in arguments.options {
        step.apply(option, name, errors);
    }
    step
}

impl StepAttributes {
    fn apply(&mut self, option: StepOption, attribute: &str, errors: &mut Errors) {
        if self.kind != StepKind::Router {
            let (StepOption::Ends { word, .. } | StepOption::MaxIterations { word, .. }) = &option;
            let message = format!("`{word}` is an option of `#[router]`, not of `#[{attribute}]`");
            errors.push(word, message, Some("make the step a `#[router(…)]`, or remove the option"));
            return;
        }
        match option {
            StepOption::Ends { rest, variants, .. } => {
                self.ends.extend(variants);
                self.ends_rest |= rest;
            }
            StepOption::MaxIterations { value, .. } => match value.base10_parse::<u32>() {
                Ok(number) if number > 0 => self.max_iterations = Some(number),
                _ => errors.push(&value, "`max_iterations` is a whole number from 1 to 4294967295", None),
            },
        }
    }
}

/// What stands in the brackets of `#[listen(...)]` and `#[router(...)]`.
#[derive(Default)]
struct Arguments {
    trigger: Option<TriggerSyntax>,
    options: Vec<StepOption>,
}

enum StepOption {
    Ends { word: Ident, variants: Vec<Ident>, rest: bool },
    MaxIterations { word: Ident, value: LitInt },
}

/// The names of the options, for "did you mean".
const OPTIONS: [&str; 2] = ["ends", "max_iterations"];

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Arguments> {
        let mut arguments = Arguments::default();
        let mut first = true;
        while !input.is_empty() {
            let is_option = {
                let fork = input.fork();
                let word = Ident::parse_any(&fork)?;
                fork.peek(Token![=]) || (fork.peek(token::Paren) && word == "ends")
            };
            if is_option {
                arguments.options.push(input.parse()?);
            } else if first {
                arguments.trigger = Some(input.parse()?);
            } else {
                let fork = input.fork();
                let word = Ident::parse_any(&fork)?;
                return Err(syn::Error::new(word.span(), not_an_option(&word)));
            }
            first = false;
            if input.is_empty() {
                break;
            }
            input.parse::<Token![,]>()?;
        }
        Ok(arguments)
    }
}

fn not_an_option(word: &Ident) -> String {
    let word = word.to_string();
    let help = match suggest::similar(&word, OPTIONS) {
        Some(option) => format!("did you mean `{option}`?"),
        None => "to wait for several things, write `and(a, b)` or `or(a, b)`".to_string(),
    };
    format!("an attribute has one trigger, and `{word}` is no option of it\n\nhelp: {help}")
}

impl Parse for StepOption {
    fn parse(input: ParseStream<'_>) -> syn::Result<StepOption> {
        let word = Ident::parse_any(input)?;
        if word == "ends" {
            let inside;
            parenthesized!(inside in input);
            return parse_ends(word, &inside);
        }
        if word == "max_iterations" {
            input.parse::<Token![=]>()?;
            return Ok(StepOption::MaxIterations { word, value: input.parse()? });
        }
        let message = format!("no option named `{word}`");
        let help = suggest::help("option", &word.to_string(), &OPTIONS);
        Err(syn::Error::new(word.span(), format!("{message}\n\nhelp: {help}")))
    }
}

fn parse_ends(word: Ident, inside: ParseStream<'_>) -> syn::Result<StepOption> {
    let mut variants = Vec::new();
    let mut rest = false;
    if inside.is_empty() {
        return Err(syn::Error::new(
            word.span(),
            "`ends()` names no route\n\nhelp: name the variants after which nothing follows, or write `ends(_)` for all that nothing listens to",
        ));
    }
    let listed = Punctuated::<End, Token![,]>::parse_terminated(inside)?;
    for end in listed {
        match end {
            End::Variant(variant) => variants.push(variant),
            End::Rest => rest = true,
        }
    }
    Ok(StepOption::Ends { word, variants, rest })
}

enum End {
    Variant(Ident),
    Rest,
}

impl Parse for End {
    fn parse(input: ParseStream<'_>) -> syn::Result<End> {
        if input.parse::<Option<Token![_]>>()?.is_some() {
            return Ok(End::Rest);
        }
        let ident = Ident::parse_any(input)?;
        if input.peek(Token![::]) {
            return Err(syn::Error::new(
                ident.span(),
                "`ends(…)` names variants alone, without the enum\n\nhelp: write `ends(Variant)`",
            ));
        }
        Ok(End::Variant(ident))
    }
}

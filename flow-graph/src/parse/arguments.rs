//! What stands in the brackets of `#[start(...)]`, `#[listen(...)]` and `#[router(...)]`: a trigger and options.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitInt, Token, parenthesized, token};

use super::suggest;
use super::trigger::{self, TriggerSyntax};

/// The trigger and the options of a step.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) trigger: Option<TriggerSyntax>,
    pub(super) options: Vec<StepOption>,
}

/// An option of a step.
pub(super) enum StepOption {
    /// `ends(A, B)`, `ends(_)`
    Ends { word: Ident, variants: Vec<Ident>, rest: bool },
    /// `max_iterations = n` and the others that are a number.
    Number { word: Ident, value: LitInt },
}

impl StepOption {
    pub(super) fn word(&self) -> &Ident {
        match self {
            StepOption::Ends { word, .. } | StepOption::Number { word, .. } => word,
        }
    }
}

/// The names of the options, for "did you mean".
const OPTIONS: [&str; 5] = ["ends", "max_iterations", "limit", "first", "times"];

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
        if OPTIONS.iter().any(|known| word == known) {
            input.parse::<Token![=]>()?;
            return Ok(StepOption::Number { word, value: input.parse()? });
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
        let ident = trigger::parse_variant(input)?;
        if input.peek(Token![::]) {
            return Err(syn::Error::new(
                ident.span(),
                "`ends(…)` names variants alone, without the enum\n\nhelp: write `ends(Variant)`",
            ));
        }
        Ok(End::Variant(ident))
    }
}

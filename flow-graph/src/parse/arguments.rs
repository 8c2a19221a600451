//! What stands in the brackets of `#[start(...)]`, `#[listen(...)]` and `#[router(...)]`: a trigger and options.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, Token, parenthesized, token};

use super::trigger::{self, TriggerSyntax};
use super::{literals, suggest};

/// The trigger and the options of a step. What could not be read is left out, so that the rest of the flow can be looked
/// at.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) trigger: Option<TriggerSyntax>,
    pub(super) options: Vec<StepOption>,
    pub(super) errors: Vec<syn::Error>,
    /// Whether the trigger could not be read.
    pub(super) unclear: bool,
}

/// An option of a step.
pub(super) enum StepOption {
    /// `ends(A, B)`, `ends(_)`
    Ends { word: Ident, variants: Vec<Ident>, rest: bool },
    /// `max_iterations = n` and the others that are a number.
    Number { word: Ident, value: u32 },
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

impl Arguments {
    pub(super) fn read(tokens: TokenStream) -> Arguments {
        let mut arguments = Arguments::default();
        for (index, part) in literals::parts(tokens).into_iter().enumerate() {
            let is_first = index == 0;
            let mut is_trigger = false;
            let read = literals::whole(part, |input| {
                if is_option(input) {
                    arguments.options.push(input.parse()?);
                } else if is_first {
                    is_trigger = true;
                    arguments.trigger = Some(input.parse()?);
                    if !input.is_empty() {
                        return Err(more_than_a_trigger(input));
                    }
                } else {
                    return Err(not_an_option(input));
                }
                Ok(())
            });
            arguments.unclear |= is_trigger && read.is_err();
            arguments.errors.extend(read.err());
        }
        arguments
    }
}

fn is_option(input: ParseStream<'_>) -> bool {
    let fork = input.fork();
    let Ok(word) = Ident::parse_any(&fork) else { return false };
    fork.peek(Token![=]) || (fork.peek(token::Paren) && word == "ends")
}

/// Something right after a trigger.
fn more_than_a_trigger(input: ParseStream<'_>) -> syn::Error {
    let word = input.cursor().token_stream().into_iter().next().map(|token| token.to_string());
    let message = match word.as_deref() {
        Some("or" | "|") => "several triggers are combined by `or(…)`\n\nhelp: write `or(a, b)`",
        Some("and" | "&" | "+") => "several triggers are combined by `and(…)`\n\nhelp: write `and(a, b)`",
        _ => "expected `,`",
    };
    syn::Error::new(literals::next(input), message)
}

/// Something after the first comma that is no option.
fn not_an_option(input: ParseStream<'_>) -> syn::Error {
    let here = literals::next(input);
    let Ok(word) = Ident::parse_any(input) else {
        let message = "this is no option: an option is `name = number`, or `ends(…)`";
        return syn::Error::new(
            here,
            format!("{message}\n\nhelp: the options are {}", suggest::list(&OPTIONS)),
        );
    };
    let word = word.to_string();
    let help = match suggest::similar(&word, OPTIONS) {
        Some("ends") => "write `ends(…)` with the variants after which nothing follows".to_string(),
        Some(option) => format!("did you mean `{option} = …`?"),
        None => "to wait for several things, write `and(a, b)` or `or(a, b)`".to_string(),
    };
    syn::Error::new(
        here,
        format!("an attribute has one trigger, and `{word}` is no option of it\n\nhelp: {help}"),
    )
}

impl Parse for StepOption {
    fn parse(input: ParseStream<'_>) -> syn::Result<StepOption> {
        let word = Ident::parse_any(input)?;
        if word == "ends" && !input.peek(Token![=]) {
            let inside;
            parenthesized!(inside in input);
            return parse_ends(word, &inside);
        }
        if word == "ends" {
            let message = "`ends` lists variants in brackets\n\nhelp: write `ends(Variant)`, or `ends(_)` for all that nothing listens to";
            return Err(syn::Error::new(word.span(), message));
        }
        if OPTIONS.iter().any(|known| word == known) {
            let number = |input: ParseStream<'_>| literals::whole_number(&format!("`{word}`"), input);
            let value = literals::value_of(&word, input, "8", number)?;
            return Ok(StepOption::Number { word, value });
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

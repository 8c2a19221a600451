//! The values of options: whole numbers and lengths of time, whatever stands in their place.

use std::time::Duration;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, LitInt, LitStr, Token};

/// What is said of a number that is none, or not one of these.
const WHOLE: &str = "is a whole number from 1 to 4294967295";

/// The `= …` of an option, read by `value`.
pub(super) fn value_of<T>(
    word: &Ident,
    input: ParseStream<'_>,
    example: &str,
    value: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    if input.parse::<Option<Token![=]>>()?.is_none() || input.is_empty() {
        let message = format!("the option `{word}` has no value\n\nhelp: write `{word} = {example}`");
        return Err(syn::Error::new(word.span(), message));
    }
    value(input)
}

/// A whole number of at least one. `what` says what is one.
pub(super) fn whole_number(what: &str, input: ParseStream<'_>) -> syn::Result<u32> {
    let here = next(input);
    let number = input.parse::<LitInt>().ok().and_then(|value| value.base10_parse().ok());
    number.filter(|&it| it > 0).ok_or_else(|| syn::Error::new(here, format!("{what} {WHOLE}")))
}

/// A length of time: "30s", "1m 30s", "250ms".
pub(super) fn duration(input: ParseStream<'_>) -> syn::Result<Duration> {
    let here = next(input);
    let wrong = |what: &str| {
        let help = "write a length of time such as \"30s\", \"1m 30s\" or \"250ms\": whole numbers, each with one of the units ms, s, m, h and d";
        syn::Error::new(here, format!("{what}\n\nhelp: {help}"))
    };
    let Ok(text) = input.parse::<LitStr>().map(|value| value.value()) else {
        return Err(wrong("a length of time stands in quotes, with its unit"));
    };
    match humantime::parse_duration(text.trim()) {
        Ok(duration) if duration.is_zero() => Err(wrong("this length of time is zero")),
        Ok(duration) => Ok(duration),
        Err(_) if text.trim().is_empty() => Err(wrong("this length of time is empty")),
        Err(_) => Err(wrong(&format!("`{text}` is not a length of time"))),
    }
}

/// Where the next token is, or what is around if there is none.
pub(super) fn next(input: ParseStream<'_>) -> Span {
    input.cursor().token_stream().into_iter().next().map_or_else(|| input.span(), |token| token.span())
}

/// What stands between the commas, those inside `<…>` aside. Where nothing does, the comma itself stands for it; nothing
/// need stand after the last one.
pub(super) fn parts(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = Vec::new();
    let mut part = Vec::new();
    let mut depth = 0_usize;
    let mut before = ' ';
    for token in tokens {
        let char = if let TokenTree::Punct(it) = &token { it.as_char() } else { ' ' };
        match char {
            ',' if depth == 0 && part.is_empty() => parts.push(token.into()),
            ',' if depth == 0 => parts.push(part.drain(..).collect::<TokenStream>()),
            _ => part.push(token),
        }
        match char {
            '<' => depth += 1,
            '>' if before != '-' && before != '=' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = char;
    }
    if !part.is_empty() {
        parts.push(part.into_iter().collect());
    }
    parts
}

/// Reads all of `tokens`. Where something is missing at the end, the last token is the place of the mistake.
pub(super) fn whole<T>(
    tokens: TokenStream,
    read: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    let last = tokens.clone().into_iter().last();
    let all = |input: ParseStream<'_>| {
        let value = read(input)?;
        if !input.is_empty() {
            let rest = input.parse::<TokenStream>()?.into_token_stream();
            return Err(syn::Error::new_spanned(rest, "expected `,`"));
        }
        Ok(value)
    };
    all.parse2(tokens).map_err(|error| match last {
        Some(last) if error.to_string().starts_with("unexpected end of input") => {
            syn::Error::new(last.span(), error)
        }
        _ => error,
    })
}

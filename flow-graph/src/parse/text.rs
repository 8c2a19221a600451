//! Texts taken from tokens: names, types as written, doc comments, lines.

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, Expr, Ident, Lit, Meta, Type};

use crate::model::Text;

/// A name without `r#`.
pub(super) fn name(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// The name of the flow's type, without its path and generics.
pub(super) fn type_name(ty: &Type) -> Text {
    match ty {
        Type::Path(path) => match path.path.segments.last() {
            Some(segment) => Text::Owned(name(&segment.ident)),
            None => of(ty),
        },
        Type::Paren(inner) => type_name(&inner.elem),
        Type::Group(inner) => type_name(&inner.elem),
        _ => of(ty),
    }
}

/// Tokens as a person would write them in one line.
pub(super) fn of(tokens: impl ToTokens) -> Text {
    let mut out = String::new();
    write(tokens.to_token_stream(), &mut out);
    Text::Owned(out)
}

/// The line a span begins on.
pub(super) fn line(span: Span) -> u32 {
    u32::try_from(span.start().line).unwrap_or(0)
}

/// The doc comment among some attributes, its lines trimmed of the space after `///`.
pub(super) fn doc(attrs: &[Attribute]) -> Text {
    let mut lines = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("doc")) {
        let Meta::NameValue(meta) = &attr.meta else { continue };
        let Expr::Lit(literal) = &meta.value else { continue };
        let Lit::Str(text) = &literal.lit else { continue };
        lines.extend(
            text.value()
                .split('\n')
                .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_string()),
        );
    }
    Text::Owned(lines.join("\n").trim().to_string())
}

fn write(tokens: TokenStream, out: &mut String) {
    let mut previous = String::new();
    // Punctuation that belongs to the next token, such as the first half of `::` or the quote of a lifetime.
    let mut joint = String::new();
    for token in tokens {
        let mut text = std::mem::take(&mut joint);
        match &token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                write(group.stream(), &mut text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                let combines = matches!(text.as_str(), "'" | ":" | "-");
                if combines && punct.spacing() == Spacing::Joint {
                    joint = text;
                    continue;
                }
            }
            other => text.push_str(&other.to_string()),
        }
        if space_between(&previous, &text) {
            out.push(' ');
        }
        out.push_str(&text);
        previous = text;
    }
}

/// Whether rustfmt would put a space between two tokens of a type or path.
fn space_between(left: &str, right: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '"' || c == '\'';
    let (Some(last), Some(first)) = (left.chars().last(), right.chars().next()) else { return false };
    match (left, right) {
        ("," | ";" | "=" | "+" | "->" | ":", _) | (_, "=" | "+" | "->") => true,
        (word, "&" | "*") => is_word(last) && (word.starts_with('\'') || KEYWORDS.contains(&word)),
        (word, _) if matches!(first, '(' | '[' | '<' | '&' | '*') => {
            (is_word(last) && word.starts_with('\'')) || KEYWORDS.contains(&word)
        }
        (">", _) => is_word(first) && first != '\'',
        _ => is_word(last) && is_word(first),
    }
}

/// Words in a type after which a space stands, whatever follows.
const KEYWORDS: [&str; 7] = ["dyn", "mut", "const", "impl", "for", "as", "where"];

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn types_read_as_a_person_writes_them() {
        for text in [
            "String",
            "&str",
            "Vec<String>",
            "Result<Vec<Article>, BoxError>",
            "(String, u32)",
            "&'a [u8]",
            "&'static str",
            "std::io::Result<()>",
            "[u8; 32]",
            "Option<&'a mut T>",
            "impl Fn(&str) -> String + 'a",
            "Box<dyn Error + Send>",
        ] {
            let ty: syn::Type = syn::parse_str(text).unwrap();
            assert_eq!(of(ty), text);
        }
    }
}

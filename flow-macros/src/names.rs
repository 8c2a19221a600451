//! The names of what is generated.
//!
//! Locals are in a context of their own, where no local of the user's can meet them. Constants, statics, unit structs
//! and constant parameters can: a pattern that is the name of one means that one, in every context. So locals have names
//! that begin with `__`, as has everything else that is not there for the user.

use std::collections::BTreeSet;

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;

use flow_graph::model::StepId;
use flow_graph::parse::Parsed;

/// The names one flow's generated code uses.
pub(crate) struct Names<'a> {
    parsed: &'a Parsed,
}

impl<'a> Names<'a> {
    pub(crate) fn new(parsed: &'a Parsed) -> Names<'a> {
        Names { parsed }
    }

    /// A local named after a step, such as `__slogan` or `__slogan_error`.
    pub(crate) fn of(&self, step: StepId, suffix: &str) -> Ident {
        let ident = &self.parsed.steps[step].ident;
        let name = ident.unraw();
        match suffix {
            // In the user's context it meets no local of ours: a step may be called `out`.
            "" => format_ident!("__{name}", span = ident.span()),
            _ => local(&format!("{name}_{suffix}")),
        }
    }

    /// A name for an item, which stands nowhere in the user's block.
    pub(crate) fn free(&self, name: &str) -> Ident {
        let block = self.parsed.item.to_token_stream();
        let mut name = name.to_string();
        while mentions(&block, &[&name]) {
            name.push('_');
        }
        Ident::new(&name, Span::call_site())
    }

    /// The step's method, for a call: `Self::slogan`.
    pub(crate) fn method(&self, step: StepId) -> TokenStream {
        let ident = self.marker(step);
        code!(Self::#ident)
    }

    /// The type that stands for the step in messages, in the module `steps`.
    pub(crate) fn marker(&self, step: StepId) -> Ident {
        let mut ident = self.parsed.steps[step].ident.clone();
        let span = ident.span().resolved_at(Span::mixed_site());
        if ident == KEYWORD_OF_2024 {
            return Ident::new_raw(KEYWORD_OF_2024, span);
        }
        ident.set_span(span);
        ident
    }

    /// The steps with their markers, each name once.
    pub(crate) fn unique_steps(&self) -> Vec<(StepId, Ident)> {
        let mut seen = BTreeSet::new();
        let steps = (0..self.parsed.steps.len()).filter(|&step| seen.insert(self.text(step)));
        steps.map(|step| (step, self.marker(step))).collect()
    }

    /// The step's name as a string literal.
    pub(crate) fn text(&self, step: StepId) -> String {
        self.parsed.steps[step].ident.unraw().to_string()
    }
}

/// Whether any of those words stands in it.
pub(crate) fn mentions(tokens: &TokenStream, words: &[&str]) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => words.iter().any(|word| ident == word),
        TokenTree::Group(group) => mentions(&group.stream(), words),
        _ => false,
    })
}

/// A local in the user's context, as `span` is, because where it is located is to be underlined. No input and no step has
/// such a name.
pub(crate) fn shown(name: &str, span: Span) -> Ident {
    Ident::new(&format!("__{name}"), span)
}

/// The local that holds a value on its way to a parameter.
pub(crate) fn out(span: Span) -> Ident {
    shown("out", span)
}

/// The local that holds an argument, located at its parameter.
pub(crate) fn argument(index: usize, span: Span) -> Ident {
    shown(&format!("arg{index}"), span)
}

/// The same code with its numbers as people write them, without the names of their types.
pub(crate) fn plain_numbers(tokens: TokenStream) -> TokenStream {
    let plain = |token: TokenTree| match token {
        TokenTree::Group(group) => {
            let mut plain = Group::new(group.delimiter(), plain_numbers(group.stream()));
            plain.set_span(group.span());
            plain.into()
        }
        TokenTree::Literal(literal) => {
            let text = literal.to_string();
            let number =
                ["usize", "u16", "u32", "u64"].into_iter().find_map(|ty| text.strip_suffix(ty)?.parse().ok());
            match number.map(Literal::u64_unsuffixed) {
                Some(mut number) => {
                    number.set_span(literal.span());
                    number.into()
                }
                None => literal.into(),
            }
        }
        token => token,
    };
    tokens.into_iter().map(plain).collect()
}

/// A local that the user's code cannot see, and that no constant or unit struct of the user's takes the place of.
pub(crate) fn local(name: &str) -> Ident {
    format_ident!("__{}", name, span = Span::mixed_site())
}

/// What this crate's edition, which generated tokens have, does not allow as a name, though the user's may.
const KEYWORD_OF_2024: &str = "gen";

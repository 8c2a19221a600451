//! The names of generated locals. They live where no name of the user's can meet them.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
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

    /// A local named after a step, such as `slogan` or `slogan_error`.
    pub(crate) fn of(&self, step: StepId, suffix: &str) -> Ident {
        let ident = &self.parsed.steps[step].ident;
        let name = ident.unraw();
        if !suffix.is_empty() {
            return local(&format!("{name}_{suffix}"));
        }
        // In the user's context it meets no local of ours, but may meet an input.
        let is_input = self.parsed.graph.inputs.iter().any(|input| name == input.name.as_ref());
        if is_input { local(&format!("{name}_value")) } else { ident.clone() }
    }

    /// A name for an item, which stands nowhere in the user's block.
    pub(crate) fn free(&self, name: &str) -> Ident {
        let block = self.parsed.item.to_token_stream();
        let mut name = name.to_string();
        while mentions(block.clone(), &name) {
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

fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

/// A local that the user's code cannot see.
pub(crate) fn local(name: &str) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(_) if name != KEYWORD_OF_2024 => Ident::new(name, Span::mixed_site()),
        // A step may be called `r#type`.
        _ => Ident::new_raw(name, Span::mixed_site()),
    }
}

/// What this crate's edition, which generated tokens have, does not allow as a name, though the user's may.
const KEYWORD_OF_2024: &str = "gen";

//! The names of generated locals. They live where no name of the user's can meet them.

use proc_macro2::{Ident, Span, TokenStream};
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
        let name = self.parsed.steps[step].ident.unraw();
        let text = if suffix.is_empty() { name.to_string() } else { format!("{name}_{suffix}") };
        local(&text)
    }

    /// The step's method, for a call: `Self::slogan`.
    pub(crate) fn method(&self, step: StepId) -> TokenStream {
        let ident = self.parsed.steps[step].ident.clone();
        let span = ident.span().resolved_at(Span::mixed_site());
        let ident = Ident::new_raw_if_needed(&ident, span);
        code!(Self::#ident)
    }

    /// The type that stands for the step in messages, in the module `steps`.
    pub(crate) fn marker(&self, step: StepId) -> Ident {
        let ident = self.parsed.steps[step].ident.clone();
        let span = ident.span().resolved_at(Span::mixed_site());
        Ident::new_raw_if_needed(&ident, span)
    }

    /// The step's name as a string literal.
    pub(crate) fn text(&self, step: StepId) -> String {
        self.parsed.steps[step].ident.unraw().to_string()
    }
}

/// A local that the user's code cannot see.
pub(crate) fn local(name: &str) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(_) => Ident::new(name, Span::mixed_site()),
        // A step may be called `r#type`.
        Err(_) => Ident::new_raw(name, Span::mixed_site()),
    }
}

/// Keeps `r#` when an identifier gets another span.
trait NewRaw {
    fn new_raw_if_needed(ident: &Ident, span: Span) -> Ident;
}

impl NewRaw for Ident {
    fn new_raw_if_needed(ident: &Ident, span: Span) -> Ident {
        let mut ident = ident.clone();
        ident.set_span(span);
        ident
    }
}

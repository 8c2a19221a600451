//! From the parts that a diagnostic points at back to the tokens.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ReturnType;

use super::Parsed;
use crate::diagnostic::{Diagnostic, Place};

impl Parsed {
    /// The tokens of a part of the flow.
    ///
    /// ```
    /// use flow_graph::Place;
    ///
    /// let parsed = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
    ///     impl Greeting {
    ///         #[start]
    ///         async fn greet(&self, name: &str) -> String { todo!() }
    ///     }
    /// });
    /// assert_eq!(parsed.tokens(Place::Flow).to_string(), "Greeting");
    /// assert_eq!(parsed.tokens(Place::Param(0, 0)).to_string(), "name : & str");
    /// ```
    #[must_use]
    pub fn tokens(&self, place: Place) -> TokenStream {
        let flow = || self.item.self_ty.to_token_stream();
        match place {
            Place::Flow => flow(),
            Place::Step(step) => self.steps[step].ident.to_token_stream(),
            Place::Trigger(step, node) => {
                let step = &self.steps[step];
                step.trigger.get(node).cloned().unwrap_or_else(|| step.ident.to_token_stream())
            }
            Place::Param(step, param) => self.steps[step].params[param].tokens.clone(),
            Place::Receiver(step) => {
                let step = &self.steps[step];
                step.receiver.as_ref().map_or_else(|| step.ident.to_token_stream(), |it| it.tokens.clone())
            }
            Place::MaxIterations(step) => {
                let step = &self.steps[step];
                step.max_iterations.as_ref().unwrap_or(&step.ident).to_token_stream()
            }
            Place::Output(step) => match &self.steps[step].sig.output {
                ReturnType::Type(_, ty) => ty.to_token_stream(),
                ReturnType::Default => self.steps[step].ident.to_token_stream(),
            },
            Place::Picked => self.options.output.as_ref().map_or_else(flow, ToTokens::to_token_stream),
        }
    }

    /// A diagnostic as an error at its tokens.
    ///
    /// ```
    /// use flow_graph::{Diagnostic, Place};
    ///
    /// let parsed = flow_graph::parse::flow(Default::default(), syn::parse_quote! {
    ///     impl Greeting {
    ///         #[start]
    ///         async fn greet(&self, name: &str) -> String { todo!() }
    ///     }
    /// });
    /// let error = parsed.error(&Diagnostic::new(1, Place::Step(0), "too polite"));
    /// assert_eq!(error.to_string(), "too polite");
    /// ```
    #[must_use]
    pub fn error(&self, diagnostic: &Diagnostic) -> syn::Error {
        syn::Error::new_spanned(self.tokens(diagnostic.place), diagnostic)
    }
}

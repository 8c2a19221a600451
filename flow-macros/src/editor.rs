//! What rust-analyzer, and so an editor, knows about the attributes of a flow. rustc never sees it.
//!
//! An attribute's tokens belong to nothing that an editor could resolve. So each word of theirs is said once more, at the
//! same place, as a name in code:
//!
//! * a step as its method, `<Flow>::step`: for hovering, definitions, references and renaming;
//! * every word as an import from the module of what may stand in its place: for completion, and for what options mean;
//! * a variant as a pattern of its enum.
//!
//! To complete a word, rust-analyzer expands the flow again with the word made another, and compares the two expansions:
//! what stands before the word has to be the same text in both. Hence the order, imports for all places before the names
//! that are known, and the imports of places where nothing stands yet. For the same reason a step that is known stands in
//! its import too, but there it is located nowhere, so that it is found once only.

mod words;

use std::collections::BTreeSet;

use flow_graph::parse::Parsed;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Attribute, Path, PathArguments, Type, parse_quote};

use self::words::{Owner, Words};
use crate::names::{self, Names};

/// What only editors see. `attr` is what stands in `#[flow(…)]`.
pub(crate) fn names(parsed: &Parsed, attr: &TokenStream, krate: &Path) -> TokenStream {
    let words = Words::of(parsed, attr);
    let steps = Names::new(parsed).unique_steps();
    let docs = steps.iter().map(|&(step, _)| &*parsed.graph.steps[step].doc);
    let plain = |name: &Ident| name.unraw().to_string();
    let known: BTreeSet<String> = steps.iter().map(|(_, step)| plain(step)).collect();
    let is_step = |word: &Ident| known.contains(&plain(word));
    let names = steps.iter().map(|(_, name)| nowhere(name));
    let imports = words.lists.iter().flat_map(|list| list.words.iter().map(|word| (list.place, word)));
    let imports = imports.map(|(place, word)| {
        let module = place.module();
        let module = match place.is_of_flow() {
            true => quote!(__names::#module),
            false => quote!(#krate::__private::editor::#module),
        };
        match word {
            Some(word) if is_step(word) => {
                let word = nowhere(word);
                quote!(use #module::#word as _;)
            }
            Some(word) => quote!(use #module::#word as _;),
            None => quote!(use #module::{};),
        }
    });
    let attributes = words.attributes.iter().map(|(path, on_parameter)| match path.get_ident() {
        Some(name) if *on_parameter => quote!(use #krate::__private::editor::parameter::#name as _;),
        Some(name) => quote!(use #krate::#name as _;),
        None => quote!(use #path as _;),
    });
    let variants = words.variants.iter().filter_map(|(owner, variant)| {
        let ty = type_of(parsed, owner, variant.as_ref())?;
        let variant = variant.clone().unwrap_or_else(|| names::local("variant"));
        Some(quote!(if let #ty::#variant { .. } = loop {} {}))
    });
    let known = words.lists.iter().flat_map(|list| list.words.iter().flatten()).filter(|word| is_step(word));
    let self_ty = nowhere(&parsed.item.self_ty);
    let (impl_generics, _, where_clause) = parsed.item.generics.split_for_impl();
    let (impl_generics, where_clause) = (nowhere(impl_generics), nowhere(where_clause));
    let (types, values) = (&words.types, &words.values);
    // What options have as a type or a value may be no Rust yet.
    seen(
        krate,
        &quote! {
            // In a block of its own, where nobody is offered it.
            const _: () = {
                mod __names {
                    pub mod steps { #(#[doc = #docs] pub fn #names() {})* }
                    pub mod member { pub use super::steps::*; pub use #krate::__private::editor::member::*; }
                    pub mod listen { pub use super::member::*; pub use #krate::__private::editor::trigger::*; }
                    pub mod router { pub use super::member::*; pub use #krate::__private::editor::router::*; }
                }
                #(#imports)*
                #(#attributes)*
            };
            impl #impl_generics #self_ty #where_clause {
                fn __flow_names() {
                    #(let _: (#types);)*
                    #(let _ = { #values };)*
                    #(#variants)*
                    #(let _ = Self::#known;)*
                }
            }
        },
    )
}

/// Whether an attribute has a word that may name a step.
pub(crate) fn mentions(attr: &Attribute, name: &str) -> bool {
    words::events(attr).iter().any(|word| word.unraw() == name)
}

/// Items that are for editors alone. The compiler does not even parse them.
pub(crate) fn seen(krate: &Path, items: &TokenStream) -> TokenStream {
    quote! {
        #[cfg(rust_analyzer)]
        #krate::__private::seen! { #items }
    }
}

/// Items that no editor looks into, because they have tokens of the user's at places of ours: what a token means is looked
/// for wherever it stands once more.
pub(crate) fn unseen(items: &TokenStream) -> TokenStream {
    code!(__rt::unseen! { #items })
}

/// The same for what a method does.
pub(crate) fn unseen_body(body: &TokenStream) -> TokenStream {
    code!(__rt::unseen!({ #body }))
}

/// The enum that a variant is looked for in, without its arguments.
fn type_of(parsed: &Parsed, owner: &Owner, variant: Option<&Ident>) -> Option<TokenStream> {
    let step = match owner {
        Owner::Step(name) => parsed.graph.steps.iter().position(|step| name.unraw() == *step.name)?,
        Owner::Own(step) => (*step)?,
    };
    let of_result = variant.is_some_and(|variant| variant == "Ok" || variant == "Err");
    let mut path: Path = match &parsed.steps[step].output {
        _ if of_result && parsed.graph.steps[step].fallible => parse_quote!(::core::result::Result),
        Some(Type::Path(ty)) => ty.path.clone(),
        _ => return None,
    };
    path.segments.iter_mut().for_each(|segment| segment.arguments = PathArguments::None);
    Some(nowhere(path))
}

/// The same tokens at no place where an editor would find them.
fn nowhere(tokens: impl ToTokens) -> TokenStream {
    let moved = |token: TokenTree| -> TokenTree {
        let mut token = match token {
            TokenTree::Group(group) => Group::new(group.delimiter(), nowhere(group.stream())).into(),
            token => token,
        };
        token.set_span(Span::mixed_site());
        token
    };
    tokens.into_token_stream().into_iter().map(moved).collect()
}

//! What of a block could not be read. An editor gets it as it was written, for whatever it can make of it. The compiler,
//! which has reported it already, would report it again, and gets methods of the same names and types.

use flow_graph::parse::{self, Parsed};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{ImplItem, Path};

use crate::editor;

/// Takes it off the block. There is nothing of it where all could be read.
pub(crate) fn take(parsed: &mut Parsed, krate: &Path) -> TokenStream {
    let block = &mut parsed.item;
    let members: Vec<ImplItem> = block.items.extract_if(.., |member| parse::is_unread(member)).collect();
    if members.is_empty() || block.trait_.is_some() {
        block.items.extend(members);
        return TokenStream::new();
    }
    let self_ty = &block.self_ty;
    let (impl_generics, _, where_clause) = block.generics.split_for_impl();
    let methods = parsed.unread.iter().map(|method| {
        let (attrs, vis, sig) = (&method.attrs, &method.vis, &method.sig);
        let never = never(&format!("the method `{}`", sig.ident));
        quote! {
            #(#attrs)*
            #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
            #vis #sig { #never }
        }
    });
    let seen = editor::seen(krate, &quote!(impl #impl_generics #self_ty #where_clause { #(#members)* }));
    quote! {
        #seen
        #krate::__private::unseen! {
            impl #impl_generics #self_ty #where_clause { #(#methods)* }
        }
    }
}

/// A body that cannot be built. The compiler has reported what is not there, and comes to no body; should it know a syntax
/// that is not known here, it is not to build something that does nothing.
pub(crate) fn never(what: &str) -> TokenStream {
    let message = format!("`#[flow]` could not read {what}");
    code!(const { ::core::panic!(#message) })
}

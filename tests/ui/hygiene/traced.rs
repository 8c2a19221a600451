//! An attribute macro that rewrites a function's body, as those of tracing and others do.

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

/// The function says its name each time it runs.
#[proc_macro_attribute]
pub fn traced(_: TokenStream, item: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    let name = tokens.iter().skip_while(|token| token.to_string() != "fn").nth(1).unwrap().to_string();
    let Some(TokenTree::Group(body)) = tokens.pop() else { panic!("a function ends with its body") };
    let mut traced: TokenStream = format!("crate::trace({name:?});").parse().unwrap();
    traced.extend(body.stream());
    tokens.push(Group::new(Delimiter::Brace, traced).into());
    tokens.into_iter().collect()
}

//! Generated code for people who want to read it: as it is for the compiler, without what is for editors.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The code without `seen! { … }`, and with what stands in `unseen! { … }`.
pub(crate) fn compiled(code: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let mut out: Vec<TokenTree> = Vec::new();
    let mut rest = tokens.as_slice();
    while let [token, after @ ..] = rest {
        rest = after;
        match (token, rest) {
            (TokenTree::Ident(word), [TokenTree::Punct(_), TokenTree::Group(code), after @ ..])
                if word == "seen" || word == "unseen" =>
            {
                rest = after;
                while out.last().is_some_and(is_in_path) {
                    out.pop();
                }
                if word == "seen" {
                    // `#[cfg(rust_analyzer)]`
                    out.truncate(out.len().saturating_sub(2));
                } else {
                    out.extend(compiled(inside(code)));
                }
            }
            (TokenTree::Group(group), _) => {
                out.push(Group::new(group.delimiter(), compiled(group.stream())).into());
            }
            _ => out.push(token.clone()),
        }
    }
    out.into_iter().collect()
}

/// `unseen!({ body })` is a body, `unseen! { items }` are items.
fn inside(code: &Group) -> TokenStream {
    match code.delimiter() {
        Delimiter::Parenthesis => {
            syn::parse2::<Group>(code.stream()).map_or(code.stream(), |body| body.stream())
        }
        _ => code.stream(),
    }
}

/// What may stand before a macro's name.
fn is_in_path(token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(punct) => punct.as_char() == ':',
        TokenTree::Ident(_) => true,
        _ => false,
    }
}

/// What stands in `seen! { … }`.
#[cfg(test)]
pub(crate) fn seen(code: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let mut out = TokenStream::new();
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        match index.checked_sub(2).map(|index| tokens[index].to_string()).as_deref() {
            Some("seen") => out.extend(group.stream()),
            _ => out.extend(seen(group.stream())),
        }
    }
    out
}

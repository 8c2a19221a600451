//! Methods that cannot be read as they stand: what of them can be, so that the rest of the flow makes sense.

use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, FnArg, ImplItemFn, Type, parse_quote};

use super::signature::PARAMETER_ATTRIBUTES;

/// What begins as a method does, or might become one.
pub(super) struct Unread {
    /// The attributes that could be read.
    pub(super) attrs: Vec<Attribute>,
    /// The name, its parameters and its return type, as far as they could be read, and an empty body. `None` if there is
    /// no name yet.
    pub(super) method: Option<ImplItemFn>,
    /// All but the attributes, as it was written.
    rest: TokenStream,
}

impl Unread {
    pub(super) fn read(tokens: TokenStream) -> Unread {
        let parse = |input: ParseStream<'_>| {
            let mut attrs = Vec::new();
            while let Ok(more) = input.fork().call(Attribute::parse_outer)
                && !more.is_empty()
            {
                attrs.extend(input.call(Attribute::parse_outer)?);
            }
            Ok((attrs, input.call(TokenStream::parse)?))
        };
        let (attrs, rest) = parse.parse2(tokens.clone()).unwrap_or((Vec::new(), tokens));
        let method = method(&attrs, rest.clone());
        Unread { attrs, method, rest }
    }

    /// Whether it may become a step of any name.
    pub(super) fn is_nameless(&self) -> bool {
        let mut rest = self.rest.clone().into_iter();
        let is_attribute = matches!(rest.next(), Some(TokenTree::Punct(hash)) if hash.as_char() == '#');
        self.method.is_none() && (is_attribute || !self.attrs.is_empty())
    }

    /// What was written, with the attributes that are left.
    pub(super) fn into_tokens(self) -> TokenStream {
        let attrs = self.attrs;
        let mut rest = TokenStream::new();
        let mut after_name = false;
        for token in self.rest {
            match token {
                TokenTree::Group(group) if !after_name && group.delimiter() == Delimiter::Parenthesis => {
                    after_name = true;
                    let mut inside = Group::new(group.delimiter(), without_attributes(group.stream()));
                    inside.set_span(group.span());
                    rest.extend([TokenTree::from(inside)]);
                }
                token => rest.extend([token]),
            }
        }
        quote!(#(#attrs)* #rest)
    }
}

/// `fn name(…) -> …`
fn method(attrs: &[Attribute], tokens: TokenStream) -> Option<ImplItemFn> {
    let mut tokens = tokens.into_iter();
    let mut is_async = None;
    let name = loop {
        match tokens.next()? {
            TokenTree::Ident(word) if word == "async" => is_async = Some(word),
            TokenTree::Ident(word) if word == "fn" => break tokens.next()?,
            _ => {}
        }
    };
    let name: Ident = syn::parse2(name.into()).ok()?;
    let rest: Vec<TokenTree> = tokens.collect();
    let params = rest.iter().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            Some(params(group.stream()))
        }
        _ => None,
    });
    let params = params.unwrap_or_default();
    let output = output(&rest).map(|ty| quote!(-> #ty));
    let method = quote!(#(#attrs)* #is_async fn #name(#(#params),*) #output {});
    syn::parse2(method).ok()
}

/// The parameters, each as far as it can be read. One whose type cannot be read may have any.
fn params(tokens: TokenStream) -> Vec<FnArg> {
    let mut params: Vec<TokenStream> = vec![TokenStream::new()];
    let mut depth = 0_usize;
    let mut arrow = false;
    for token in tokens {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => depth += 1,
                '>' if !arrow => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    params.push(TokenStream::new());
                    continue;
                }
                _ => {}
            }
            arrow = punct.spacing() == Spacing::Joint && punct.as_char() == '-';
        }
        params.last_mut().expect("there is one").extend([token]);
    }
    params.into_iter().filter_map(param).collect()
}

fn param(tokens: TokenStream) -> Option<FnArg> {
    if let Ok(param) = syn::parse2(tokens.clone()) {
        return Some(param);
    }
    let named = |input: ParseStream<'_>| {
        let attrs = input.call(Attribute::parse_outer)?;
        let name: Option<Ident> = input.parse()?;
        input.parse::<TokenStream>()?;
        Ok((attrs, name))
    };
    let (attrs, name) = named.parse2(tokens).ok()?;
    match name {
        Some(name) => Some(parse_quote!(#(#attrs)* #name: impl ::core::marker::Sized)),
        None if attrs.is_empty() => None,
        None => Some(parse_quote!(#(#attrs)* _: impl ::core::marker::Sized)),
    }
}

/// What stands between the arrow and the body, if that is a type.
fn output(tokens: &[TokenTree]) -> Option<Type> {
    let is =
        |token: &TokenTree, sign: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign);
    let arrow = tokens.windows(2).position(|pair| is(&pair[0], '-') && is(&pair[1], '>'))?;
    let is_body =
        |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let is_end = |token: &TokenTree| is_body(token) || is(token, ';') || token.to_string() == "where";
    let ty = tokens[arrow + 2..].iter().take_while(|token| !is_end(token)).cloned().collect();
    syn::parse2(ty).ok()
}

/// Parameters without the flow's attributes.
fn without_attributes(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_ours = |index: usize| match tokens.get(index..index + 2) {
        Some([TokenTree::Punct(hash), bracket @ TokenTree::Group(_)]) if hash.as_char() == '#' => {
            let attribute = quote!(#hash #bracket);
            let read = Attribute::parse_outer.parse2(attribute).ok();
            let name =
                read.and_then(|attrs| attrs.first()?.path().segments.last().map(|it| it.ident.to_string()));
            name.is_some_and(|name| PARAMETER_ATTRIBUTES.contains(&name.as_str()))
        }
        _ => false,
    };
    let is_part_of_ours = |index: usize| is_ours(index) || (index > 0 && is_ours(index - 1));
    let kept = (0..tokens.len())
        .filter(|&index| !is_part_of_ours(index))
        .map(|index| tokens[index].to_token_stream());
    kept.collect()
}

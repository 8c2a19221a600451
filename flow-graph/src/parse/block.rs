//! Reading an `impl` block that somebody is in the middle of writing: what cannot be read is one method, not the block.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{Attribute, Expr, ImplItem, ItemImpl, Stmt};

/// Reads an `impl` block. A method whose body cannot be read has it as it was written, and what else cannot be read is
/// [`ImplItem::Verbatim`].
///
/// ```
/// let block = flow_graph::parse::block("impl Greeting {
///     #[start]
///     async fn greet(&self, name: ) -> String { name.to_string() }
///     fn polite(&self) -> bool { let answer = ; }
/// }".parse().unwrap()).unwrap();
/// assert!(matches!(block.items[0], syn::ImplItem::Verbatim(_)));
/// assert!(matches!(block.items[1], syn::ImplItem::Fn(_)));
/// ```
///
/// # Errors
///
/// If it is no `impl` block.
pub fn block(tokens: TokenStream) -> syn::Result<ItemImpl> {
    let error = match syn::parse2(tokens.clone()) {
        Ok(block) => return Ok(block),
        Err(error) => error,
    };
    let mut header: Vec<TokenTree> = tokens.into_iter().collect();
    let Some(body) = header.iter_mut().rev().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    }) else {
        return Err(error);
    };
    let members = body.stream();
    *body = with(body, TokenStream::new());
    let Ok(mut block) = syn::parse2::<ItemImpl>(header.into_iter().collect()) else { return Err(error) };
    let mut flat = Vec::new();
    flatten(members, &mut flat);
    block.items = split(flat).into_iter().map(member).collect();
    Ok(block)
}

/// Whether a member could not be read. One without a body is [`ImplItem::Verbatim`] as well, but says what it is.
///
/// ```
/// use flow_graph::parse;
///
/// let block = parse::block("impl Greeting { fn greet(&self); fn polite }".parse().unwrap()).unwrap();
/// assert!(!parse::is_unread(&block.items[0]));
/// assert!(parse::is_unread(&block.items[1]));
/// ```
#[must_use]
pub fn is_unread(member: &ImplItem) -> bool {
    matches!(member, ImplItem::Verbatim(tokens) if syn::parse2::<ImplItem>(tokens.clone()).is_err())
}

/// One member, as far as it can be read.
fn member(tokens: Vec<TokenTree>) -> ImplItem {
    let all: TokenStream = tokens.iter().cloned().collect();
    if let Ok(member) = syn::parse2(all.clone()) {
        return member;
    }
    without_body(tokens).unwrap_or(ImplItem::Verbatim(all))
}

/// A method that can be read but for its body.
fn without_body(mut tokens: Vec<TokenTree>) -> Option<ImplItem> {
    let Some(TokenTree::Group(body)) = tokens.last_mut() else { return None };
    let statements = body.stream();
    *body = with(body, TokenStream::new());
    match syn::parse2(tokens.into_iter().collect()).ok()? {
        ImplItem::Fn(mut method) => {
            method.block.stmts.push(Stmt::Expr(Expr::Verbatim(statements), None));
            Some(ImplItem::Fn(method))
        }
        _ => None,
    }
}

/// The same delimiters around something else.
fn with(group: &Group, stream: TokenStream) -> Group {
    let mut other = Group::new(group.delimiter(), stream);
    other.set_span(group.span());
    other
}

/// The tokens of the members, where a bracket that is still open holds no members: an editor closes `#[listen(a` at the
/// end of the block, around all methods that follow.
fn flatten(tokens: TokenStream, flat: &mut Vec<TokenTree>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() != Delimiter::Brace => match spilled(&group) {
                Some((group, rest)) => {
                    flat.push(group.into());
                    flatten(rest, flat);
                }
                None => flat.push(group.into()),
            },
            token => flat.push(token),
        }
    }
}

/// What of a group is its own, and what follows from its first method on.
fn spilled(group: &Group) -> Option<(Group, TokenStream)> {
    let mut tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    if let Some(first) = (0..tokens.len()).find(|&index| begins_method(&tokens[index..])) {
        let rest = tokens.split_off(first);
        return Some((with(group, tokens.into_iter().collect()), rest.into_iter().collect()));
    }
    for index in 0..tokens.len() {
        let TokenTree::Group(inner) = &tokens[index] else { continue };
        if inner.delimiter() == Delimiter::Brace {
            continue;
        }
        if let Some((inner, rest)) = spilled(inner) {
            let after: TokenStream = tokens.drain(index + 1..).collect();
            tokens[index] = inner.into();
            return Some((with(group, tokens.into_iter().collect()), [rest, after].into_iter().collect()));
        }
    }
    None
}

/// The members of a block: each ends with its body or its semicolon, or where the next one begins. An attribute that cannot
/// be read is one by itself, so that the method below it can.
fn split(tokens: Vec<TokenTree>) -> Vec<Vec<TokenTree>> {
    let mut members: Vec<Vec<TokenTree>> = vec![Vec::new()];
    let mut strays = Vec::new();
    // Whether more than attributes has been seen of the member.
    let mut begun = false;
    let mut index = 0;
    while index < tokens.len() {
        let rest = &tokens[index..];
        if is_attribute(rest) && !is_whole_attribute(rest) {
            strays.push(rest[..2].to_vec());
            index += 2;
            continue;
        }
        if begun && (is_attribute(rest) || (begins_method(rest) && !in_qualifiers(&members))) {
            members.push(Vec::new());
            begun = false;
        }
        let in_attribute = is_attribute(rest) || (index > 0 && is_attribute(&tokens[index - 1..]));
        begun |= !in_attribute;
        let ends = begun && ends_member(rest);
        members.last_mut().expect("there is one").push(tokens[index].clone());
        if ends {
            members.push(Vec::new());
            begun = false;
        }
        index += 1;
    }
    members.extend(strays);
    members.retain(|member| !member.is_empty());
    members
}

/// Whether all that the last member has, beside attributes, are words such as `pub` and `async`.
fn in_qualifiers(members: &[Vec<TokenTree>]) -> bool {
    let Some(member) = members.last() else { return false };
    let mut rest = member.as_slice();
    while is_attribute(rest) {
        rest = &rest[2..];
    }
    !rest.is_empty() && qualifiers(rest) == rest.len()
}

fn ends_member(tokens: &[TokenTree]) -> bool {
    match &tokens[0] {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        // `Array<{ N }>` goes on.
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            !matches!(tokens.get(1), Some(TokenTree::Punct(next)) if matches!(next.as_char(), '>' | ',' | ';'))
        }
        _ => false,
    }
}

/// `#[…]`
fn is_attribute(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(hash), TokenTree::Group(group), ..]
        if hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket)
}

fn is_whole_attribute(tokens: &[TokenTree]) -> bool {
    Attribute::parse_outer.parse2(tokens[..2].iter().cloned().collect()).is_ok()
}

/// How many words there are that may stand before `fn`.
fn qualifiers(tokens: &[TokenTree]) -> usize {
    let word = |token: &TokenTree| {
        let words = ["pub", "default", "const", "async", "unsafe", "safe", "extern"];
        matches!(token, TokenTree::Ident(ident) if words.iter().any(|word| ident == word))
    };
    // `pub(crate)`, `extern "C"`
    let argument = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
        TokenTree::Literal(_) => true,
        _ => false,
    };
    let mut count = 0;
    while let Some(token) = tokens.get(count) {
        let belongs = word(token) || (count > 0 && argument(token) && word(&tokens[count - 1]));
        if !belongs {
            break;
        }
        count += 1;
    }
    count
}

/// Whether a method begins here, with its attributes: no type or parameter has `fn name(`.
fn begins_method(mut tokens: &[TokenTree]) -> bool {
    while is_attribute(tokens) {
        tokens = &tokens[2..];
    }
    matches!(&tokens[qualifiers(tokens)..], [TokenTree::Ident(word), TokenTree::Ident(_), TokenTree::Group(group), ..]
        if word == "fn" && group.delimiter() == Delimiter::Parenthesis)
}

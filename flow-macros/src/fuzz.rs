//! Whatever stands under `#[flow]`: expanding it never panics, and what comes of it can be parsed as Rust.
//!
//! `FLOW_FUZZ_CASES=100000 cargo test -p flow-macros fuzz` tries more of it, `FLOW_SEED=7` other.

#[path = "../../flow-graph/tests/fuzz_parse/mutate.rs"]
pub(crate) mod mutate;

use std::panic;

use flow_graph::random::rng::Rng;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use self::mutate::{Change, FLOWS};

fn changes(random: &mut Rng) -> Vec<Change> {
    let mut number = || u32::try_from(random.number() >> 32).unwrap_or(0);
    let count = number() % 4;
    (0..count).map(|_| (u8::try_from(number() % 8).unwrap_or(0), number(), number())).collect()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// `#[flow(attr)] item` as the macro gets it.
fn split(text: &str) -> Option<(TokenStream, TokenStream)> {
    let mut tokens = text.parse::<TokenStream>().ok()?.into_iter();
    let (Some(TokenTree::Punct(_)), Some(TokenTree::Group(attr))) = (tokens.next(), tokens.next()) else {
        return None;
    };
    let attr = attr.stream().into_iter().find_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    });
    Some((attr.unwrap_or_default(), tokens.collect()))
}

/// What is wrong with the expansion of such a flow.
fn mistake(text: &str) -> Option<String> {
    let (attr, item) = split(text)?;
    let expanded = panic::catch_unwind(|| crate::expand::flow(attr.clone(), item.clone()));
    let Ok(mut expanded) = expanded else { return Some("panics".to_string()) };
    if syn::parse2::<syn::ItemImpl>(item.clone()).is_err() {
        // What stands in the bodies is handed on as it is.
        let mut block = flow_graph::parse::block(item).ok()?;
        for member in &mut block.items {
            if let syn::ImplItem::Fn(method) = member {
                method.block.stmts.clear();
            }
        }
        expanded = crate::expand::flow(attr, block.into_token_stream());
    }
    // As text, because tokens that stand together there are not always what they were.
    let parsed = syn::parse_str::<syn::File>(&expanded.to_string());
    parsed.err().map(|error| format!("is no Rust: {error}"))
}

#[test]
fn flows_in_the_middle_of_being_written() {
    let mut random = Rng::new(number("FLOW_SEED").unwrap_or(1));
    let mut mistakes = Vec::new();
    let cases = number("FLOW_FUZZ_CASES").unwrap_or(400);
    for _ in 0..cases {
        let flow = random.below(FLOWS.len());
        let mut changes = changes(&mut random);
        let Some(first) = mistake(&mutate::mutated(flow, &changes)) else { continue };
        // The fewest changes that still go wrong.
        let mut index = 0;
        while index < changes.len() {
            let mut fewer = changes.clone();
            fewer.remove(index);
            match mistake(&mutate::mutated(flow, &fewer)) {
                Some(_) => changes = fewer,
                None => index += 1,
            }
        }
        let text = mutate::mutated(flow, &changes);
        mistakes.push(format!("{}\n{text}", mistake(&text).unwrap_or(first)));
    }
    assert!(mistakes.is_empty(), "{} of {cases}:\n\n{}", mistakes.len(), mistakes.join("\n\n"));
}

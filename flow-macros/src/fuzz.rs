//! Whatever stands under `#[flow]`: expanding it never panics, and what comes of it can be parsed as Rust.
//!
//! `FLOW_FUZZ_CASES=100000 cargo test -p flow-macros fuzz` tries more of it, `FLOW_SEED=7` other.

#[path = "../../flow-graph/tests/fuzz_parse/mutate.rs"]
mod mutate;

use std::panic;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use self::mutate::{Change, FLOWS};

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap_or(0)
    }

    fn number(&mut self) -> u32 {
        u32::try_from(self.next() >> 32).unwrap_or(0)
    }

    fn changes(&mut self) -> Vec<Change> {
        let count = self.below(4);
        (0..count).map(|_| (u8::try_from(self.below(8)).unwrap_or(0), self.number(), self.number())).collect()
    }
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
    let mut random = Random(number("FLOW_SEED").unwrap_or(1));
    let mut mistakes = Vec::new();
    let cases = number("FLOW_FUZZ_CASES").unwrap_or(400);
    for _ in 0..cases {
        let flow = random.below(FLOWS.len());
        let mut changes = random.changes();
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

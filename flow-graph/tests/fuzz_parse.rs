//! Whatever stands under `#[flow]`: reading it never panics, gives the block back, and says where what is wrong.
//!
//! `FLOW_FUZZ_CASES=1000000 cargo test -p flow-graph --release --test fuzz_parse` tries more of it, `FLOW_SEED=7` other.

mod fuzz_parse {
    pub(crate) mod mutate;
}

use std::cell::Cell;

use fuzz_parse::mutate::{self, FLOWS};
use proc_macro2::{TokenStream, TokenTree, extra};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use quote::ToTokens;
use syn::{FnArg, ImplItem, ItemImpl};

/// The same cases every time, `FLOW_FUZZ_CASES` of them.
fn for_all<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let number = |name: &str| std::env::var(name).ok().and_then(|it| it.parse().ok());
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("FLOW_SEED").unwrap_or(1_u64).to_le_bytes());
    let cases = number("FLOW_FUZZ_CASES").map_or(cases, |it| u32::try_from(it).unwrap_or(u32::MAX));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    if let Err(error) = runner.run(strategy, test) {
        panic!("{error}");
    }
}

/// What became of the cases.
#[derive(Default)]
struct Counts {
    no_block: Cell<u32>,
    rejected: Cell<u32>,
    accepted: Cell<u32>,
}

impl Counts {
    fn count(cell: &Cell<u32>) {
        cell.set(cell.get() + 1);
    }

    fn print(&self, what: &str) {
        let [accepted, rejected, no_block] = [&self.accepted, &self.rejected, &self.no_block].map(Cell::get);
        println!("{what}: {accepted} flows, {rejected} with mistakes, {no_block} no impl block");
    }
}

/// `#[flow(attr)] item` as the macro gets it: both with the spans of one text.
fn split(text: &str) -> Option<(TokenStream, ItemImpl)> {
    let mut tokens = text.parse::<TokenStream>().ok()?.into_iter();
    let (Some(TokenTree::Punct(_)), Some(TokenTree::Group(attr))) = (tokens.next(), tokens.next()) else {
        return None;
    };
    let attr = attr.stream().into_iter().find_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    });
    let block = syn::parse2(tokens.collect()).ok()?;
    Some((attr.unwrap_or_default(), block))
}

/// The block without any attributes on its methods and their parameters.
fn bare(mut block: ItemImpl) -> String {
    for item in &mut block.items {
        if let ImplItem::Fn(method) = item {
            method.attrs.clear();
            for input in &mut method.sig.inputs {
                match input {
                    FnArg::Receiver(it) => it.attrs.clear(),
                    FnArg::Typed(it) => it.attrs.clear(),
                }
            }
        }
    }
    block.into_token_stream().to_string()
}

fn check(text: &str, counts: &Counts) -> Result<(), TestCaseError> {
    // What other cases have parsed is not needed any more.
    extra::invalidate_current_thread_spans();
    let Some((attr, block)) = split(text) else {
        Counts::count(&counts.no_block);
        return Ok(());
    };
    let before = bare(block.clone());
    let reading = flow_graph::read(attr, block);
    let after = bare(reading.parsed.item.clone());
    if before != after {
        return Err(TestCaseError::fail(format!("the block has changed:\n{text}\n{after}")));
    }
    match reading.result {
        Ok(checked) => {
            Counts::count(&counts.accepted);
            let schedule = flow_graph::regions::schedule(&checked.graph, &checked.analysis);
            drop((schedule, flow_graph::plan::Plan::of(&checked.graph)));
        }
        Err(errors) => {
            Counts::count(&counts.rejected);
            if errors.is_empty() {
                return Err(TestCaseError::fail(format!("rejected without a reason:\n{text}")));
            }
            for error in errors.iter().flat_map(|error| error.clone()) {
                let range = error.span().byte_range();
                if range.is_empty() || range.end > text.len() {
                    return Err(TestCaseError::fail(format!("no place of `{error}`, {range:?}:\n{text}")));
                }
            }
        }
    }
    Ok(())
}

#[test]
fn the_flows_that_are_changed_are_flows() {
    let counts = Counts::default();
    for (flow, text) in FLOWS.iter().enumerate() {
        check(&mutate::mutated(flow, &[]), &counts).unwrap();
        assert_eq!(counts.accepted.get() as usize, flow + 1, "{text}");
    }
}

#[test]
fn changed_flows() {
    let counts = Counts::default();
    let changes = vec((0..8_u8, any::<u32>(), any::<u32>()), 1..6);
    for_all(1500, &(0..FLOWS.len(), changes), |(flow, changes)| {
        check(&mutate::mutated(flow, &changes), &counts)
    });
    counts.print("changed flows");
}

/// A block whose attributes, types and names are any tokens.
#[test]
fn arbitrary_tokens() {
    let counts = Counts::default();
    let soup = || vec(any::<(u8, u8)>(), 0..8).prop_map(|words| mutate::soup(&words));
    let name = || {
        proptest::sample::select(vec!["start", "listen", "router", "retry", "timeout", "subflow", "spawn"])
    };
    let step = (name(), soup(), name(), soup(), soup());
    for_all(1500, &(soup(), vec(step, 0..4)), |(attr, steps)| {
        let steps: String = steps
            .iter()
            .enumerate()
            .map(|(index, (first, a, second, b, from))| {
                let name = char::from(b'a' + u8::try_from(index).unwrap_or_default());
                format!("#[{first}({a})] #[{second}({b})] async fn {name}(&self, #[from({from})] x: u8) -> u8 {{ 0 }}")
            })
            .collect();
        check(&format!("#[flow({attr})] impl Flow {{ {steps} }}"), &counts)
    });
    counts.print("arbitrary tokens");
}

/// Tokens without any order: mostly no block at all.
#[test]
fn arbitrary_items() {
    let counts = Counts::default();
    for_all(500, &(vec(any::<(u8, u8)>(), 0..8), vec(any::<(u8, u8)>(), 0..24)), |(attr, item)| {
        check(&format!("#[flow({})] impl F {{ {} }}", mutate::soup(&attr), mutate::soup(&item)), &counts)
    });
    counts.print("arbitrary items");
}

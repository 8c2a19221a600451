//! What generated code names and calls: nothing under which a user's crate may have something else.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit::{self, Visit};
use syn::{Attribute, ExprMethodCall, File, ImplItem, Item, ItemImpl, Macro, PatIdent, Path};

use crate::fuzz::mutate;

/// Methods that take a value of the standard library's by value: no trait's method comes before these. And one that has
/// a name which nobody else's has.
const METHODS: [&str; 4] = ["map", "map_err", "unwrap_or_else", "__flow_found"];

/// The flows of the crates in `tests/ui/hygiene`, and those of the fuzzer: together, they use every construct.
fn flows() -> Vec<ItemImpl> {
    let constructs = include_str!("../../tests/ui/hygiene/constructs.rs");
    let texts = [constructs].into_iter().chain(mutate::FLOWS);
    let items = texts.flat_map(|text| syn::parse_str::<File>(text).unwrap().items);
    items
        .filter_map(|item| match item {
            Item::Impl(block) if block.attrs.iter().any(is_flow) => Some(block),
            _ => None,
        })
        .collect()
}

fn is_flow(attr: &Attribute) -> bool {
    attr.path().is_ident("flow")
}

/// The expansion of a flow, and the block as it was.
fn expansion(block: &ItemImpl, mesh: bool) -> File {
    let mut block = block.clone();
    let mut options = TokenStream::new();
    for attr in std::mem::take(&mut block.attrs) {
        match &attr.meta {
            syn::Meta::List(list) if is_flow(&attr) => options = list.tokens.clone(),
            _ if is_flow(&attr) => {}
            _ => block.attrs.push(attr),
        }
    }
    if mesh && !options.to_string().contains("schedule") {
        options = quote!(schedule = "mesh", #options);
    }
    let expanded = crate::expand::flow(options, block.to_token_stream());
    assert!(!expanded.to_string().contains("compile_error"), "{expanded}");
    syn::parse2(expanded).unwrap()
}

fn words(tokens: TokenStream, into: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => _ = into.insert(ident.to_string()),
            TokenTree::Group(group) => words(group.stream(), into),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Names {
    /// What the user wrote.
    users: BTreeSet<String>,
    /// The parameters of `run`.
    inputs: BTreeSet<String>,
    found: BTreeSet<String>,
}

impl Names {
    fn report(&mut self, what: &str, of: impl ToTokens) {
        self.found.insert(format!("{what}: {}", of.to_token_stream()));
    }
}

impl<'a> Visit<'a> for Names {
    fn visit_attribute(&mut self, _: &'a Attribute) {}

    fn visit_pat_ident(&mut self, pat: &'a PatIdent) {
        let name = pat.ident.to_string();
        if !name.starts_with("__") && !self.inputs.contains(&name) {
            self.report("a constant may have the name of the local", &pat.ident);
        }
        visit::visit_pat_ident(self, pat);
    }

    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        if !METHODS.contains(&call.method.to_string().as_str()) {
            self.report("a trait may have the method", &call.method);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_path(&mut self, path: &'a Path) {
        let first = path.segments[0].ident.to_string();
        let own = match path.leading_colon {
            // The second is the method of `<Flow>::__flow_run`.
            Some(_) => first == "flow_core" || first.starts_with("__"),
            None => {
                first.starts_with("__")
                    || ["Self", "self", "S", "O", "T0", "T1", "T2"].contains(&first.as_str())
                    || path.segments.len() == 1 && (first.ends_with("Runner") || first.ends_with("Output"))
            }
        };
        if !own && !self.users.contains(&first) {
            self.report("something else may be under the path", path);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'a Macro) {
        visit::visit_macro(self, called);
        let tokens: Vec<String> = called.tokens.to_string().split_whitespace().map(str::to_owned).collect();
        for around in tokens.windows(2) {
            let method = around[1].split('(').next().unwrap_or_default();
            let is_method = method.starts_with(char::is_alphabetic) && !method.starts_with("await");
            if around[0].ends_with('.') && is_method && !METHODS.contains(&method) {
                self.report("in a macro, a trait may have the method", &called.path);
            }
        }
    }
}

#[test]
fn generated_code_names_nothing_that_a_user_can_have() {
    let mut found = BTreeSet::new();
    for block in flows() {
        for mesh in [false, true] {
            let file = expansion(&block, mesh);
            let mut names = Names::default();
            words(block.to_token_stream(), &mut names.users);
            let generated = &file.items[1..];
            names.inputs.extend(inputs(generated));
            generated.iter().for_each(|item| names.visit_item(item));
            found.extend(names.found);
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// The parameters of the methods called `run`, wherever they stand.
fn inputs(items: &[Item]) -> Vec<String> {
    struct Inputs(Vec<String>);
    impl<'a> Visit<'a> for Inputs {
        fn visit_impl_item_fn(&mut self, method: &'a syn::ImplItemFn) {
            if method.sig.ident == "run" {
                for input in &method.sig.inputs {
                    if let syn::FnArg::Typed(param) = input {
                        self.0.push(param.pat.to_token_stream().to_string());
                    }
                }
            }
        }
    }
    let mut inputs = Inputs(Vec::new());
    items.iter().for_each(|item| inputs.visit_item(item));
    inputs.0
}

/// Flow's own attributes are taken off, and nothing else.
#[test]
fn attributes_and_comments_of_steps_are_kept() {
    let block: ItemImpl = syn::parse_quote! {
        /// The flow.
        #[allow(clippy::unused_self)]
        #[other::attribute(1)]
        impl Kept {
            /// Begins.
            #[inline(always)]
            #[start]
            #[deprecated(note = "use another")]
            #[tracing::instrument(skip(self))]
            async fn begin(&self, #[allow(unused)] #[from_elsewhere] n: u8) -> u8 { n }

            #[doc(hidden)]
            #[listen(begin)]
            #[retry(times = 1)]
            #[timeout("1s")]
            #[must_use = "it is"]
            #[track_caller]
            #[expect(dead_code, reason = "why")]
            #[cold]
            fn end(&self, n: u8, #[context] cx: Context<'_>, #[from(begin)] again: &u8) -> Result<u8, Down> { n }

            /// No step.
            #[inline]
            const fn helper(&self) {}
        }
    };
    let Item::Impl(kept) = &expansion(&block, false).items[0] else { panic!("the block comes first") };
    let ours = ["start", "listen", "retry", "timeout", "context", "from"];
    let mut expected = block.clone();
    for item in &mut expected.items {
        let ImplItem::Fn(method) = item else { continue };
        let is_other = |attr: &Attribute| !ours.iter().any(|name| attr.path().is_ident(name));
        method.attrs.retain(is_other);
        for input in &mut method.sig.inputs {
            if let syn::FnArg::Typed(param) = input {
                param.attrs.retain(is_other);
            }
        }
    }
    assert_eq!(kept.to_token_stream().to_string(), expected.to_token_stream().to_string());
}

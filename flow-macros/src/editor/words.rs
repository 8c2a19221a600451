//! The words in the attributes of a flow, as far as they have been written: nothing here asks for a whole attribute.

use flow_graph::parse::Parsed;
use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};
use quote::format_ident;
use syn::ext::IdentExt;
use syn::{Attribute, Meta, Path};

/// What may stand somewhere.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// `#[from(…)]`, `each(…)`, `output = …`: the steps.
    Steps,
    /// In `and(…)`, `or(…)`, `quorum(…)`.
    Member,
    /// The trigger of `#[listen(…)]`.
    Listen,
    /// The trigger of `#[router(…)]`, or an option of a router without one.
    Router,
    /// Options.
    Options(&'static str),
}

impl Place {
    /// The module that has what may stand there.
    pub(super) fn module(self) -> Ident {
        let name = match self {
            Place::Steps => "steps",
            Place::Member => "member",
            Place::Listen => "listen",
            Place::Router => "router",
            Place::Options(module) => module,
        };
        format_ident!("{name}")
    }

    /// Whether that depends on the flow.
    pub(super) fn is_of_flow(self) -> bool {
        !matches!(self, Place::Options(_))
    }
}

/// Words that stand side by side.
pub(super) struct List {
    pub(super) place: Place,
    /// `None` where there is none yet.
    pub(super) words: Vec<Option<Ident>>,
}

/// Whose variant it is.
pub(super) enum Owner {
    /// That of the step of this name.
    Step(Ident),
    /// That of the step, by its number, which has the attribute.
    Own(Option<usize>),
}

/// All words of a flow's attributes.
#[derive(Default)]
pub(super) struct Words {
    pub(super) lists: Vec<List>,
    /// Variants; `None` where there is none yet.
    pub(super) variants: Vec<(Owner, Option<Ident>)>,
    /// What options have as a value.
    pub(super) values: Vec<TokenStream>,
    /// What options and attributes have as a type.
    pub(super) types: Vec<TokenStream>,
    /// The names of the attributes, and whether each stands on a parameter.
    pub(super) attributes: Vec<(Path, bool)>,
}

impl Words {
    pub(super) fn of(parsed: &Parsed, attr: &TokenStream) -> Words {
        let mut words = Words::default();
        words.flow(attr);
        for (step, syntax) in parsed.steps.iter().enumerate() {
            for attr in &syntax.attributes {
                words.attribute(Some(step), attr);
            }
        }
        for attr in &parsed.loose {
            words.attribute(None, attr);
        }
        words
    }

    fn attribute(&mut self, step: Option<usize>, attr: &Attribute) {
        let Some(name) = attr.path().segments.last().map(|segment| segment.ident.unraw().to_string()) else {
            return;
        };
        self.attributes.push((attr.path().clone(), name == "from" || name == "context"));
        let tokens = match &attr.meta {
            Meta::List(list) => list.tokens.clone(),
            _ => return,
        };
        match name.as_str() {
            "start" => self.options("several", items(tokens)),
            "listen" => self.trigger(Place::Listen, "several", step, tokens),
            "router" => self.trigger(Place::Router, "router", step, tokens),
            "from" => self.events(Place::Steps, step, items(tokens)),
            "retry" => self.options("retry", items(tokens)),
            "timeout" => self.options("timeout", items(tokens)),
            "subflow" => self.types.push(tokens),
            _ => {}
        }
    }

    /// What stands in `#[flow(…)]`.
    fn flow(&mut self, tokens: &TokenStream) {
        let items = items(tokens.clone());
        for item in &items {
            let (word, value) = option(item);
            match word.map(ToString::to_string).as_deref() {
                Some("output") => self.events(Place::Steps, None, vec![value.to_vec()]),
                Some("error") => self.types.push(value.iter().cloned().collect()),
                _ => {}
            }
        }
        self.options("flow", items);
    }

    fn trigger(&mut self, place: Place, options: &'static str, step: Option<usize>, tokens: TokenStream) {
        let mut items = items(tokens);
        let rest = items.split_off(1);
        self.events(place, step, items);
        for item in &rest {
            self.ends(step, item);
        }
        if !rest.is_empty() {
            self.options(options, rest);
        }
    }

    /// Steps, gates and variants.
    fn events(&mut self, place: Place, step: Option<usize>, items: Vec<Vec<TokenTree>>) {
        let words = items.iter().map(|item| word(item).cloned()).collect();
        self.lists.push(List { place, words });
        for item in &items {
            let Some(word) = word(item) else { continue };
            match &item[1..] {
                [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Parenthesis => {
                    let inside = self::items(group.stream());
                    match word.to_string().as_str() {
                        "ends" => self.ends(step, item),
                        "each" => self.events(Place::Steps, step, inside),
                        _ => self.events(Place::Member, step, inside),
                    }
                }
                [TokenTree::Punct(colon), TokenTree::Punct(_), rest @ ..] if colon.as_char() == ':' => {
                    let variant = rest.first().and_then(ident);
                    self.variants.push((Owner::Step(word.clone()), variant.cloned()));
                }
                _ => {}
            }
        }
    }

    /// `ends(A, B)`
    fn ends(&mut self, step: Option<usize>, item: &[TokenTree]) {
        let (Some(word), Some(TokenTree::Group(group))) = (word(item), item.get(1)) else { return };
        if word == "ends" {
            for item in items(group.stream()) {
                self.variants.push((Owner::Own(step), self::word(&item).cloned()));
            }
        }
    }

    fn options(&mut self, module: &'static str, items: Vec<Vec<TokenTree>>) {
        for item in &items {
            if let (Some(word), value) = option(item)
                && word == "on"
            {
                self.values.push(value.iter().cloned().collect());
            }
        }
        let words = items.iter().map(|item| word(item).cloned()).collect();
        self.lists.push(List { place: Place::Options(module), words });
    }
}

/// The words of an attribute that stand where steps do.
pub(super) fn events(attr: &Attribute) -> Vec<Ident> {
    let mut words = Words::default();
    words.attribute(None, attr);
    let lists = words.lists.into_iter().filter(|list| list.place.is_of_flow());
    lists.flat_map(|list| list.words.into_iter().flatten()).collect()
}

/// What stands between commas, other than those of generic arguments. There is one item at least.
fn items(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut items = vec![Vec::new()];
    let mut depth = 0_usize;
    let mut joint = false;
    for token in tokens {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => depth += 1,
                // Not the end of `->` or `=>`.
                '>' if !joint => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    items.push(Vec::new());
                    continue;
                }
                _ => {}
            }
            joint = punct.spacing() == Spacing::Joint && matches!(punct.as_char(), '-' | '=');
        }
        items.last_mut().expect("there is one").push(token);
    }
    items
}

/// `word = value`
fn option(item: &[TokenTree]) -> (Option<&Ident>, &[TokenTree]) {
    match item {
        [TokenTree::Ident(word), TokenTree::Punct(equals), value @ ..] if equals.as_char() == '=' => {
            (Some(word), value)
        }
        _ => (None, &[]),
    }
}

/// What an item begins with.
fn word(item: &[TokenTree]) -> Option<&Ident> {
    item.first().and_then(ident)
}

fn ident(token: &TokenTree) -> Option<&Ident> {
    match token {
        TokenTree::Ident(ident) if ident != "_" => Some(ident),
        _ => None,
    }
}

//! Where the mesh keeps values: one place per value that somebody takes.

use std::collections::BTreeSet;

use flow_graph::bind::{Mode, Source, UseId, Value};
use flow_graph::model::{Route, StepId};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use crate::args;
use crate::refined;
use crate::run::Cx;

/// A value that needs a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// What a step hands on when it succeeds.
    Success(StepId),
    /// A step's own error.
    Error(StepId),
    /// A value on its way back to a loop's header, for that use.
    Carry(UseId),
}

/// What kind of place a value needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One closure puts it in, takes it out, or clones it.
    Moved,
    /// The same, for several closures.
    Exchanged,
    /// It is lent, and later taken out or dropped.
    Lent,
    /// It is lent until the run is over.
    Kept,
}

impl Kind {
    /// The type of the place, for the path of a method: methods of the user's traits have the names of places' too.
    pub(crate) fn path(self) -> TokenStream {
        self.path_at(Span::mixed_site())
    }

    /// The same, located there.
    pub(crate) fn path_at(self, here: Span) -> TokenStream {
        match self {
            Kind::Moved => quote_spanned!(here=> __rt::Moved),
            Kind::Exchanged => quote_spanned!(here=> __rt::Exchanged),
            Kind::Lent => quote_spanned!(here=> __rt::Lent),
            Kind::Kept => quote_spanned!(here=> __rt::Kept),
        }
    }

    /// How a place is given to its methods.
    pub(crate) fn at(self, name: &Ident) -> TokenStream {
        let mutable = self.mutable();
        code!(&#mutable #name)
    }

    /// Whether there is one who uses the place, who needs no lock.
    pub(crate) fn mutable(self) -> Option<TokenStream> {
        (self == Kind::Moved).then(|| code!(mut))
    }
}

/// The places of one flow.
pub(crate) struct Storage {
    keys: Vec<(Key, Kind)>,
    /// The kind of a place from which a value is moved.
    moved: Kind,
}

impl Storage {
    /// `several` says whether several closures use the places.
    pub(crate) fn new(cx: &Cx<'_>, several: bool) -> Storage {
        let moved = if several { Kind::Exchanged } else { Kind::Moved };
        let mut needed: BTreeSet<Key> = BTreeSet::new();
        let uses = &cx.bindings.uses;
        for (id, it) in uses.iter().enumerate() {
            needed.insert(produced(it.event.step, &it.event.route));
            if is_way_back(cx, id) {
                needed.insert(Key::Carry(id));
            }
        }
        needed.extend(cx.graph.sinks.iter().map(|sink| Key::Success(sink.step)));
        let mut keys: Vec<(Key, Kind)> = needed.into_iter().map(|key| (key, kind(cx, key, moved))).collect();
        // The members of a race that is taken by reference are all lent in the same way, and so are those of another
        // race that has a member in common with it.
        let mut groups = lent_together(cx);
        let is_lent = |keys: &[(Key, Kind)], group: &BTreeSet<Key>| {
            keys.iter().any(|(key, kind)| group.contains(key) && *kind == Kind::Lent)
        };
        while let Some(found) = groups.iter().position(|group| is_lent(&keys, group)) {
            let group = groups.swap_remove(found);
            for (_, kind) in keys.iter_mut().filter(|(key, _)| group.contains(key)) {
                *kind = Kind::Lent;
            }
        }
        // Values are declared in the order in which they come to be, so that one may borrow from those before it.
        let place = |key: &Key| match key {
            Key::Success(step) | Key::Error(step) => cx.analysis.order().iter().position(|it| it == step),
            Key::Carry(id) => cx.analysis.order().iter().position(|it| *it == uses[*id].step),
        };
        keys.sort_by_key(|(key, _)| (place(key), *key));
        Storage { keys, moved }
    }

    pub(crate) fn kind(&self, key: Key) -> Option<Kind> {
        self.keys.iter().find(|(it, _)| *it == key).map(|(_, kind)| *kind)
    }

    /// The kind of a place from which a value is moved, such as that of an input.
    pub(crate) fn moved(&self) -> Kind {
        self.moved
    }

    /// The declarations of all places.
    pub(crate) fn declarations(&self, cx: &Cx<'_>) -> TokenStream {
        self.keys
            .iter()
            .map(|(key, kind)| {
                let name = name(cx, *key);
                let ty = value_type(cx, *key).unwrap_or_else(|| code!(_));
                let (kind, mutable) = (kind.path(), kind.mutable());
                code!(let #mutable #name = #kind::<#ty>::new();)
            })
            .collect()
    }

    /// Puts a value into its place, if it has one.
    pub(crate) fn put(&self, cx: &Cx<'_>, key: Key, value: &TokenStream) -> Option<TokenStream> {
        let kind = self.kind(key)?;
        let (place, name) = (kind.path(), kind.at(&name(cx, key)));
        Some(code!(#place::put(#name, #value);))
    }

    /// Takes a value out of its place.
    pub(crate) fn take(&self, cx: &Cx<'_>, key: Key) -> TokenStream {
        let kind = self.kind(key).unwrap_or(self.moved);
        let (place, name) = (kind.path(), kind.at(&name(cx, key)));
        code!(#place::take(#name))
    }

    /// Drops what an iteration of a loop with that scope has left.
    pub(crate) fn clear(&self, cx: &Cx<'_>, scope: &[StepId]) -> TokenStream {
        self.keys
            .iter()
            .filter(|(key, _)| matches!(key, Key::Success(step) | Key::Error(step) if scope.contains(step)))
            .map(|(key, kind)| {
                let (place, name) = (kind.path(), kind.at(&name(cx, *key)));
                code!(#place::clear(#name);)
            })
            .collect()
    }
}

/// The place's local.
pub(crate) fn name(cx: &Cx<'_>, key: Key) -> Ident {
    match key {
        Key::Success(step) => cx.names.of(step, "value"),
        Key::Error(step) => cx.names.of(step, "error"),
        Key::Carry(id) => cx.names.of(cx.bindings.uses[id].step, &format!("again{id}")),
    }
}

/// The value's type, where it can be written. A parameter can only be coerced from a type that is known before it.
fn value_type(cx: &Cx<'_>, key: Key) -> Option<TokenStream> {
    let (step, error) = match key {
        Key::Success(step) => (step, false),
        Key::Error(step) => (step, true),
        Key::Carry(id) => {
            let event = &cx.bindings.uses[id].event;
            (event.step, event.route == Route::Error)
        }
    };
    let syntax = &cx.parsed.steps[step];
    if error && refined::collects(cx, step) {
        let krate = &cx.krate;
        let ty = |ty: &Option<syn::Type>| match ty {
            Some(ty) if args::mentions_impl(ty) => None,
            Some(ty) => Some(cx.without_lifetimes(step, ty)),
            None => Some(code!(())),
        };
        let item = ty(&syntax.method_output)?;
        let error = syntax.error.is_some().then(|| ty(&syntax.error)).flatten()?;
        return Some(code!(#krate::ItemsFailed<#item, #error>));
    }
    let ty = if error { syntax.error.as_ref() } else { syntax.output.as_ref() }?;
    (!args::mentions_impl(ty)).then(|| cx.without_lifetimes(step, ty))
}

/// The place that a use reads.
pub(crate) fn read(cx: &Cx<'_>, id: UseId) -> Key {
    let event = &cx.bindings.uses[id].event;
    if is_way_back(cx, id) { Key::Carry(id) } else { produced(event.step, &event.route) }
}

pub(crate) fn produced(step: StepId, route: &Route) -> Key {
    match route {
        Route::Error => Key::Error(step),
        Route::Success | Route::Variant(_) => Key::Success(step),
    }
}

/// Whether the use is that of a loop's header for a new iteration.
pub(crate) fn is_way_back(cx: &Cx<'_>, id: UseId) -> bool {
    let it = &cx.bindings.uses[id];
    it.leaf.is_some()
        && cx.graph.loop_of_header(it.step).is_some_and(|around| around.scope.contains(&it.event.step))
}

fn kind(cx: &Cx<'_>, key: Key, moved_from: Kind) -> Kind {
    let uses = &cx.bindings.uses;
    let borrowed = (0..uses.len()).any(|id| uses[id].mode == Mode::Borrow && read(cx, id) == key);
    if !borrowed {
        return moved_from;
    }
    let moved = (0..uses.len()).any(|id| {
        let here = read(cx, id) == key
            || (is_way_back(cx, id) && produced(uses[id].event.step, &uses[id].event.route) == key);
        here && (uses[id].mode == Mode::Move || is_way_back(cx, id))
    });
    let looped = match key {
        Key::Success(step) | Key::Error(step) => {
            cx.graph.loops.iter().any(|around| around.scope.contains(&step))
        }
        Key::Carry(_) => true,
    };
    if moved || looped { Kind::Lent } else { Kind::Kept }
}

/// The places that one parameter may borrow from.
fn lent_together(cx: &Cx<'_>) -> Vec<BTreeSet<Key>> {
    fn collect(cx: &Cx<'_>, value: &Value, groups: &mut Vec<BTreeSet<Key>>) {
        match value {
            Value::One(_) => {}
            Value::Tuple(values) => values.iter().for_each(|value| collect(cx, value, groups)),
            Value::First(gate) | Value::Several(gate) if gate.borrowed => {
                groups.push(value.uses().into_iter().map(|id| read(cx, id)).collect());
            }
            Value::First(gate) | Value::Several(gate) => {
                gate.members.iter().flatten().for_each(|value| collect(cx, value, groups));
            }
        }
    }
    let mut groups = Vec::new();
    for source in cx.bindings.params.iter().flatten() {
        if let Source::Value(value) = source {
            collect(cx, value, &mut groups);
        }
    }
    groups
}

//! Arguments from places: what a step of the mesh takes when it begins.

use flow_graph::bind::{Gathered, Mode, UseId, Value};
use flow_graph::model::{Route, StepId};
use flow_graph::plan::Plan;
use proc_macro2::{Ident, TokenStream};

use crate::args::{self, Access, Args};
use crate::clones;
use crate::gates;
use crate::names;
use crate::run::{self, Cx};
use crate::storage::{self, Kind, Storage};

/// Values in places.
pub(super) struct Places<'a, 'b> {
    pub(super) cx: &'a Cx<'b>,
    pub(super) plan: &'a Plan,
    pub(super) storage: &'a Storage,
    /// The event whose variant has been taken apart for the first of several parameters, and its fields.
    pub(super) fields: Option<(Option<usize>, Vec<Ident>)>,
    /// Whether what is lent is asked for as the guard itself, which leaves the arm of a `match`, instead of a borrow of it.
    pub(super) guards: bool,
}

impl Access for Places<'_, '_> {
    fn value(&mut self, args: &mut Args, id: UseId) -> TokenStream {
        let cx = self.cx;
        let it = &cx.bindings.uses[id];
        let key = storage::read(cx, id);
        let name = storage::name(cx, key);
        let kind = self.storage.kind(key).unwrap_or(self.storage.moved());
        let (place, at) = (kind.path(), kind.at(&name));
        let local = args.local();
        let field = names::shown("field", cx.parsed.steps[it.event.step].ident.span());
        let pattern = it.field.map(|_| args::field_pattern(cx, id, &field));
        let (value, taken) = match (it.mode, pattern, it.optional) {
            (Mode::Move, None, false) => (code!(#place::take(#at)), code!(#local)),
            (Mode::Move, None, true) => (code!(#place::take_any(#at)), code!(#local)),
            (Mode::Move, Some(_), _) => return self.fields(args, id),
            (Mode::Clone | Mode::Copy, None, optional) => {
                let (read, clone) =
                    (if optional { code!(read_any) } else { code!(read) }, clones::of_use(cx, id).path());
                (code!(#place::#read(#at, #clone)), code!(#local))
            }
            (Mode::Clone | Mode::Copy, Some(pattern), _) => {
                let clone = clones::of_use(cx, id).call(false, &field);
                let read = variant(&code!(__value), &pattern, &clone);
                (code!(#place::read(#at, |__value| #read)), code!(#local))
            }
            (Mode::Borrow, Some(_), _) if self.moves_a_sibling(id) => {
                // The value is taken apart for this call, so its parts live in the call's future.
                args.guarded = true;
                let field = self.fields(args, id);
                return code!(&#field);
            }
            (Mode::Borrow, pattern, optional) => {
                let lent = kind == Kind::Lent;
                args.guarded |= lent;
                let value = match (pattern, optional, lent) {
                    (None, false, _) => code!(#place::lend(#at)),
                    (None, true, _) => code!(#place::lend_any(#at)),
                    (Some(pattern), _, false) => variant(&code!(#place::lend(#at)), &pattern, &code!(#field)),
                    (Some(pattern), _, true) => {
                        let part = variant(&code!(__value), &pattern, &code!(#field));
                        code!(#place::lend_part(#at, |__value| #part))
                    }
                };
                (value, self.lent(&local, lent, optional))
            }
        };
        if args.inline && it.mode != Mode::Borrow {
            return value;
        }
        args.outside.extend(code!(let #local = #value;));
        taken
    }

    fn first(&mut self, args: &mut Args, step: StepId, first: &Gathered) -> TokenStream {
        let cx = self.cx;
        let (arms, lent) = self.arms(args, step, first);
        let gate = self.plan.gate(step, first.node).unwrap_or(0);
        let winner = match cx.graph.loops.iter().position(|it| it.header == step) {
            Some(number) if first.node == 0 => {
                code!(__rt::Control::entered(&__control, #number, #gate))
            }
            _ => code!(__rt::Control::winner(&__control, #gate)),
        };
        let local = args.local();
        args.outside.extend(code! {
            let #local = match #winner { #(#arms)* _ => __rt::impossible() };
        });
        self.lent(&local, lent, first.optional)
    }

    fn several(&mut self, args: &mut Args, step: StepId, several: &Gathered) -> TokenStream {
        let (arms, lent) = self.arms(args, step, several);
        let gate = self.plan.gate(step, several.node).unwrap_or(0);
        let local = args.local();
        args.outside.extend(code! {
            let #local = __rt::Control::arrived(&__control, #gate, |__member| {
                match __member { #(#arms)* _ => __rt::impossible() }
            });
        });
        match (lent && !self.guards, several.optional) {
            (false, _) => code!(#local),
            (true, false) => code!(__rt::each_deref(&#local)),
            (true, true) => code!(__rt::each_deref_any(&#local)),
        }
    }

    fn input(&mut self, args: &mut Args, step: StepId, input: usize, clone: bool) -> TokenStream {
        let (name, copied) = run::input(self.cx, input);
        if copied {
            return code!(#name);
        }
        let local = args.local();
        let kind = self.storage.moved();
        let (place, at) = (kind.path(), kind.at(&name));
        let value = if clone {
            let clone = clones::of_input(self.cx, step, input).path();
            code!(#place::read(#at, #clone))
        } else {
            code!(#place::take(#at))
        };
        args.outside.extend(code!(let #local = #value;));
        code!(#local)
    }
}

impl Places<'_, '_> {
    /// An arm for each member of an `or` or a `quorum`, and whether what they give are guards.
    fn arms(&mut self, args: &mut Args, step: StepId, gate: &Gathered) -> (Vec<TokenStream>, bool) {
        let cx = self.cx;
        let is_lent = |id: UseId| self.storage.kind(storage::read(cx, id)) == Some(Kind::Lent);
        let lent = gate.borrowed && gate.members.iter().flatten().flat_map(Value::uses).any(is_lent);
        let guards = std::mem::replace(&mut self.guards, lent);
        let mut arms = Vec::new();
        for (index, member) in gate.members.iter().enumerate() {
            let value = match member {
                None => code!(__rt::None),
                Some(member) => {
                    let value = args.nested(|args| args::expression(args, self, step, member));
                    let value = match gate.borrowed {
                        true => gates::of_one_type(cx, &gate.members, member, value, lent_as(lent)),
                        false => value,
                    };
                    gates::of_gate(cx, gate, member, value)
                }
            };
            arms.push(code!(#index => #value,));
        }
        self.guards = guards;
        (arms, lent)
    }

    /// What a local gives that holds a guard, if it is `lent`, or else the value itself.
    fn lent(&self, local: &Ident, lent: bool, optional: bool) -> TokenStream {
        match (lent && !self.guards, optional) {
            (false, _) => code!(#local),
            (true, false) => code!(&*#local),
            (true, true) => code!(__rt::Option::as_deref(&#local)),
        }
    }

    /// One field of a variant that moves: the first that is asked for takes the value apart for all.
    fn fields(&mut self, args: &mut Args, id: UseId) -> TokenStream {
        let cx = self.cx;
        let it = &cx.bindings.uses[id];
        let taken = self.storage.take(cx, storage::read(cx, id));
        let (Route::Variant(name), Some((index, count))) = (&it.event.route, it.field) else {
            return taken;
        };
        let known = self.fields.take().filter(|(leaf, _)| *leaf == it.leaf);
        let (leaf, fields) = known.unwrap_or_else(|| {
            let span = cx.parsed.steps[it.event.step].ident.span();
            let fields: Vec<Ident> =
                (0..count).map(|_| names::shown(&args.local().to_string(), span)).collect();
            let patterns: Vec<TokenStream> = fields.iter().map(|field| code!(#field)).collect();
            let pattern = args::variant_pattern(cx, it.event.step, name, &patterns);
            let taken = variant(&taken, &pattern, &code!((#(#fields,)*)));
            args.outside.extend(code!(let (#(#fields,)*) = #taken;));
            (it.leaf, fields)
        });
        let field = &fields[index];
        let taken = code!(#field);
        self.fields = Some((leaf, fields));
        taken
    }

    /// Whether another parameter of the same call moves another field of the same variant.
    fn moves_a_sibling(&self, id: UseId) -> bool {
        let it = &self.cx.bindings.uses[id];
        self.cx.bindings.uses.iter().any(|other| {
            other.step == it.step
                && other.leaf == it.leaf
                && other.field.is_some()
                && other.mode == Mode::Move
        })
    }
}

/// The type in which values are lent: a reference, or a guard that gives one.
fn lent_as(guarded: bool) -> impl Fn(TokenStream) -> TokenStream {
    move |ty| if guarded { code!(__rt::Guard<'_, #ty>) } else { code!(&#ty) }
}

/// `match value { pattern => taken, _ => impossible }`
fn variant(value: &TokenStream, pattern: &TokenStream, taken: &TokenStream) -> TokenStream {
    code! {
        match #value {
            #pattern => #taken,
            _ => __rt::impossible(),
        }
    }
}

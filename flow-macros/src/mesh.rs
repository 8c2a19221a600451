//! The schedule that is right for every flow: each step's future in a place of its own, its value in another, and the
//! control state of flow-core saying what comes next.

mod groups;
mod joins;
mod places;

use flow_graph::bind::UseId;
use flow_graph::model::{Graph, Receiver, StepId};
use flow_graph::plan::{GateKind, GatePlan, Plan};
use proc_macro2::{Ident, TokenStream};

use self::places::Places;
use crate::args::{self, Args};
use crate::run::{self, Cx};
use crate::storage::{self, Key, Kind, Storage};
use crate::{data, names, refined, steps};

/// The body of `run`.
pub(crate) fn body(cx: &Cx<'_>) -> TokenStream {
    let plan = Plan::of(cx.graph);
    let storage = Storage::new(cx, groups::are_needed(cx));
    let mesh = Mesh { cx, plan: &plan, storage: &storage };
    if joins::are_all(cx) {
        return mesh.joined();
    }
    let constant = data::plan(&plan);
    let sizes = &plan.sizes;
    let (steps, gates, members, loops, words, kept) =
        (sizes.steps, sizes.gates, sizes.members, sizes.loops, sizes.words, sizes.kept);
    let inputs = mesh.inputs();
    let values = storage.declarations(cx);
    let error = cx.error_type();
    let phases = mesh.phases();
    let verdict = mesh.verdict();
    let output = mesh.output();
    code! {
        const __PLAN: __rt::plan::Plan = #constant;
        let mut __control = __rt::Control::<#steps, #gates, #members, #loops, #words, #kept>::new(&__PLAN);
        let mut __failures: __rt::Broke<#error> = __rt::Vec::new();
        #inputs
        #values
        #phases
        #verdict
        __rt::Ok(#output)
    }
}

struct Mesh<'a, 'b> {
    cx: &'a Cx<'b>,
    plan: &'a Plan,
    storage: &'a Storage,
}

impl Mesh<'_, '_> {
    /// Inputs that are not references move into places, from which the start steps take them.
    fn inputs(&self) -> TokenStream {
        let kind = self.storage.moved();
        let (place, mutable) = (kind.path(), kind.mutable());
        (0..self.cx.graph.inputs.len())
            .filter_map(|input| {
                let (name, copied) = run::input(self.cx, input);
                (!copied).then(|| code!(let #mutable #name = #place::with(#name);))
            })
            .collect()
    }

    /// The driver: as many phases as there are steps that need the state for themselves, and one more.
    fn phases(&self) -> TokenStream {
        let cx = self.cx;
        // In topological order, so that the compiler knows a value's type before it sees who takes it.
        let all = cx.analysis.order().iter().copied();
        let exclusive = |step: &StepId| cx.graph.steps[*step].receiver == Receiver::Exclusive;
        let (alone, beside): (Vec<StepId>, Vec<StepId>) = all.partition(exclusive);
        let pending: Vec<StepId> = beside.iter().copied().filter(|&step| self.is_pending(step)).collect();
        let places = pending.iter().map(|&step| {
            let place = self.place(step);
            code!(let mut #place = __rt::pin!(__rt::None);)
        });
        let (groups, steps) = self.groups(&beside);
        let turns = (0..cx.graph.loops.len()).map(|number| self.turn(number));
        let alone_arms = alone.iter().map(
            |&step| code!(__rt::Work::Start(#step) => return __rt::Poll::Ready(__rt::Phase::Alone(#step)),),
        );
        let decided = self.decided();
        let stop = self.stop();
        let driver = code! {
            #(#places)*
            #groups
            __rt::poll_fn(|__cx| {
                __rt::Control::wake(&mut __control);
                #stop
                loop {
                    match __rt::Control::next(&mut __control) {
                        #steps
                        #(#alone_arms)*
                        #(#turns)*
                        #decided
                        __rt::Work::Wait => return __rt::Poll::Pending,
                        __rt::Work::End => return __rt::Poll::Ready(__rt::Phase::Over),
                        _ => __rt::impossible(),
                    }
                }
            })
            .await
        };
        if alone.is_empty() {
            // An owned state has been lent already.
            let this = (cx.receiver() != Receiver::Owned).then(|| code!(let __this = self;));
            return code! {
                {
                    #this
                    let _: __rt::Phase = { #driver };
                }
            };
        }
        let alone = alone.iter().map(|&step| self.alone(step));
        code! {
            loop {
                let __phase = {
                    let __this = &*self;
                    #driver
                };
                match __phase {
                    __rt::Phase::Over => break,
                    #(#alone)*
                    __rt::Phase::Alone(_) => __rt::impossible(),
                }
            }
        }
    }

    /// What is done with a step: it is started, polled, cancelled.
    fn arms(&self, step: StepId) -> TokenStream {
        if !self.is_pending(step) {
            let all = self.at_once(step, &steps::ended(self.cx, self.storage, step));
            return code!(__rt::Work::Start(#step) => { #all });
        }
        let (place, future) = (self.place(step), self.future(step));
        let (poll, cancel) = (self.poll(step), self.cancel(step));
        code! {
            __rt::Work::Start(#step) => {
                let __future = { #future };
                __rt::start(&mut #place, __future);
            }
            #poll
            #cancel
        }
    }

    fn cancel(&self, step: StepId) -> TokenStream {
        let place = self.place(step);
        if !refined::is_refined(self.cx, step) {
            // What the step has begun ends before the step does.
            return code! {
                __rt::Work::Cancel(#step) => {
                    __rt::stop(&mut #place);
                    __rt::Watch::cancelled(&__watch, #step, __rt::Control::lost_to(&__control, #step));
                }
            };
        }
        let losing = losing(step);
        code! {
            __rt::Work::Cancel(#step) => {
                #losing
                __rt::stop(&mut #place);
                __rt::Watch::settled(&__watch);
            }
        }
    }

    /// Whether a step may have to wait, so that it has a place for its future.
    fn is_pending(&self, step: StepId) -> bool {
        self.cx.graph.steps[step].is_async || refined::is_refined(self.cx, step)
    }

    fn place(&self, step: StepId) -> Ident {
        self.cx.names.of(step, "future")
    }

    fn args(&self, step: StepId) -> Args {
        let mut args = args::build(
            self.cx,
            &mut Places { cx: self.cx, plan: self.plan, storage: self.storage, fields: None, guards: false },
            step,
        );
        args.shared = code!(__this);
        args
    }

    /// Runs a step that cannot wait. What becomes of what it returned is `ended`.
    fn at_once(&self, step: StepId, ended: &TokenStream) -> TokenStream {
        let args = self.args(step);
        let (outside, inside) = (&args.outside, &args.inside);
        let call = steps::call(self.cx, step, &args, &code!(__this));
        code! {
            #outside
            __rt::Watch::started(&__watch, #step);
            let __out = { #inside #call };
            #ended
        }
    }

    /// Begins a step that may have to wait: its future, which ends in what it returned.
    fn future(&self, step: StepId) -> TokenStream {
        let cx = self.cx;
        let args = self.args(step);
        let (outside, inside) = (&args.outside, &args.inside);
        if refined::is_refined(cx, step) {
            let watched = cx.names.of(step, "watch");
            let run = refined::run(cx, step, &args, &code!(__this), &watched);
            let result = refined::result(cx, step, &watched, &names::local("out"));
            return code! {
                #outside
                let __watch = __rt::Watch::branch(&__watch);
                async move {
                    let #watched = __rt::Watch::step(&__watch, #step);
                    let __out = #run;
                    #result
                }
            };
        }
        let call = steps::call(cx, step, &args, &code!(__this));
        let (before, future) = if args.guarded {
            (code!(#outside), code!(async move { #inside #call.await }))
        } else {
            (code!(#outside #inside), call)
        };
        let future = steps::polled(step, &code!(__rt::None), &future);
        code! {
            __rt::Watch::started(&__watch, #step);
            #before
            #future
        }
    }

    /// Ends the run if somebody outside wants it to end, where its steps are waited for.
    fn stop(&self) -> Option<TokenStream> {
        self.cx.waits_when_stopped().then(|| {
            code!(if __rt::Stop::is_set(&__stop) {
                __rt::Control::stop(&mut __control);
            })
        })
    }

    /// Tells who watches which member decided an `or` or a `quorum`.
    fn decided(&self) -> TokenStream {
        let decides = |gate: &GatePlan| matches!(gate.kind, GateKind::Or | GateKind::Quorum { .. });
        if !self.plan.gates.iter().any(decides) {
            return TokenStream::new();
        }
        code! {
            __rt::Work::Decided(__gate) => {
                let (__step, __member) = __rt::Control::decision(&__control, __gate);
                __rt::Watch::decided(&__watch, __step, __member);
                __rt::Watch::settled(&__watch);
            }
        }
    }

    fn poll(&self, step: StepId) -> TokenStream {
        let place = self.place(step);
        let ended = steps::ended(self.cx, self.storage, step);
        code! {
            __rt::Work::Poll(#step) => {
                if let __rt::Some(__rt::Poll::Ready(__out)) = __rt::poll(&mut #place, __cx) {
                    #ended
                }
            }
        }
    }

    /// A step that has the state for itself. While it waits, races of the instant in which it has begun are decided, and
    /// it may lose one.
    fn alone(&self, step: StepId) -> TokenStream {
        let cx = self.cx;
        let mut args = self.args(step);
        args.shared = code!(&*self);
        let (outside, inside) = (&args.outside, &args.inside);
        let ended = steps::ended(cx, self.storage, step);
        let exclusive = code!(&mut *self);
        if !self.is_pending(step) {
            let call = steps::call(cx, step, &args, &exclusive);
            return code! {
                __rt::Phase::Alone(#step) => {
                    __rt::Watch::started(&__watch, #step);
                    let __out = { #outside #inside #call };
                    #ended
                }
            };
        }
        let is_refined = refined::is_refined(cx, step);
        let (begin, future, end) = if is_refined {
            let watched = cx.names.of(step, "watch");
            let run = refined::run(cx, step, &args, &exclusive, &watched);
            let result = refined::result(cx, step, &watched, &names::local("out"));
            let begin = code!(let #watched = __rt::Watch::step(&__watch, #step););
            (begin, code!(async { #run }), result)
        } else {
            let call = steps::call(cx, step, &args, &exclusive);
            let call = steps::polled(step, &code!(__rt::None), &call);
            (code!(__rt::Watch::started(&__watch, #step); #inside), call, code!(__out))
        };
        let stop = self.stop();
        // A guard tells of its end by itself.
        let losing = is_refined.then(|| losing(step));
        let lost = if is_refined {
            code!(__rt::Watch::settled(&__watch);)
        } else {
            code!(__rt::Watch::cancelled(&__watch, #step, __rt::Control::lost_to(&__control, #step));)
        };
        let decided = self.decided();
        code! {
            __rt::Phase::Alone(#step) => {
                let __out = {
                    #outside
                    #begin
                    let __out = {
                    let mut __future = __rt::pin!(#future);
                    __rt::poll_fn(|__cx| {
                        __rt::Control::wake(&mut __control);
                        #stop
                        loop {
                            match __rt::Control::next(&mut __control) {
                                __rt::Work::Poll(#step) => {
                                    if let __rt::Poll::Ready(__out) = __rt::Future::poll(__rt::Pin::as_mut(&mut __future), __cx) {
                                        return __rt::Poll::Ready(__rt::Some(__out));
                                    }
                                }
                                #decided
                                __rt::Work::Cancel(#step) => {
                                    #losing
                                    return __rt::Poll::Ready(__rt::None);
                                }
                                __rt::Work::Wait => return __rt::Poll::Pending,
                                _ => __rt::impossible(),
                            }
                        }
                    })
                    .await
                    };
                    match __out {
                        __rt::Some(__out) => __rt::Some(#end),
                        __rt::None => __rt::None,
                    }
                };
                match __out {
                    __rt::Some(__out) => { #ended }
                    __rt::None => { #lost }
                }
            }
        }
    }

    /// The end of an iteration: the way back's value moves to the header's place, the rest is dropped.
    fn turn(&self, number: usize) -> TokenStream {
        let cx = self.cx;
        let it = &cx.graph.loops[number];
        let mut arms = Vec::new();
        for &back in it.backs.iter() {
            let uses = self.uses_of_member(it.header, back);
            let moves: Vec<TokenStream> = uses
                .into_iter()
                .map(|id| {
                    let event = &cx.bindings.uses[id].event;
                    let value = self.storage.take(cx, storage::produced(event.step, &event.route));
                    self.storage.put(cx, Key::Carry(id), &value).unwrap_or_default()
                })
                .collect();
            if !moves.is_empty() {
                arms.push(code!(#back => { #(#moves)* }));
            }
        }
        let clear = self.storage.clear(cx, &it.scope);
        let header = it.header;
        let carry = (!arms.is_empty())
            .then(|| code!(match __rt::Control::turns_to(&__control, #number) { #(#arms)* _ => {} }));
        code! {
            __rt::Work::Turn(#number) => {
                #carry
                #clear
                __rt::Control::turned(&mut __control, #number);
                __rt::Watch::iteration(&__watch, #header, __rt::Control::runs(&__control, #number));
            }
        }
    }

    /// The uses that stand in one member of a header's `or`.
    fn uses_of_member(&self, header: StepId, member: usize) -> Vec<UseId> {
        let uses = &self.cx.bindings.uses;
        let range = leaves_of_member(self.cx.graph, header, member);
        (0..uses.len())
            .filter(|&id| uses[id].step == header && uses[id].leaf.is_some_and(|leaf| range.contains(&leaf)))
            .collect()
    }

    fn verdict(&self) -> TokenStream {
        let cx = self.cx;
        let flow = cx.flow();
        let names = (0..cx.graph.steps.len()).map(|step| cx.names.text(step));
        code! {
            __rt::verdict(&__control, #flow, &[#(#names),*], __failures)?;
        }
    }

    fn output(&self) -> TokenStream {
        let cx = self.cx;
        let values: Vec<TokenStream> = cx
            .graph
            .sinks
            .iter()
            .map(|sink| {
                let key = Key::Success(sink.step);
                let value = match (self.storage.kind(key), storage::name(cx, key)) {
                    (Some(Kind::Kept), name) => code!(__rt::Kept::into_any(#name)),
                    (kind, name) => {
                        let kind = kind.unwrap_or(self.storage.moved());
                        let (place, at) = (kind.path(), kind.at(&name));
                        code!(#place::take_any(#at))
                    }
                };
                if sink.always { code!(#value.unwrap_or_else(|| __rt::impossible())) } else { value }
            })
            .collect();
        run::output(cx, &values)
    }
}

/// Tells who watches which race a refined step has lost, before its guard tells that it has ended.
fn losing(step: StepId) -> TokenStream {
    code! {
        if let __rt::Some(__race) = __rt::Control::lost_to(&__control, #step) {
            __rt::Watch::losing(&__watch, __race);
        }
    }
}

/// Which events of a trigger, in the order written, stand in one member of its `or`.
fn leaves_of_member(graph: &Graph, header: StepId, member: usize) -> std::ops::Range<usize> {
    let Some(trigger) = &graph.steps[header].trigger else { return 0..0 };
    let mut begin = 0;
    for (index, it) in trigger.members().iter().enumerate() {
        let count = it.events().len();
        if index == member {
            return begin..begin + count;
        }
        begin += count;
    }
    0..0
}

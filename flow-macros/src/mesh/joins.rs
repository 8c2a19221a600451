//! A mesh in which every step waits for all that it names, and nothing races, routes or turns: each step runs once, or the
//! flow fails. That needs no tables. The driver looks at each step in turn, in topological order, as a person would: it
//! begins a step when what that waits for has happened, and polls it until it is done.

use flow_graph::model::{Receiver, Route, StepId, StepKind, Trigger};
use proc_macro2::TokenStream;
use quote::format_ident;

use super::Mesh;
use super::groups::{self, GROUP};
use crate::run::Cx;
use crate::{refined, steps};

/// Whether a flow is of that kind.
pub(super) fn are_all(cx: &Cx<'_>) -> bool {
    fn waits_for_all(trigger: &Trigger) -> bool {
        match trigger {
            Trigger::Event(event) => event.route == Route::Success,
            Trigger::And(members) => members.iter().all(waits_for_all),
            Trigger::Or(_) | Trigger::Quorum { .. } => false,
        }
    }
    cx.graph.loops.is_empty()
        && cx.graph.steps.iter().all(|step| {
            step.kind != StepKind::Router
                && step.receiver != Receiver::Exclusive
                && !step.must_finish
                && step.trigger.as_ref().is_none_or(waits_for_all)
        })
}

impl Mesh<'_, '_> {
    /// The body of `run`.
    pub(super) fn joined(&self) -> TokenStream {
        let cx = self.cx;
        let words = self.plan.sizes.words;
        let inputs = self.inputs();
        let values = self.storage.declarations(cx);
        let this = (cx.receiver() != Receiver::Owned).then(|| code!(let __this = self;));
        let order: Vec<StepId> =
            (0_u16..).take(cx.graph.steps.len()).map(|place| self.plan.step(place)).collect();
        let places = order.iter().filter(|&&step| self.is_pending(step)).map(|&step| {
            let place = self.place(step);
            code!(let mut #place = __rt::pin!(__rt::None);)
        });
        let error = cx.error_type();
        let ended = self.happened(&order);
        let output = self.output();
        let fails = order.iter().any(|&step| self.can_fail(step));
        let (groups, all, cancel) = if groups::are_needed(cx) {
            let (closures, calls, cancels) = self.groups_of_joins(&order, fails);
            (closures, calls, cancels)
        } else {
            let all = order.iter().map(|&step| self.join(step)).collect();
            (TokenStream::new(), all, self.drop_running(&order))
        };
        let (all, failure) = if fails {
            let all = code! {
                let __failure: __rt::Option<__rt::FlowError<#error>> = '__pass: { #all __rt::None };
                if let __rt::Some(__error) = __failure {
                    #cancel
                    return __rt::Poll::Ready(__rt::Err(__error));
                }
            };
            (all, code!(?;))
        } else {
            (all, code!(;))
        };
        let result = if fails { code!(__rt::Ok(())) } else { code!(()) };
        code! {
            #inputs
            #values
            {
                #this
                #(#places)*
                let mut __joins = __rt::Joins::<#words>::new();
                #groups
                __rt::poll_fn(|__cx| {
                    let mut __now = __joins;
                    #all
                    if #ended { return __rt::Poll::Ready(#result) }
                    __joins = __now;
                    __rt::Poll::Pending
                })
                .await #failure
            }
            __rt::Ok(#output)
        }
    }

    /// Whether all of these have happened.
    fn happened(&self, steps: &[StepId]) -> TokenStream {
        let mut masks = vec![0_u64; self.plan.sizes.words];
        for &step in steps {
            let place = usize::from(self.plan.place(step));
            masks[place / 64] |= 1 << (place % 64);
        }
        let tests = masks.iter().enumerate().filter(|(_, mask)| **mask != 0).map(|(word, mask)| {
            let mask = proc_macro2::Literal::u64_unsuffixed(*mask);
            code!(__rt::Joins::have_happened(&__now, #word, #mask))
        });
        code!(#(#tests)&&*)
    }

    fn can_fail(&self, step: StepId) -> bool {
        self.cx.graph.steps[step].fallible || refined::is_refined(self.cx, step)
    }

    /// Begins a step if it is time, and polls it if it runs.
    fn join(&self, step: StepId) -> TokenStream {
        let mut sources: Vec<StepId> = Vec::new();
        if let Some(trigger) = &self.cx.graph.steps[step].trigger {
            sources.extend(trigger.events().iter().map(|event| event.step));
        }
        let awaited = (!sources.is_empty()).then(|| self.happened(&sources));
        let (own, ended) = (self.happened(&[step]), self.ended(step));
        if !self.is_pending(step) {
            let awaited = awaited.map(|awaited| code!(&& #awaited));
            let all = self.at_once(step, &ended);
            return code!(if !#own #awaited { #all });
        }
        let (place, future) = (self.place(step), self.future(step));
        let waits = awaited.map(|awaited| code!(if !(#awaited) { return __rt::None; }));
        code! {
            if !#own {
                let __out = __rt::advance(&mut #place, __cx, || {
                    #waits
                    __rt::Some({ #future })
                });
                if let __rt::Some(__out) = __out { #ended }
            }
        }
    }

    /// What becomes of what a step returned.
    fn ended(&self, step: StepId) -> TokenStream {
        let (cx, number) = (self.cx, usize::from(self.plan.place(step)));
        let value = steps::value(cx, step);
        let keep = steps::keep(cx, self.storage, step, &value);
        let happened = code!(#keep __rt::Joins::happened(&mut __now, #number););
        if refined::is_refined(cx, step) {
            let unhandled = refined::unhandled(cx, step);
            return code! {
                match __rt::Result::map_err(__out, #unhandled) {
                    __rt::Ok(#value) => { #happened }
                    __rt::Err(__error) => break '__pass __rt::Some(__error),
                }
            };
        }
        if !cx.graph.steps[step].fallible {
            return code!(let #value = __rt::Watch::done(&__watch, #step, __out); #happened);
        }
        let failed = steps::failed(cx, step);
        code! {
            match __rt::Result::map_err(__rt::Watch::result(&__watch, #step, __out, __rt::describe!()), #failed) {
                __rt::Ok(#value) => { #happened }
                __rt::Err(__error) => break '__pass __rt::Some(__error),
            }
        }
    }

    /// Drops what runs, because the flow has failed.
    fn drop_running(&self, steps: &[StepId]) -> TokenStream {
        let pending = steps.iter().filter(|&&step| self.is_pending(step));
        pending
            .map(|&step| {
                let place = self.place(step);
                if refined::is_refined(self.cx, step) {
                    // Its guard tells who watches.
                    return code!(__rt::stop(&mut #place););
                }
                code! {
                    if __rt::stop(&mut #place) {
                        __rt::Watch::cancelled(&__watch, #step, __rt::None);
                    }
                }
            })
            .collect()
    }

    /// A closure for each group of steps, the calls that poll them, and those that drop what runs.
    fn groups_of_joins(&self, order: &[StepId], fails: bool) -> (TokenStream, TokenStream, TokenStream) {
        let words = self.plan.sizes.words;
        let error = self.cx.error_type();
        let (mut closures, mut calls, mut cancels) =
            (TokenStream::new(), TokenStream::new(), TokenStream::new());
        for (index, group) in order.chunks(GROUP).enumerate() {
            let name = format_ident!("__group{}", index, span = proc_macro2::Span::mixed_site());
            let all: TokenStream = group.iter().map(|&step| self.join(step)).collect();
            let done = self.happened(group);
            if !fails {
                closures.extend(code! {
                    let mut #name = |mut __now: &mut __rt::Joins<#words>, __cx: &mut __rt::TaskContext<'_>| { #all };
                });
                calls.extend(code!(if !(#done) { #name(&mut __now, __cx); }));
                continue;
            }
            let cancel = self.drop_running(group);
            closures.extend(code! {
                let mut #name = |
                    mut __now: &mut __rt::Joins<#words>,
                    __cx: __rt::Option<&mut __rt::TaskContext<'_>>,
                | -> __rt::Option<__rt::FlowError<#error>> {
                    let __rt::Some(__cx) = __cx else {
                        #cancel
                        return __rt::None;
                    };
                    '__pass: { #all __rt::None }
                };
            });
            calls.extend(code! {
                if !(#done) {
                    if let __rt::Some(__error) = #name(&mut __now, __rt::Some(__cx)) {
                        break '__pass __rt::Some(__error);
                    }
                }
            });
            cancels.extend(code!(#name(&mut __now, __rt::None);));
        }
        (closures, calls, cancels)
    }
}

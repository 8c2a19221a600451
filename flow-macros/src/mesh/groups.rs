//! The steps of a large mesh in groups, each with a closure of its own.
//!
//! A closure's type has a part for everything it captures, and rustc's work on each mention of a captured place grows with
//! that type. With one closure for hundreds of steps, the whole grows with the square of their number.

use flow_graph::model::{Receiver, StepId};
use proc_macro2::TokenStream;
use quote::format_ident;

use super::Mesh;
use crate::run::Cx;

/// How many steps one closure is for. A mesh of no more than two groups is not worth the bother.
pub(super) const GROUP: usize = 32;

/// Whether a flow's steps go into groups.
pub(super) fn are_needed(cx: &Cx<'_>) -> bool {
    let beside = cx.graph.steps.iter().filter(|step| step.receiver != Receiver::Exclusive);
    // A loop that turns clears values that the closures would hold on to.
    beside.count() > 2 * GROUP && cx.graph.loops.is_empty()
}

impl Mesh<'_, '_> {
    /// What goes before the driver, and the arms of its `match` for these steps.
    pub(super) fn groups(&self, steps: &[StepId]) -> (TokenStream, TokenStream) {
        if !are_needed(self.cx) {
            let arms = steps.iter().map(|&step| self.arms(step));
            return (TokenStream::new(), arms.collect());
        }
        let sizes = &self.plan.sizes;
        let (count, gates, members, loops, words, kept) =
            (sizes.steps, sizes.gates, sizes.members, sizes.loops, sizes.words, sizes.kept);
        let error = self.cx.error_type();
        let (mut closures, mut calls) = (TokenStream::new(), TokenStream::new());
        for (index, group) in steps.chunks(GROUP).enumerate() {
            let name = format_ident!("__group{}", index, span = proc_macro2::Span::mixed_site());
            let arms = group.iter().map(|&step| self.arms(step));
            closures.extend(code! {
                #[allow(unused_mut)]
                let mut #name = |
                    __work: __rt::Work,
                    mut __control: &mut __rt::Control<#count, #gates, #members, #loops, #words, #kept>,
                    mut __failures: &mut __rt::Broke<#error>,
                    __cx: &mut __rt::TaskContext<'_>,
                | match __work {
                    #(#arms)*
                    _ => __rt::impossible(),
                };
            });
            calls.extend(code! {
                __work @ (
                    __rt::Work::Start(#(#group)|*)
                    | __rt::Work::Poll(#(#group)|*)
                    | __rt::Work::Cancel(#(#group)|*)
                ) => #name(__work, &mut __control, &mut __failures, __cx),
            });
        }
        (closures, calls)
    }
}

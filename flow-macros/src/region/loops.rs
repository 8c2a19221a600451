//! A loop as `loop`: one iteration after the other.

use flow_graph::model::StepId;
use flow_graph::regions::{Gate, Region};
use proc_macro2::TokenStream;

use super::block::{Block, Emitter};
use super::scope::{self, Presence, Scope, Var};
use super::values::taken_of;

impl Emitter<'_, '_> {
    pub(super) fn turns(
        &mut self,
        header: StepId,
        body: &Region,
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<()> {
        let cx = self.cx;
        let entry = Gate { step: header, node: 0, again: false };
        let again = Gate { step: header, node: 0, again: true };
        let (first, next) = (Var::First(entry), Var::First(again));
        let takes = taken_of(cx, entry).is_some();
        let name = scope::name(cx, &first);
        if scope.get(&first).is_none() {
            let (index, _) = self.schedule.gates.get(&entry)?.first()?.clone();
            let value = self.member(entry, index, scope, code)?;
            code.extend(code!(let mut #name = #value;));
        } else {
            let value = scope.certain(cx, first.clone(), code)?;
            code.extend(code!(let mut #name = #value;));
        }
        scope.add(first.clone(), Presence::Certain);

        let mut exports = self.exports(body);
        let Block { code: body, scope: inner } = self.block(Some(body), scope.clone(), &exports)?;
        exports.retain(|var| *var != next);
        self.taken.insert(again);
        let presence = |var: &Var| inner.get(var);
        let values = self.hand_out(&exports, &inner, presence)?;
        let turn = scope::name(cx, &next);
        if inner.get(&next)? != Presence::Optional {
            return None;
        }
        let (flow, text, error) = (cx.flow(), cx.names.text(header), cx.error_type());
        let limit = cx.graph.loop_of_header(header)?.max_iterations;
        let rounds = cx.names.of(header, "rounds");
        let assign = if takes { code!(#name = #turn;) } else { TokenStream::new() };
        let unused = if takes { TokenStream::new() } else { code!(let () = #name;) };
        let turned = if takes { code!(#turn) } else { code!(()) };
        let value = code! {
            {
                let mut #rounds = __rt::Rounds::new(#flow, #text, #limit);
                loop {
                    #unused
                    #body
                    match #turn {
                        __rt::Some(#turned) => {
                            __rt::Watch::iteration(&__watch, #header, __rt::Rounds::again::<#error>(&mut #rounds)?);
                            #assign
                        }
                        __rt::None => break #values,
                    }
                }
            }
        };
        let value = if exports.is_empty() { code!(#value;) } else { value };
        self.bind(&exports, value, scope, code, presence)?;
        Some(())
    }
}

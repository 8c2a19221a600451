//! A loop as `loop`: one iteration after the other.

use flow_graph::model::StepId;
use flow_graph::regions::{Gate, Region};
use proc_macro2::TokenStream;

use super::block::{Block, Emitter};
use super::pieces;
use super::routes::{Routed, presence_in};
use super::scope::{self, Presence, Scope, Var};
use super::values::taken_of;

/// An iteration.
struct Turn {
    code: TokenStream,
    /// Gives what the next iteration begins with, or leaves the loop.
    next: TokenStream,
    /// What is at hand where the loop is left.
    leaving: Vec<Scope>,
}

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
        exports.retain(|var| *var != next);
        let around = std::mem::replace(&mut self.inside, body.steps().into_iter().collect());
        let Turn { code: body, next: next_turn, leaving } =
            self.turn(body, &next, &exports, scope.clone())?;
        self.inside = around;
        self.taken.insert(again);

        let turn = scope::name(cx, &next);
        let (flow, text, error) = (cx.flow(), cx.names.text(header), cx.error_type());
        let limit = cx.graph.loop_of_header(header)?.max_iterations;
        let rounds = cx.names.of(header, "rounds");
        let assign = if takes { code!(#name = #turn;) } else { TokenStream::new() };
        let unused = if takes { TokenStream::new() } else { code!(let () = #name;) };
        let turned = if takes { code!(#turn) } else { code!(()) };
        let value = code! {
            {
                let mut #rounds = __rt::Rounds::new();
                loop {
                    #unused
                    #body
                    let #turned = #next_turn;
                    let __round = __rt::Rounds::again::<#error>(&mut #rounds, #flow, #text, #limit)?;
                    __rt::Watch::iteration(&__watch, #header, __round);
                    #assign
                }
            }
        };
        let value = if exports.is_empty() { code!(#value;) } else { value };
        self.bind(&exports, value, scope, code, |var| Some(presence_in(&leaving, var)))?;
        Some(())
    }

    /// An iteration that hands out `exports` when the loop is left.
    fn turn(&mut self, body: &Region, next: &Var, exports: &[Var], mut scope: Scope) -> Option<Turn> {
        let mut code = TokenStream::new();
        let (before, last) = match body {
            Region::Seq(parts) if !pieces::is_long(parts) => {
                let (last, before) = parts.split_last()?;
                (before, last)
            }
            region => (&[] as &[Region], region),
        };
        self.parts(before, &mut scope, &mut code)?;
        // Most loops end with their router: what leaves them does so from its own arm.
        if let Region::Match { step, arms } = last
            && self.exports_of_match(last, *step).contains(next)
        {
            let Routed { patterns, mut blocks, by_reference, .. } = self.routed(last, *step, arms, &scope)?;
            for block in &mut blocks {
                self.meet(&mut block.scope, &mut block.code, exports)?;
            }
            let (ends, leaving) = self.ends(next, exports, blocks)?;
            let next = self.matched(*step, by_reference, patterns, ends);
            return Some(Turn { code, next, leaving });
        }
        self.region(last, &mut scope, &mut code)?;
        let mut exported = exports.to_vec();
        exported.push(next.clone());
        self.meet(&mut scope, &mut code, &exported)?;
        let (mut ends, leaving) = self.ends(next, exports, vec![Block { code, scope }])?;
        Some(Turn { code: TokenStream::new(), next: ends.pop()?, leaving })
    }

    /// The blocks, each with what follows it: the next iteration with its value, or the end of the loop. And what is at hand
    /// where the loop ends.
    fn ends(
        &self,
        next: &Var,
        exports: &[Var],
        blocks: Vec<Block>,
    ) -> Option<(Vec<TokenStream>, Vec<Scope>)> {
        let name = scope::name(self.cx, next);
        let scopes = blocks.iter().map(|block| &block.scope);
        let leaving: Vec<Scope> =
            scopes.filter(|scope| scope.get(next) != Some(Presence::Certain)).cloned().collect();
        if leaving.is_empty() {
            return None;
        }
        let mut ends = Vec::new();
        for Block { code, scope } in blocks {
            let leave = || {
                let values = self.hand_out(exports, &scope, |var| Some(presence_in(&leaving, var)))?;
                Some(code!(break #values))
            };
            let end = match scope.get(next) {
                Some(Presence::Certain) => code!(#name),
                Some(Presence::Optional) => {
                    let leave = leave()?;
                    code!(match #name { __rt::Some(#name) => #name, __rt::None => #leave })
                }
                Some(Presence::Reference) => return None,
                None => leave()?,
            };
            ends.push(code!({ #code #end }));
        }
        Some((ends, leaving))
    }
}

//! Clones that have to be made before branches begin, because a branch beside takes the value itself.

use std::collections::BTreeSet;

use flow_graph::bind::{Mode, Source, UseId};
use flow_graph::model::StepId;
use flow_graph::regions::Region;
use proc_macro2::{Ident, TokenStream};
use quote::format_ident;

use super::block::Emitter;
use super::scope;
use super::values::{Copied, var_of_use};
use crate::clones::{self, Cloner};
use crate::{names, run};

impl Emitter<'_, '_> {
    /// Writes the clones to the end of `code`, the block of the branches. For each branch: what it begins with to have its
    /// own. A value that a branch takes moves into the block first: lent for clones, it would be kept where it was until
    /// the run ends.
    pub(super) fn copies(&mut self, parts: &[Region], code: &mut TokenStream) -> Vec<TokenStream> {
        let steps: Vec<BTreeSet<StepId>> =
            parts.iter().map(|part| part.steps().into_iter().collect()).collect();
        let moved: Vec<BTreeSet<Copied>> =
            steps.iter().map(|steps| self.taken(steps, true).into_keys()).collect();
        let mut begins = Vec::new();
        let mut here = BTreeSet::new();
        for (branch, steps) in steps.iter().enumerate() {
            let mut begin = TokenStream::new();
            for (what, takers) in self.taken(steps, false).0 {
                let beside =
                    moved.iter().enumerate().any(|(other, moved)| other != branch && moved.contains(&what));
                if !beside {
                    continue;
                }
                let name = self.name(&what);
                if here.insert(what.clone()) {
                    code.extend(code!(let #name = #name;));
                }
                let copy = self.copy(&what, branch);
                let clone = self.cloner(&what, takers[0]).call(true, &name);
                code.extend(code!(let #copy = #clone;));
                begin.extend(code!(let #name = #copy;));
                if let [only] = takers.as_slice() {
                    self.own.insert((*only, what));
                }
            }
            begins.push(begin);
        }
        begins
    }

    /// What clones a value for a step of a branch.
    fn cloner(&self, what: &Copied, step: StepId) -> Cloner<'_, '_> {
        let cx = self.cx;
        match what {
            Copied::Var(var) => {
                let mut uses = 0..cx.bindings.uses.len();
                let is_taken = |&id: &UseId| cx.bindings.uses[id].step == step && var_of_use(cx, id) == *var;
                clones::of_use(cx, uses.find(is_taken).unwrap_or_default())
            }
            Copied::Input(input) => clones::of_input(cx, step, *input),
        }
    }

    /// The local that a branch's own one comes from.
    fn copy(&self, what: &Copied, branch: usize) -> Ident {
        match what {
            Copied::Var(var) => format_ident!("{}_copy{branch}", scope::name(self.cx, var)),
            Copied::Input(input) => names::local(&format!("input{input}_copy{branch}")),
        }
    }

    fn name(&self, what: &Copied) -> Ident {
        match what {
            Copied::Var(var) => scope::name(self.cx, var),
            Copied::Input(input) => run::input(self.cx, *input).0,
        }
    }

    /// The values from outside that these steps move, or clone, and which steps do.
    fn taken(&self, steps: &BTreeSet<StepId>, moved: bool) -> Taken {
        let mut taken = Taken::default();
        let mode = if moved { Mode::Move } else { Mode::Clone };
        for (id, it) in self.cx.bindings.uses.iter().enumerate() {
            if steps.contains(&it.step) && !steps.contains(&it.event.step) && it.mode == mode {
                taken.add(Copied::Var(var_of_use(self.cx, id)), it.step);
            }
        }
        for &step in steps {
            for source in &self.cx.bindings.params[step] {
                if let Source::Input { input, clone } = source
                    && *clone != moved
                    && !run::input(self.cx, *input).1
                {
                    taken.add(Copied::Input(*input), step);
                }
            }
        }
        taken
    }
}

/// Values, and the steps that take them.
#[derive(Default)]
struct Taken(Vec<(Copied, Vec<StepId>)>);

impl Taken {
    fn add(&mut self, what: Copied, step: StepId) {
        match self.0.iter_mut().find(|(known, _)| *known == what) {
            Some((_, steps)) => steps.push(step),
            None => self.0.push((what, vec![step])),
        }
    }

    fn into_keys(self) -> BTreeSet<Copied> {
        self.0.into_iter().map(|(what, _)| what).collect()
    }
}

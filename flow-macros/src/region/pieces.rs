//! Long sequences and wide joins, in pieces.
//!
//! rustc's work on a body grows with the square of its length, and a join polls all its branches when one of them is woken.
//! So what is long becomes blocks of its own, and what is wide groups that have wakers of their own.

use flow_graph::regions::Region;
use proc_macro2::{Ident, TokenStream};

use super::block::{Block, Emitter};
use super::scope::{Scope, Var};

/// Sequences of more steps than this are cut into pieces.
const LONG: usize = 128;

/// How many steps a piece has, if its parts allow it.
const PIECE: usize = 64;

/// Joins of more branches than this are joins of groups. As many as flow-core has a type for.
const WIDE: usize = 16;

impl Emitter<'_, '_> {
    /// Parts one after the other.
    pub(super) fn sequence(
        &mut self,
        parts: &[Region],
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<()> {
        let pieces = pieces(parts);
        // A piece of one part, or of all parts, is as long as it is.
        if pieces.len() == 1 {
            return self.parts(parts, scope, code);
        }
        pieces.into_iter().try_for_each(|piece| self.piece(piece, scope, code))
    }

    pub(super) fn parts(
        &mut self,
        parts: &[Region],
        scope: &mut Scope,
        code: &mut TokenStream,
    ) -> Option<()> {
        parts.iter().try_for_each(|part| {
            self.region(part, scope, code)?;
            self.meet(scope, code, &[])
        })
    }

    /// Parts in a block of their own, which hands out what is needed after it.
    fn piece(&mut self, parts: &[Region], scope: &mut Scope, code: &mut TokenStream) -> Option<()> {
        let piece = Region::Seq(parts.to_vec());
        let exports = self.exports(&piece);
        let borrows = |var: &Var| matches!(var, Var::Success(step) if self.cx.bindings.borrows[*step]);
        if exports.iter().any(borrows) {
            // It may borrow from what would stay in the block.
            return self.parts(parts, scope, code);
        }
        let Block { code: inner, scope: at_end } = self.block(Some(&piece), scope.clone(), &exports)?;
        let values = self.hand_out(&exports, &at_end, |var| at_end.get(var))?;
        let (name, block) = self.branch(&piece, &TokenStream::new(), &inner, &values);
        self.bind(&exports, code!({ #block #name.await? }), scope, code, |var| at_end.get(var))
    }
}

/// Whether a sequence is long.
pub(super) fn is_long(parts: &[Region]) -> bool {
    parts.iter().map(|part| part.steps().len()).sum::<usize>() > LONG
}

/// The pieces of a sequence, if it is long.
fn pieces(parts: &[Region]) -> Vec<&[Region]> {
    if !is_long(parts) {
        return vec![parts];
    }
    let sizes = parts.iter().map(|part| part.steps().len());
    let mut pieces = Vec::new();
    let (mut first, mut size) = (0, 0);
    for (index, own) in sizes.enumerate() {
        size += own;
        if size >= PIECE || index + 1 == parts.len() {
            pieces.push(&parts[first..=index]);
            (first, size) = (index + 1, 0);
        }
    }
    pieces
}

/// The branches of a join as groups, if there are many: joins of a few, of groups if need be. A group is a join in a join,
/// which nothing else is.
pub(super) fn groups(parts: &[Region]) -> Vec<Region> {
    let mut parts = parts.to_vec();
    while parts.len() > WIDE {
        let groups = parts.len().div_ceil(WIDE);
        let size = parts.len().div_ceil(groups);
        parts = parts.chunks(size).map(|group| Region::Join(group.to_vec())).collect();
    }
    parts
}

/// Whether a branch is a group, which has a waker of its own.
pub(super) fn is_group(branch: &Region) -> bool {
    matches!(branch, Region::Join(_))
}

/// The branches of a race: in groups, if there are many.
pub(super) fn racers(names: &[Ident]) -> TokenStream {
    if names.len() <= WIDE {
        return code!(__rt::racers((#(#names,)*)));
    }
    let groups = names.len().div_ceil(WIDE);
    let size = names.len().div_ceil(groups);
    let mut parts: Vec<TokenStream> =
        names.chunks(size).map(|group| code!(__rt::group((#(#group,)*)))).collect();
    while parts.len() > 1 {
        parts = parts
            .chunks(2)
            .map(|pair| match pair {
                [these, those] => code!(__rt::both(#these, #those)),
                one => code!(#(#one)*),
            })
            .collect();
    }
    parts.remove(0)
}

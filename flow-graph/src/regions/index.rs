//! Who makes something happen and who waits for it, so that the rules need not look at every unit.

use std::collections::{BTreeMap, BTreeSet};

use super::Happening;

/// For everything that happens, the unit that has it among its exits, the units that begin with it, and how many gates
/// have it as a member.
#[derive(Default)]
pub(super) struct Index {
    producers: BTreeMap<Happening, usize>,
    listeners: BTreeMap<Happening, BTreeSet<usize>>,
    members: BTreeMap<Happening, usize>,
}

impl Index {
    pub(super) fn add_exit(&mut self, unit: usize, exit: &Happening) {
        self.producers.insert(exit.clone(), unit);
    }

    pub(super) fn remove_exit(&mut self, exit: &Happening) {
        self.producers.remove(exit);
    }

    pub(super) fn add_listener(&mut self, unit: usize, input: &Happening) {
        self.listeners.entry(input.clone()).or_default().insert(unit);
    }

    pub(super) fn remove_listener(&mut self, unit: usize, input: &Happening) {
        if let Some(units) = self.listeners.get_mut(input) {
            units.remove(&unit);
        }
    }

    pub(super) fn add_member(&mut self, member: &Happening) {
        *self.members.entry(member.clone()).or_default() += 1;
    }

    pub(super) fn remove_member(&mut self, member: &Happening) {
        if let Some(count) = self.members.get_mut(member) {
            *count -= 1;
        }
    }

    /// The unit that has this among its exits.
    pub(super) fn producer(&self, what: &Happening) -> Option<usize> {
        self.producers.get(what).copied()
    }

    /// The units that begin with this, in their order.
    pub(super) fn listeners(&self, what: &Happening) -> impl Iterator<Item = usize> + '_ {
        self.listeners.get(what).into_iter().flatten().copied()
    }

    /// How many units and gates wait for this.
    pub(super) fn consumers(&self, what: &Happening) -> usize {
        let units = self.listeners.get(what).map_or(0, BTreeSet::len);
        units + self.members.get(what).copied().unwrap_or(0)
    }
}

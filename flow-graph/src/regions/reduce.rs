//! The rules by which units become one.

use super::unit::{Kind, Unit, Units, Waiting};
use super::{Arm, Gate, Happening, Region, Schedule};
use crate::model::Route;

/// Merges units for as long as a rule applies. The schedule, if one unit is left.
pub(super) fn reduce(mut units: Units<'_>) -> Option<Schedule> {
    // Cheap and unconditional rules first; a `match` is made only of arms that have grown as far as they can.
    while units.sequence()
        || units.side_by_side()
        || units.join()
        || units.race()
        || units.alternatives_meet()
        || units.turn()
        || units.routes()
    {}
    if !units.waiting.is_empty() {
        return None;
    }
    let merged = units.merged;
    match units.units.as_slice() {
        [unit] if unit.exits.is_empty() && unit.input == Happening::Start => {
            Some(Schedule { root: unit.region.clone(), gates: merged })
        }
        _ => None,
    }
}

impl Units<'_> {
    /// A unit and the only one that waits for its exit.
    fn sequence(&mut self) -> bool {
        for next in 0..self.units.len() {
            let input = self.units[next].input.clone();
            let Some(first) = self.producer(&input) else { continue };
            if first == next
                || self.consumers(&input) != 1
                || self.is_route(first, &input)
                || self.is_open(next)
            {
                continue;
            }
            let certain = self.units[first].exits.len() == 1 && self.units[first].total;
            // Once inside a block, a router cannot get its `match` any more.
            if !certain && self.has_open_routes(next) {
                continue;
            }
            let then = self.units[next].clone();
            let unit = &mut self.units[first];
            let region = if certain {
                then.region
            } else {
                Region::When { happened: input.clone(), then: Box::new(then.region) }
            };
            unit.region = std::mem::replace(&mut unit.region, Region::Seq(Vec::new())).then(region);
            unit.exits.retain(|exit| *exit != input);
            let closed = then.exits.is_empty();
            unit.exits.extend(then.exits);
            unit.total &= then.total && !closed;
            self.units.remove(next);
            return true;
        }
        false
    }

    /// Whether a unit begins with the header of a loop that is not complete yet.
    fn is_open(&self, unit: usize) -> bool {
        let first = self.units[unit].region.first();
        first.is_some_and(|step| self.graph.loop_of_header(step).is_some() && !self.turned.contains(&step))
    }

    /// Whether an exit is a route of the unit's last step, for which a `match` has to be made first.
    fn is_route(&self, unit: usize, exit: &Happening) -> bool {
        let unit = &self.units[unit];
        let Happening::Event(step, route) = exit else { return false };
        last_step(&unit.region) == Some(*step) && !(*route == Route::Success && unit.exits.len() == 1)
    }

    /// Whether a `match` has yet to be made for the unit's last step.
    fn has_open_routes(&self, unit: usize) -> bool {
        self.units[unit].exits.iter().any(|exit| self.is_route(unit, exit))
    }

    /// Units that begin together and that nobody waits for. One of them may be on its way back to a header: the
    /// iteration ends when all have ended.
    fn side_by_side(&mut self) -> bool {
        for first in 0..self.units.len() {
            let input = &self.units[first].input;
            let same: Vec<usize> =
                (0..self.units.len()).filter(|&unit| self.units[unit].input == *input).collect();
            let again = |unit: &usize| matches!(self.units[*unit].exits.as_slice(), [Happening::Gate(gate)] if gate.again);
            let closed = |unit: &usize| self.units[*unit].exits.is_empty();
            let mut group: Vec<usize> =
                same.iter().copied().filter(|unit| closed(unit) && !self.is_open(*unit)).collect();
            let agains: Vec<usize> = same.iter().copied().filter(again).collect();
            if let [only] = agains.as_slice()
                && group.len() + 1 == same.len()
            {
                group.push(*only);
                group.sort_unstable();
            }
            if group.len() > 1 {
                let exits: Vec<Happening> =
                    group.iter().flat_map(|&unit| self.units[unit].exits.clone()).collect();
                let total =
                    !exits.is_empty() && group.iter().all(|&unit| closed(&unit) || self.units[unit].total);
                self.merge(&group, Region::beside, exits, total);
                return true;
            }
        }
        false
    }

    /// Units that begin together and are waited for together.
    fn join(&mut self) -> bool {
        let gates: Vec<Gate> = self.waiting.keys().copied().collect();
        for gate in gates {
            let Waiting { kind: Kind::And, members } = &self.waiting[&gate] else { continue };
            let members: Vec<Happening> = members.iter().map(|(_, member)| member.clone()).collect();
            // Several steps may wait for the same ones: a barrier.
            let same: Vec<Gate> = self
                .waiting
                .iter()
                .filter(|(_, it)| it.kind == Kind::And && same_members(&it.members, &members))
                .map(|(gate, _)| *gate)
                .collect();
            let Some(group) = self.group(&members, same.len()) else { continue };
            for other in &same {
                self.waiting.remove(other);
                if *other != gate {
                    self.rename(&Happening::Gate(*other), &Happening::Gate(gate));
                }
            }
            self.merge(&group, Region::beside, vec![Happening::Gate(gate)], true);
            return true;
        }
        false
    }

    /// Units that begin together and race, for an `or` or a `quorum`.
    fn race(&mut self) -> bool {
        let gates: Vec<Gate> = self.waiting.keys().copied().filter(|gate| !gate.again).collect();
        for gate in gates {
            let Waiting { kind, members } = &self.waiting[&gate];
            let kind = *kind;
            if kind == Kind::And {
                continue;
            }
            let happenings: Vec<Happening> = members.iter().map(|(_, member)| member.clone()).collect();
            let members = members.clone();
            let Some(group) = self.group(&happenings, 1) else { continue };
            if group.iter().any(|&unit| !self.can_be_dropped(&self.units[unit].region)) {
                continue;
            }
            self.waiting.remove(&gate);
            self.merged.insert(gate, members);
            let race = |members| match kind {
                Kind::Quorum { needed } => Region::Quorum { gate, needed, members },
                Kind::And | Kind::Or => Region::Race { gate, members },
            };
            self.merge(&group, race, vec![Happening::Gate(gate)], true);
            return true;
        }
        false
    }

    /// Whether a region may be dropped as a whole when it loses, and does nothing else when a part of it fails.
    fn can_be_dropped(&self, region: &Region) -> bool {
        let mut fits = true;
        region.visit(&mut |part| match part {
            // What is an output of the flow runs on.
            Region::Step(step) => fits &= !self.graph.is_sink(*step) && self.graph.picked != Some(*step),
            // A failure takes one branch out, but the others run on until the race is decided.
            Region::Join(parts) | Region::Quorum { members: parts, .. } => {
                fits &= parts.iter().flat_map(Region::steps).all(|step| !self.graph.steps[step].can_fail());
            }
            _ => {}
        });
        fits
    }

    /// For each of `members` in turn, the unit of which it is the only exit, if all begin together, end for certain
    /// and have no other listeners than the `listeners` that wait for them together.
    fn group(&self, members: &[Happening], listeners: usize) -> Option<Vec<usize>> {
        let mut group = Vec::new();
        for member in members {
            let unit = self.producer(member)?;
            let it = &self.units[unit];
            let fits = it.exits.len() == 1
                && it.total
                && !group.contains(&unit)
                && !self.is_open(unit)
                && self.consumers(member) == listeners;
            if !fits || it.input != self.units[*group.first().unwrap_or(&unit)].input {
                return None;
            }
            group.push(unit);
        }
        Some(group)
    }

    /// An `or` of things that exclude one another because they are exits of one unit.
    fn alternatives_meet(&mut self) -> bool {
        let gates: Vec<Gate> = self.waiting.keys().copied().collect();
        for gate in gates {
            let Waiting { kind: Kind::Or, members } = self.waiting[&gate].clone() else { continue };
            let Some(unit) = members.first().and_then(|(_, member)| self.producer(member)) else { continue };
            let alone = members.iter().all(|(_, member)| {
                self.units[unit].exits.contains(member)
                    && self.consumers(member) == 1
                    && !self.is_route(unit, member)
            });
            if !alone {
                continue;
            }
            self.waiting.remove(&gate);
            let it = &mut self.units[unit];
            it.exits.retain(|exit| members.iter().all(|(_, member)| member != exit));
            it.exits.push(Happening::Gate(gate));
            self.merged.insert(gate, members);
            return true;
        }
        false
    }

    /// A unit that begins with a loop's header and may end on the way back to it.
    fn turn(&mut self) -> bool {
        for unit in &mut self.units {
            let again = unit.exits.iter().position(|exit| {
                matches!(exit, Happening::Gate(gate) if gate.again && unit.region.first() == Some(gate.step))
            });
            let Some(again) = again else { continue };
            let Happening::Gate(gate) = unit.exits.remove(again) else { continue };
            let body = Box::new(std::mem::replace(&mut unit.region, Region::Seq(Vec::new())));
            unit.region = Region::Loop { header: gate.step, body };
            self.turned.push(gate.step);
            unit.total &= !unit.exits.is_empty();
            return true;
        }
        false
    }

    /// A unit whose last step has several routes, and what follows each of them.
    fn routes(&mut self) -> bool {
        for first in 0..self.units.len() {
            let Some(step) = last_step(&self.units[first].region) else { continue };
            let exits = self.units[first].exits.clone();
            let routed: Vec<(Happening, Route)> = exits
                .iter()
                .filter_map(|exit| match exit {
                    Happening::Event(of, route) if *of == step => Some((exit.clone(), route.clone())),
                    _ => None,
                })
                .collect();
            let success = routed.iter().any(|(_, route)| *route == Route::Success);
            let variants = routed.iter().any(|(_, route)| matches!(route, Route::Variant(_)));
            // A listener of the success beside listeners of variants runs beside them: no alternative.
            if routed.is_empty() || (success && (variants || routed.len() == 1)) {
                continue;
            }
            if routed.len() != exits.len() || routed.iter().any(|(exit, _)| self.consumers(exit) != 1) {
                continue;
            }
            let open = |(exit, _): &(Happening, Route)| {
                (0..self.units.len())
                    .any(|it| self.units[it].input == *exit && (self.is_open(it) || self.has_open_routes(it)))
            };
            if routed.iter().any(open) {
                continue;
            }
            self.make_match(first, step, routed);
            return true;
        }
        false
    }

    fn make_match(&mut self, first: usize, step: usize, routed: Vec<(Happening, Route)>) {
        let mut arms = Vec::new();
        let mut exits = Vec::new();
        let mut total = self.routes_are_complete(step);
        let mut gone = Vec::new();
        for (exit, route) in routed {
            match self.units.iter().position(|unit| unit.input == exit) {
                Some(next) => {
                    let then = &self.units[next];
                    total &= then.total && !then.exits.is_empty();
                    exits.extend(then.exits.iter().cloned());
                    arms.push(Arm { route, then: Some(then.region.clone()) });
                    gone.push(next);
                }
                None => {
                    exits.push(exit);
                    arms.push(Arm { route, then: None });
                }
            }
        }
        let unit = &mut self.units[first];
        let region = std::mem::replace(&mut unit.region, Region::Seq(Vec::new()));
        *unit = Unit {
            input: unit.input.clone(),
            region: region.then(Region::Match { step, arms }),
            exits,
            total,
        };
        gone.sort_unstable();
        for next in gone.into_iter().rev() {
            self.units.remove(next);
        }
    }

    /// Replaces a group of units by one, at the place of the first.
    fn merge(
        &mut self,
        group: &[usize],
        region: impl FnOnce(Vec<Region>) -> Region,
        exits: Vec<Happening>,
        total: bool,
    ) {
        let parts = group.iter().map(|&unit| self.units[unit].region.clone()).collect();
        let input = self.units[group[0]].input.clone();
        let unit = Unit { input, region: region(parts), exits, total };
        let mut gone: Vec<usize> = group.to_vec();
        gone.sort_unstable();
        self.units[gone[0]] = unit;
        for &other in gone[1..].iter().rev() {
            self.units.remove(other);
        }
    }

    fn rename(&mut self, from: &Happening, to: &Happening) {
        for unit in &mut self.units {
            if unit.input == *from {
                unit.input = to.clone();
            }
        }
        for (_, member) in self.waiting.values_mut().flat_map(|waiting| &mut waiting.members) {
            if member == from {
                *member = to.clone();
            }
        }
    }
}

fn same_members(those: &[(usize, Happening)], these: &[Happening]) -> bool {
    those.len() == these.len() && those.iter().all(|(_, member)| these.contains(member))
}

/// The step a region ends with, if it ends with one.
fn last_step(region: &Region) -> Option<usize> {
    match region {
        Region::Step(step) => Some(*step),
        Region::Seq(parts) => parts.last().and_then(last_step),
        _ => None,
    }
}

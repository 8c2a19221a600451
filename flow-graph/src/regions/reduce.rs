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
    let [last] = units.ids()[..] else { return None };
    let unit = units.take(last);
    let is_whole = units.waiting().is_empty() && unit.exits.is_empty() && unit.input == Happening::Start;
    is_whole.then_some(Schedule { root: unit.region, gates: units.merged })
}

impl Units<'_> {
    /// Units and the only ones that wait for their exits: the first-written first, until there is none.
    fn sequence(&mut self) -> bool {
        let mut changed = false;
        let mut next = 0;
        let units = self.ids();
        while let Some(&unit) = units.get(next) {
            next += 1;
            if !self.is_there(unit) {
                continue;
            }
            if let Some(first) = self.append(unit) {
                changed = true;
                // What has grown may now be appended, and so may what waits for it.
                let again = self.unit(first).exits.iter().flat_map(|exit| self.beginning_with(exit));
                let again = again.chain([first]).min().unwrap_or(first);
                next = next.min(units.partition_point(|&it| it < again));
            }
        }
        changed
    }

    /// Appends a unit to the one whose exit it waits for, if it is the only one that does.
    fn append(&mut self, next: usize) -> Option<usize> {
        let input = self.unit(next).input.clone();
        let first = self.producer(&input)?;
        if first == next || self.consumers(&input) != 1 || self.is_route(first, &input) || self.is_open(next)
        {
            return None;
        }
        let certain = self.unit(first).exits.len() == 1 && self.unit(first).total;
        // Once inside a block, a router cannot get its `match` any more.
        if !certain && self.has_open_routes(next) {
            return None;
        }
        let then = self.take(next);
        let mut unit = self.take(first);
        let region = if certain {
            then.region
        } else {
            Region::When { happened: input.clone(), then: Box::new(then.region) }
        };
        unit.region = unit.region.then(region);
        unit.exits.retain(|exit| *exit != input);
        let closed = then.exits.is_empty();
        unit.exits.extend(then.exits);
        unit.total &= then.total && !closed;
        self.put(first, unit);
        Some(first)
    }

    /// Whether a unit begins with the header of a loop that is not complete yet.
    fn is_open(&self, unit: usize) -> bool {
        let first = self.unit(unit).region.first();
        first.is_some_and(|step| self.graph.loop_of_header(step).is_some() && !self.turned.contains(&step))
    }

    /// Whether an exit is a route of the unit's last step, for which a `match` has to be made first.
    fn is_route(&self, unit: usize, exit: &Happening) -> bool {
        let unit = self.unit(unit);
        let Happening::Event(step, route) = exit else { return false };
        last_step(&unit.region) == Some(*step) && !(*route == Route::Success && unit.exits.len() == 1)
    }

    /// Whether a `match` has yet to be made for the unit's last step.
    fn has_open_routes(&self, unit: usize) -> bool {
        self.unit(unit).exits.iter().any(|exit| self.is_route(unit, exit))
    }

    /// Units that begin together and that nobody waits for. One of them may be on its way back to a header: the
    /// iteration ends when all have ended.
    fn side_by_side(&mut self) -> bool {
        for first in self.ids() {
            let same = self.beginning_with(&self.unit(first).input);
            if same[0] != first {
                // Looked at already.
                continue;
            }
            let again = |unit: &usize| matches!(self.unit(*unit).exits.as_slice(), [Happening::Gate(gate)] if gate.again);
            let closed = |unit: &usize| self.unit(*unit).exits.is_empty();
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
                    group.iter().flat_map(|&unit| self.unit(unit).exits.clone()).collect();
                let total =
                    !exits.is_empty() && group.iter().all(|&unit| closed(&unit) || self.unit(unit).total);
                self.merge(&group, Region::beside, exits, total);
                return true;
            }
        }
        false
    }

    /// Units that begin together and are waited for together.
    fn join(&mut self) -> bool {
        let mut changed = false;
        let gates: Vec<Gate> = self.waiting().keys().copied().collect();
        for gate in gates {
            // Others may have been opened with one before.
            let Some(Waiting { kind: Kind::And, members }) = self.waiting().get(&gate) else { continue };
            let members: Vec<Happening> = members.iter().map(|(_, member)| member.clone()).collect();
            // Several steps may wait for the same ones: a barrier.
            let Some(barrier) = members.first().map(|member| self.consumers(member)) else { continue };
            let Some(group) = self.group(&members, barrier) else { continue };
            let same: Vec<Gate> = self
                .waiting()
                .iter()
                .filter(|(_, it)| it.kind == Kind::And && same_members(&it.members, &members))
                .map(|(gate, _)| *gate)
                .collect();
            if same.len() != barrier {
                continue;
            }
            for other in &same {
                self.open(*other);
                if *other != gate {
                    self.rename(&Happening::Gate(*other), &Happening::Gate(gate));
                }
            }
            self.merge(&group, Region::beside, vec![Happening::Gate(gate)], true);
            changed = true;
        }
        changed
    }

    /// Units that begin together and race, for an `or` or a `quorum`.
    fn race(&mut self) -> bool {
        let gates: Vec<Gate> = self.waiting().keys().copied().filter(|gate| !gate.again).collect();
        for gate in gates {
            let Waiting { kind, members } = &self.waiting()[&gate];
            let kind = *kind;
            if kind == Kind::And {
                continue;
            }
            let happenings: Vec<Happening> = members.iter().map(|(_, member)| member.clone()).collect();
            let Some(group) = self.group(&happenings, 1) else { continue };
            if group.iter().any(|&unit| !self.can_be_dropped(&self.unit(unit).region)) {
                continue;
            }
            let Some(Waiting { members, .. }) = self.open(gate) else { continue };
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
            Region::Step(step) => fits &= !self.is_sink(*step) && self.graph.picked != Some(*step),
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
            let it = self.unit(unit);
            let fits = it.exits.len() == 1
                && it.total
                && !group.contains(&unit)
                && !self.is_open(unit)
                && self.consumers(member) == listeners;
            if !fits || it.input != self.unit(*group.first().unwrap_or(&unit)).input {
                return None;
            }
            group.push(unit);
        }
        Some(group)
    }

    /// An `or` of things that exclude one another because they are exits of one unit.
    fn alternatives_meet(&mut self) -> bool {
        let gates: Vec<Gate> = self.waiting().keys().copied().collect();
        for gate in gates {
            let Waiting { kind: Kind::Or, members } = &self.waiting()[&gate] else { continue };
            let Some(unit) = members.first().and_then(|(_, member)| self.producer(member)) else { continue };
            let alone = members.iter().all(|(_, member)| {
                self.producer(member) == Some(unit)
                    && self.consumers(member) == 1
                    && !self.is_route(unit, member)
            });
            if !alone {
                continue;
            }
            let Some(Waiting { members, .. }) = self.open(gate) else { continue };
            let mut it = self.take(unit);
            it.exits.retain(|exit| members.iter().all(|(_, member)| member != exit));
            it.exits.push(Happening::Gate(gate));
            self.put(unit, it);
            self.merged.insert(gate, members);
            return true;
        }
        false
    }

    /// A unit that begins with a loop's header and may end on the way back to it.
    fn turn(&mut self) -> bool {
        for id in self.ids() {
            let unit = self.unit(id);
            let again = unit.exits.iter().position(|exit| {
                matches!(exit, Happening::Gate(gate) if gate.again && unit.region.first() == Some(gate.step))
            });
            let Some(again) = again else { continue };
            let mut unit = self.take(id);
            if let Happening::Gate(gate) = unit.exits.remove(again) {
                unit.region = Region::Loop { header: gate.step, body: Box::new(unit.region) };
                self.turned.push(gate.step);
            }
            unit.total &= !unit.exits.is_empty();
            self.put(id, unit);
            return true;
        }
        false
    }

    /// A unit whose last step has several routes, and what follows each of them.
    fn routes(&mut self) -> bool {
        for first in self.ids() {
            let Some(step) = last_step(&self.unit(first).region) else { continue };
            let exits = self.unit(first).exits.clone();
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
                let next = self.beginning_with(exit);
                next.into_iter().any(|it| self.is_open(it) || self.has_open_routes(it))
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
        for (exit, route) in routed {
            match self.beginning_with(&exit).first() {
                Some(&next) => {
                    let then = self.take(next);
                    total &= then.total && !then.exits.is_empty();
                    exits.extend(then.exits);
                    arms.push(Arm { route, then: Some(then.region) });
                }
                None => {
                    exits.push(exit);
                    arms.push(Arm { route, then: None });
                }
            }
        }
        let Unit { input, region, .. } = self.take(first);
        self.put(first, Unit { input, region: region.then(Region::Match { step, arms }), exits, total });
    }

    /// Replaces a group of units by one, at the place of the first-written.
    fn merge(
        &mut self,
        group: &[usize],
        region: impl FnOnce(Vec<Region>) -> Region,
        exits: Vec<Happening>,
        total: bool,
    ) {
        let input = self.unit(group[0]).input.clone();
        let parts = group.iter().map(|&unit| self.take(unit).region).collect();
        let place = group.iter().copied().min().unwrap_or_default();
        self.put(place, Unit { input, region: region(parts), exits, total });
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

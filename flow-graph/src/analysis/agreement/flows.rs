//! Random small flows.

use std::borrow::Cow;

use crate::model::{Event, Graph, Param, Receiver, Route, Step, StepId, StepKind, Trigger};

/// A small generator of pseudo-random numbers (Marsaglia's xorshift), so that failures repeat.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound.max(1)
    }

    pub(super) fn chance(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }
}

/// A flow of some steps, with races, joins, routes, errors and loops.
pub(super) fn random_graph(random: &mut Random) -> Graph {
    let mut graph = Graph::new("Random");
    graph.max_iterations = 3;
    let count = 3 + random.below(6);
    for step in 0..count {
        let starts = step == 0 || (step < 4 && random.chance(4));
        let kind = match (random.chance(3), starts) {
            (true, _) => StepKind::Router,
            (false, true) => StepKind::Start,
            (false, false) => StepKind::Listen,
        };
        let mut it = Step::new(format!("s{step}"), kind);
        it.output = Some(Cow::Borrowed("T"));
        it.fallible = random.chance(3);
        it.must_finish = random.chance(8);
        it.ends_rest = kind == StepKind::Router && random.chance(3);
        graph.steps.to_mut().push(it);
        if !starts {
            let trigger = random_trigger(random, &graph, step, 0);
            graph.steps.to_mut()[step].trigger = Some(trigger);
        }
    }
    // Loops: an event of a later step leads back.
    for _ in 0..[0, 1, 1, 2, 3][random.below(5)] {
        let header = random.below(count);
        let later: Vec<StepId> =
            (header..count).filter(|&step| step == header || waits_for(&graph, step, header)).collect();
        let back = later[random.below(later.len())];
        let back = random_event(random, &graph, back..back + 1);
        if back.route == Route::Success && !random.chance(8) {
            continue;
        }
        let steps = graph.steps.to_mut();
        steps[back.step].ends_rest |= steps[back.step].kind == StepKind::Router && random.chance(2);
        let members = match steps[header].trigger.take() {
            Some(Trigger::Or(members)) => members.into_owned(),
            Some(entry) => vec![entry],
            None => continue,
        };
        let back = Some(Trigger::Event(back));
        steps[header].trigger = Some(Trigger::Or(members.into_iter().chain(back).collect()));
    }
    // A router that nothing follows is none.
    let unfollowed = |step: &StepId| graph.listeners(*step).all(|(_, event)| event.route == Route::Error);
    for step in (0..count).filter(unfollowed).collect::<Vec<_>>() {
        let it = &mut graph.steps.to_mut()[step];
        if it.kind == StepKind::Router && !it.ends_rest {
            it.kind = StepKind::Listen;
        }
    }
    if random.chance(4) {
        graph.picked = Some(random.below(count));
    }
    graph
}

/// Whether a step comes after another one.
fn waits_for(graph: &Graph, step: StepId, earlier: StepId) -> bool {
    let sources = graph.steps[step].trigger.as_ref().map_or_else(Vec::new, Trigger::events);
    sources.iter().any(|it| it.step == earlier || (it.step < step && waits_for(graph, it.step, earlier)))
}

fn random_event(random: &mut Random, graph: &Graph, among: std::ops::Range<StepId>) -> Event {
    let step = among.start + random.below(among.len());
    let variant = |name| Route::Variant(Cow::Borrowed(name));
    let it = &graph.steps[step];
    let route = match (it.kind, random.below(4)) {
        (_, 3) if it.fallible => Route::Error,
        (StepKind::Router, 0) => Route::Success,
        (StepKind::Router, 1) => variant("A"),
        (StepKind::Router, _) => variant("B"),
        (_, 2) if random.chance(3) => variant("A"),
        _ => Route::Success,
    };
    Event { step, route, bare: false }
}

fn random_trigger(random: &mut Random, graph: &Graph, below: StepId, depth: usize) -> Trigger {
    let gate = random.below(10);
    if depth > 1 || gate < 5 {
        return Trigger::Event(random_event(random, graph, 0..below));
    }
    let count = 2 + random.below(2) + usize::from(gate == 7);
    let mut members: Vec<Trigger> = Vec::new();
    for _ in 0..count {
        let member = random_trigger(random, graph, below, depth + 1);
        if gate != 7 || !members.contains(&member) {
            members.push(member);
        }
    }
    let needed = 1 + random.below(members.len()) as u32;
    let members = Cow::Owned(members);
    match gate {
        5 | 6 => Trigger::And(members),
        7 => Trigger::Quorum { needed, members },
        _ => Trigger::Or(members),
    }
}

/// A graph that makes no sense: anything waits for anything, gates have any number of members.
pub(super) fn wild_graph(random: &mut Random) -> Graph {
    let mut graph = Graph::new("Wild");
    let count = 1 + random.below(9);
    for step in 0..count {
        let kind = [StepKind::Start, StepKind::Listen, StepKind::Router][random.below(3)];
        let mut it = Step::new(format!("s{}", random.below(2) * step), kind);
        it.output = (!random.chance(4)).then_some(Cow::Borrowed("T"));
        it.fallible = random.chance(2);
        it.must_finish = random.chance(4);
        it.ends_rest = random.chance(4);
        it.max_iterations = random.chance(4).then_some(2);
        it.receiver = [Receiver::None, Receiver::Shared, Receiver::Exclusive][random.below(3)];
        it.trigger = (!random.chance(3)).then(|| wild_trigger(random, count, 0));
        let from = random.chance(2).then(|| random.below(count));
        let (name, by_ref) = (Cow::Borrowed("x"), random.chance(2));
        let ty = Cow::Borrowed(if by_ref { "&T" } else { "T" });
        it.params.to_mut().push(Param {
            name,
            ty,
            by_ref,
            from,
            context: false,
            optional: false,
            tuple: None,
        });
        graph.steps.to_mut().push(it);
    }
    graph.picked = random.chance(4).then(|| random.below(count));
    graph
}

fn wild_trigger(random: &mut Random, count: usize, depth: usize) -> Trigger {
    let gate = random.below(5);
    if gate < 2 || depth > 2 {
        let variant = Route::Variant(Cow::Borrowed(["A", "B"][random.below(2)]));
        let route = [Route::Success, Route::Error, variant.clone(), variant][random.below(4)].clone();
        return Trigger::Event(Event { step: random.below(count), route, bare: random.chance(4) });
    }
    let members = (0..random.below(4)).map(|_| wild_trigger(random, count, depth + 1)).collect();
    match gate {
        2 => Trigger::And(members),
        3 => Trigger::Quorum { needed: random.below(5) as u32, members },
        _ => Trigger::Or(members),
    }
}

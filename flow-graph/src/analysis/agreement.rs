//! The facts against the machine: on random small flows and random runs, no run breaks a promise.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::Analysis;
use crate::check::check;
use crate::diagnostic::Place;
use crate::machine::{Activation, Command, End, Machine, Outcome, Progress, Standing};
use crate::model::{Event, Graph, Route, Step, StepId, StepKind, Trigger};

/// A small generator of pseudo-random numbers (Marsaglia's xorshift), so that failures repeat.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound.max(1)
    }

    fn chance(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }
}

/// A flow of some steps, with races, joins, routes, errors and loops.
fn random_graph(random: &mut Random) -> Graph {
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
    let members = (0..2 + random.below(2)).map(|_| random_trigger(random, graph, below, depth + 1)).collect();
    if gate < 7 { Trigger::And(Cow::Owned(members)) } else { Trigger::Or(Cow::Owned(members)) }
}

fn show(graph: &Graph) -> String {
    let mut text = String::new();
    for step in graph.steps.iter() {
        let trigger = step.trigger.as_ref().map_or_else(String::new, |it| format!(": {}", it.display(graph)));
        let (kind, finish) = (step.kind, if step.must_finish { "must_finish " } else { "" });
        let ends = if step.ends_rest { " ends(_)" } else { "" };
        let _ = writeln!(text, "{finish}{} {}{trigger}{ends}", format!("{kind:?}").to_lowercase(), step.name);
    }
    if let Some(step) = graph.picked {
        let _ = writeln!(text, "output {}", graph.steps[step].name);
    }
    text
}

/// One random run, watched.
struct Watch<'g> {
    graph: &'g Graph,
    facts: &'g Analysis,
    machine: Machine<'g>,
    /// Of each activation its step, and whether it runs.
    runs: Vec<(StepId, bool)>,
    /// The steps that have begun, and the events that have happened, in this iteration.
    begun: Vec<bool>,
    happened: Vec<bool>,
    /// (earlier, later): the later step has begun, so the earlier one may not any more.
    over: Vec<(StepId, StepId)>,
    overlapped: Vec<Vec<bool>>,
    broken: Option<String>,
}

impl<'g> Watch<'g> {
    fn new(graph: &'g Graph, facts: &'g Analysis) -> Watch<'g> {
        let count = graph.steps.len();
        Watch {
            graph,
            facts,
            machine: Machine::new(graph),
            runs: Vec::new(),
            begun: vec![false; count],
            happened: vec![false; facts.net.events.len()],
            over: Vec::new(),
            overlapped: vec![vec![false; count]; count],
            broken: None,
        }
    }

    /// Runs the flow to its end. With `ties`, steps may end in one instant.
    fn run(&mut self, random: &mut Random, ties: bool) -> End {
        let mut commands = self.machine.begin();
        for _ in 0..10_000 {
            if let Some(end) = self.obey(commands) {
                return end;
            }
            let running: Vec<Activation> = self.machine.state().running().collect();
            let settles = running.is_empty() || !ties || random.chance(2);
            commands = if settles { self.machine.settle() } else { Vec::new() };
            if commands.is_empty() && !running.is_empty() {
                let activation = running[random.below(running.len())];
                commands = self.end(random, activation);
            }
        }
        panic!("the run does not end\n{}", show(self.graph));
    }

    fn end(&mut self, random: &mut Random, activation: Activation) -> Vec<Command> {
        let step = self.runs[activation.0].0;
        let outcome = self.random_outcome(random, step);
        let counts =
            matches!(self.machine.state().progress(step), Progress::Running(it) if *it == activation);
        self.runs[activation.0].1 = false;
        if counts {
            for event in self.facts.net.events_of(step) {
                let happens = match (&self.facts.net.events[event].1, &outcome) {
                    (Route::Success, Outcome::Success { .. }) => true,
                    (Route::Error, Outcome::Failure) => self.graph.error_is_handled(step),
                    (Route::Variant(name), Outcome::Success { variant: Some(it) }) => name == it,
                    _ => false,
                };
                self.happened[event] |= happens;
            }
            self.check_events();
        }
        self.machine.on(activation, outcome)
    }

    fn random_outcome(&self, random: &mut Random, step: StepId) -> Outcome {
        let it = &self.graph.steps[step];
        if it.fallible && random.chance(3) {
            return Outcome::Failure;
        }
        let net = &self.facts.net;
        let variants: Vec<&Route> = net.events_of(step).skip(2).map(|event| &net.events[event].1).collect();
        let more = usize::from(!net.outcomes[step].is_complete());
        match variants.get(random.below(variants.len() + more)) {
            Some(Route::Variant(name)) => Outcome::Success { variant: Some(name.clone()) },
            _ => Outcome::Success { variant: None },
        }
    }

    fn obey(&mut self, commands: Vec<Command>) -> Option<End> {
        for command in commands {
            match command {
                Command::Start { step, .. } => self.start(step),
                Command::Cancel(activation) => self.runs[activation.0].1 = false,
                Command::End(end) => {
                    if end == End::Success {
                        for step in (0..self.graph.steps.len()).filter(|&step| self.facts.always(step)) {
                            if self.machine.succeeded(step).is_none() {
                                self.report(format!("s{step} always succeeds, but did not"));
                            }
                        }
                    }
                    return Some(end);
                }
            }
        }
        None
    }

    fn start(&mut self, step: StepId) {
        if let (true, Some(around)) = (self.begun[step], self.graph.loop_of_header(step)) {
            for &inside in around.scope.iter() {
                self.begun[inside] = false;
                for event in self.facts.net.events_of(inside) {
                    self.happened[event] = false;
                }
            }
            self.over.retain(|(a, b)| !(around.scope.contains(a) && around.scope.contains(b)));
        }
        let facts = self.facts;
        for (event, (source, route)) in facts.net.events.iter().enumerate() {
            let named = Event { step: *source, route: route.clone(), bare: false };
            if facts.certain(&named, step) && !self.happened[event] {
                self.report(format!(
                    "{} is certain when s{step} begins, but has not happened",
                    named.display(self.graph)
                ));
            }
        }
        for other in 0..self.graph.steps.len() {
            if other != step && self.begun[other] && facts.exclusive_steps(other, step) {
                self.report(format!("s{other} excludes s{step}, but both run"));
            }
            if facts.ended_before(other, step) {
                self.over.push((other, step));
            }
            if let Some((_, later)) =
                self.over.iter().find(|(a, b)| *a == step && *b == other && other != step)
            {
                self.report(format!("s{step} is over when s{later} begins, but begins later"));
            }
        }
        for other in 0..self.graph.steps.len() {
            if self.runs.iter().any(|&(it, runs)| runs && it == other) {
                self.overlapped[other][step] = true;
                self.overlapped[step][other] = true;
                if !facts.may_overlap(other, step) {
                    self.report(format!("s{other} does not run beside s{step}, but does"));
                }
                if facts.ended_before(other, step) {
                    self.report(format!("s{other} is over when s{step} begins, but runs"));
                }
            }
        }
        self.begun[step] = true;
        self.runs.push((step, true));
    }

    fn check_events(&mut self) {
        let happened: Vec<usize> = (0..self.happened.len()).filter(|&event| self.happened[event]).collect();
        for (index, &a) in happened.iter().enumerate() {
            for &b in &happened[..index] {
                let [a, b] = [a, b].map(|event| {
                    let (step, route) = self.facts.net.events[event].clone();
                    Event { step, route, bare: false }
                });
                if self.facts.exclusive(&a, &b) {
                    self.report(format!("{} excludes {}", a.display(self.graph), b.display(self.graph)));
                }
            }
        }
    }

    /// Whether a step whose value is an output of the flow has lost a race. The machine lets that happen.
    fn output_was_lost(&self) -> bool {
        let output = |step: &StepId| self.graph.picked == Some(*step) || self.graph.is_sink(*step);
        let lost = |step: StepId| matches!(self.machine.state().progress(step), Progress::Lost { .. });
        (0..self.graph.steps.len()).filter(output).any(lost)
    }

    fn report(&mut self, what: String) {
        self.broken.get_or_insert(what);
    }
}

/// What was found on many flows.
#[derive(Debug, Default)]
struct Tally {
    graphs: usize,
    sound: usize,
    loops: usize,
    /// Pairs that may overlap, and those that were never seen to.
    overlaps: (usize, usize),
    /// Joins that can never complete and racers that never win, that were tried.
    joins: usize,
    racers: usize,
    endless: usize,
    /// Sinks, and those that are not known to run always although they were always seen to.
    sinks: (usize, usize),
}

fn explore(seeds: std::ops::Range<u64>, runs: usize) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let mut random = Random::new(seed);
        let mut graph = random_graph(&mut random);
        tally.graphs += 1;
        if has_closed_cycle(&graph) {
            continue;
        }
        match check(&mut graph) {
            Ok(facts) => explore_sound(&graph, &facts, seed, runs, &mut tally),
            Err(errors) => {
                let rules: Vec<u8> = errors.iter().map(|error| error.rule).collect();
                let endless = errors.iter().all(|error| error.message.starts_with("nothing leaves"));
                if endless || rules.iter().all(|rule| [3, 4].contains(rule)) {
                    let places: Vec<_> = errors.iter().map(|error| (error.rule, error.place)).collect();
                    explore_mistakes(&graph, &places, seed, runs, &mut tally);
                }
            }
        }
    }
    tally
}

/// Whether there is a step whose success nothing but itself can ever use. The machine has it lose its own race, and
/// swallows a failure of its entry.
fn has_closed_cycle(graph: &Graph) -> bool {
    (0..graph.steps.len()).any(|step| {
        let mut after = vec![step];
        let mut next = 0;
        while let Some(&it) = after.get(next) {
            let listeners = graph.listeners(it).filter(|(_, event)| event.route != Route::Error);
            let new: Vec<StepId> =
                listeners.map(|(listener, _)| listener).filter(|it| !after.contains(it)).collect();
            after.extend(new);
            next += 1;
        }
        after.iter().all(|&it| it == step || waits_for_anywhere(graph, step, it)) && !graph.is_sink(step)
    })
}

/// Whether a step comes after another one, ways back included.
fn waits_for_anywhere(graph: &Graph, step: StepId, earlier: StepId) -> bool {
    let mut before = vec![step];
    let mut next = 0;
    while let Some(&it) = before.get(next) {
        let sources = graph.steps[it].trigger.as_ref().map_or_else(Vec::new, Trigger::events);
        for event in sources {
            if event.step == earlier {
                return true;
            }
            if !before.contains(&event.step) {
                before.push(event.step);
            }
        }
        next += 1;
    }
    false
}

fn explore_sound(graph: &Graph, facts: &Analysis, seed: u64, runs: usize, tally: &mut Tally) {
    tally.sound += 1;
    tally.loops += graph.loops.len();
    let count = graph.steps.len();
    let mut overlapped = vec![vec![false; count]; count];
    let mut random = Random::new(seed ^ 0xABCD_EF01);
    let mut missed = vec![false; count];
    let mut successes = 0;
    for run in 0..runs {
        let mut watch = Watch::new(graph, facts);
        let end = watch.run(&mut random, run % 2 == 0);
        if watch.output_was_lost() {
            continue;
        }
        if let Some(broken) = &watch.broken {
            panic!("seed {seed}: {broken}\n{}", show(graph));
        }
        for (all, seen) in overlapped.iter_mut().flatten().zip(watch.overlapped.iter().flatten()) {
            *all |= seen;
        }
        if end == End::Success {
            successes += 1;
            for (step, missed) in missed.iter_mut().enumerate() {
                *missed |= watch.machine.succeeded(step).is_none();
            }
        }
    }
    for a in 0..count {
        for b in 0..a {
            if facts.may_overlap(a, b) {
                tally.overlaps.0 += 1;
                tally.overlaps.1 += usize::from(!overlapped[a][b]);
            }
        }
    }
    for sink in (0..count).filter(|&step| graph.is_sink(step)) {
        tally.sinks.0 += 1;
        tally.sinks.1 += usize::from(successes > 0 && !missed[sink] && !facts.always(sink));
    }
}

/// Joins that never complete, members that never win, loops that never end: tries whether they do.
fn explore_mistakes(graph: &Graph, errors: &[(u8, Place)], seed: u64, runs: usize, tally: &mut Tally) {
    let facts = Analysis::of(graph);
    let mut random = Random::new(seed);
    for _ in 0..runs {
        let mut watch = Watch::new(graph, &facts);
        let end = watch.run(&mut random, false);
        for &(rule, place) in errors {
            match place {
                Place::Trigger(step, node) if rule == 3 => {
                    let standing = watch.machine.state().node(step, node);
                    assert!(
                        !matches!(standing, Standing::Happened(_)),
                        "seed {seed}: a join completed\n{}",
                        show(graph)
                    );
                }
                // A new iteration hears at once of what has happened outside the loop: a tie.
                Place::Trigger(step, node) if rule == 4 && graph.loops.is_empty() => {
                    let nodes = &facts.net.triggers[step];
                    let Some(parent) = nodes[node].parent else { continue };
                    let super::Kind::Gate { members, .. } = &nodes[parent].kind else { continue };
                    let place = members.iter().position(|&it| it == node);
                    if let Standing::Happened(winner) = watch.machine.state().node(step, parent) {
                        assert!(
                            Some(*winner) != place,
                            "seed {seed}: member {winner} of s{step} won\n{}",
                            show(graph)
                        );
                    }
                }
                Place::Step(header) if rule == 5 => {
                    // A race may cancel the loop or what it waits for, or take up its failure.
                    let state = watch.machine.state();
                    let lost = |step: StepId| matches!(state.progress(step), Progress::Lost { .. });
                    let runs_out = matches!(state.progress(header), Progress::Done { .. })
                        && !(0..graph.steps.len()).any(lost);
                    assert!(
                        !(runs_out && end == End::Success),
                        "seed {seed}: the loop of s{header} ended\n{}",
                        show(graph)
                    );
                }
                _ => {}
            }
        }
    }
    tally.joins += errors.iter().filter(|(rule, _)| *rule == 3).count();
    tally.racers += errors.iter().filter(|(rule, _)| *rule == 4).count();
    tally.endless += errors.iter().filter(|(rule, _)| *rule == 5).count();
}

#[test]
fn no_run_breaks_a_promise() {
    let tally = explore(0..3_000, 10);
    assert!(tally.sound > 300 && tally.loops > 20 && tally.joins > 50 && tally.racers > 100, "{tally:?}");
}

/// Run by hand: much more of the same, and how careful the answers are.
#[test]
#[ignore = "takes minutes"]
fn no_run_breaks_a_promise_for_long() {
    let seeds = std::env::var("SEEDS").ok().and_then(|it| it.parse().ok()).unwrap_or(100_000);
    println!("{:#?}", explore(1_000_000..1_000_000 + seeds, 60));
}

//! One run of a flow, driven by the control state and by the naive machine at the same time, side by side.

use std::collections::{BTreeMap, BTreeSet};

use flow_core::__private::{Control, Verdict, Work};
use flow_graph::machine::{Activation, Carried, Command, End, Machine, Outcome, Progress};
use flow_graph::model::{Graph, StepId, Text, Trigger};
use flow_graph::plan::Plan;

/// Room for every graph of these tests.
pub(crate) type AnyControl<'p> = Control<'p, 80, 160, 320, 16, 4, 8000>;

/// What one run of a step does.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    /// How many instants it takes. With 0 it ends in the instant in which it begins.
    pub(crate) duration: u64,
    /// Which variant its value is, or that it fails.
    pub(crate) end: Result<Option<Text>, Failing>,
}

/// How a step does not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failing {
    /// With an error.
    Fails,
    /// In a way that is not its own error.
    Breaks,
}

/// What was seen of a run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// The two agreed to the end; how it ended.
    Agreed(End),
    /// The run came to depend on what the language leaves open.
    Open,
}

/// Drives both until the run is over; an error says where they disagree.
pub(crate) fn run(graph: &Graph, act: impl FnMut(StepId, usize) -> Act) -> Result<Seen, String> {
    let plan = Plan::of(graph);
    let mut lockstep = Lockstep {
        graph,
        plan: &plan,
        variants: (0..graph.steps.len()).map(|step| Plan::variants(graph, step)).collect(),
        control: AnyControl::new(&plan),
        machine: Machine::new(graph),
        act,
        now: 0,
        live: BTreeMap::new(),
        to_cancel: BTreeSet::new(),
        began: Vec::new(),
        ended: None,
        is_open: false,
        log: Vec::new(),
    };
    let result = lockstep.drive();
    result.map_err(|message| format!("{message}\n{}", lockstep.log.join("\n")))
}

struct Lockstep<'g, A> {
    graph: &'g Graph,
    plan: &'g Plan,
    variants: Vec<Vec<Text>>,
    control: AnyControl<'g>,
    machine: Machine<'g>,
    act: A,
    now: u64,
    /// What the machine says runs.
    live: BTreeMap<StepId, Live>,
    /// What the machine has cancelled and the control state has not.
    to_cancel: BTreeSet<StepId>,
    /// The steps that the machine has begun, in order.
    began: Vec<StepId>,
    ended: Option<End>,
    is_open: bool,
    log: Vec<String>,
}

struct Live {
    activation: Activation,
    carried: Option<Carried>,
    act: Act,
    ends_at: u64,
    /// Whether the control state has started it.
    is_started: bool,
    /// Whether it has been polled in this instant.
    is_polled: bool,
}

type Step = Result<(), String>;

impl<A: FnMut(StepId, usize) -> Act> Lockstep<'_, A> {
    fn drive(&mut self) -> Result<Seen, String> {
        let commands = self.machine.begin();
        self.obey(commands)?;
        for _ in 0..100_000 {
            self.log.push(format!("-- {}", self.now));
            self.control.wake();
            self.live.values_mut().for_each(|live| live.is_polled = false);
            if self.instant()? {
                return self.compare_ends();
            }
            if self.is_open {
                return Ok(Seen::Open);
            }
            self.now = self.live.values().map(|live| live.ends_at).min().ok_or("both wait for nothing")?;
        }
        Err("the run does not end".to_owned())
    }

    /// One instant; says whether the run is over.
    fn instant(&mut self) -> Result<bool, String> {
        loop {
            self.settle()?;
            let work = self.control.next();
            self.log.push(format!("{work:?}"));
            self.is_open |= self.is_ending() && self.live.values().any(|live| !live.is_started);
            if self.is_open {
                return Ok(false);
            }
            match work {
                Work::Start(step) => self.start(step)?,
                Work::Poll(step) => self.poll(step)?,
                Work::Cancel(step) => {
                    ensure(self.to_cancel.remove(&step), || format!("only control cancels {step}"))?;
                }
                Work::Decided(_) => {}
                Work::Turn(index) => {
                    let header = self.graph.loops[index].header;
                    ensure(self.began.last() == Some(&header), || format!("only control turns {index}"))?;
                    self.control.turned(index);
                }
                Work::Wait => {
                    ensure(self.ended.is_none(), || "only control waits".to_owned())?;
                    ensure(!self.live.values().any(|live| !live.is_polled), || {
                        "control did not poll all".to_owned()
                    })?;
                    ensure(self.to_cancel.is_empty(), || format!("not cancelled: {:?}", self.to_cancel))?;
                    self.compare_steps()?;
                    return Ok(false);
                }
                Work::End => {
                    ensure(self.ended.is_some(), || {
                        format!("only control ends: {:?}", self.control.verdict())
                    })?;
                    return Ok(true);
                }
            }
        }
    }

    /// Whether the machine has decided how the run ends, and waits for steps that must finish.
    fn is_ending(&self) -> bool {
        !matches!(self.control.verdict(), Verdict::Done)
    }

    /// Lets the machine settle until there is something to do, if there is not.
    fn settle(&mut self) -> Step {
        loop {
            let can_go_on = !self.to_cancel.is_empty() || self.live.values().any(|live| !live.is_polled);
            if can_go_on || self.ended.is_some() {
                return Ok(());
            }
            // What begins and is cancelled at once is nothing to do.
            let commands = self.machine.settle();
            if commands.is_empty() {
                return Ok(());
            }
            self.obey(commands)?;
        }
    }

    fn obey(&mut self, commands: Vec<Command>) -> Step {
        for command in commands {
            self.log.push(format!("    {command:?}"));
            match command {
                Command::Start { activation, step, carried, .. } => {
                    let act = (self.act)(step, self.began.iter().filter(|it| **it == step).count());
                    self.began.push(step);
                    let ends_at = self.now + act.duration;
                    let live =
                        Live { activation, carried, act, ends_at, is_started: false, is_polled: false };
                    let before = self.live.insert(step, live);
                    ensure(before.is_none(), || format!("the machine starts {step} twice"))?;
                }
                Command::Cancel(activation) => {
                    let step = self.machine.state().step_of(activation);
                    let live =
                        self.live.remove(&step).ok_or_else(|| format!("the machine cancels {step}"))?;
                    // What had not been started when it lost need not be started.
                    if live.is_started {
                        self.to_cancel.insert(step);
                    }
                }
                Command::Count { .. } | Command::Again { .. } => {
                    return Err("these flows have no refined steps".to_owned());
                }
                Command::End(end) => self.ended = Some(end),
            }
        }
        // Whether a step that must finish had begun in the instant in which it lost is open.
        self.is_open |= self.live.iter().any(|(step, live)| {
            let counts = *self.machine.state().progress(*step)
                == flow_graph::machine::Progress::Running(live.activation);
            !live.is_started && !counts
        });
        Ok(())
    }

    fn start(&mut self, step: StepId) -> Step {
        let live = self.live.get_mut(&step).ok_or_else(|| format!("only control starts {step}"))?;
        ensure(!live.is_started, || format!("control starts {step} twice"))?;
        live.is_started = true;
        if let (Some(trigger), Some(carried)) = (&self.graph.steps[step].trigger, live.carried.clone()) {
            self.compare_winners(step, trigger, 0, &carried)?;
        }
        Ok(())
    }

    fn poll(&mut self, step: StepId) -> Step {
        let live = self.live.get_mut(&step).ok_or_else(|| format!("only control polls {step}"))?;
        ensure(live.is_started && !live.is_polled, || format!("control polls {step} wrongly"))?;
        live.is_polled = true;
        if live.ends_at > self.now {
            return Ok(());
        }
        let (activation, end) = (live.activation, live.act.end.clone());
        self.live.remove(&step);
        let outcome = match &end {
            Ok(variant) => Outcome::Success { variant: variant.clone() },
            Err(Failing::Fails) => Outcome::Failure,
            Err(Failing::Breaks) => Outcome::Broken,
        };
        self.log.push(format!("  {step}: {end:?}"));
        // Control first, so that `is_ending` knows when the machine is asked.
        match &end {
            Ok(variant) => {
                let known =
                    variant.as_ref().and_then(|name| self.variants[step].iter().position(|it| it == name));
                self.control.succeeded(step, known.map(|index| index as u16));
            }
            Err(Failing::Fails) => self.control.failed(step),
            Err(Failing::Breaks) => self.control.broken(step),
        }
        let commands = self.machine.on(activation, outcome);
        self.obey(commands)
    }

    /// Compares which members won with what the machine says a step is given.
    fn compare_winners(&self, step: StepId, trigger: &Trigger, node: usize, carried: &Carried) -> Step {
        let first = |index: usize| {
            node + 1 + trigger.members()[..index].iter().map(Trigger::node_count).sum::<usize>()
        };
        match carried {
            Carried::Event(_) => Ok(()),
            Carried::And(parts) => {
                trigger.members().iter().zip(parts).enumerate().try_for_each(|(index, (member, part))| {
                    self.compare_winners(step, member, first(index), part)
                })
            }
            Carried::Quorum(parts) => {
                let gate =
                    self.plan.gate(step, node).ok_or_else(|| format!("{step} has no gate for {node}"))?;
                let own: Vec<usize> =
                    self.control.arrivals(gate).iter().map(|&member| usize::from(member)).collect();
                let expected: Vec<usize> = parts.iter().map(|(member, _)| *member).collect();
                ensure(own == expected, || {
                    format!("{step}, node {node}: {own:?} arrived, says control; {expected:?} did")
                })?;
                parts.iter().try_for_each(|(member, part)| {
                    self.compare_winners(step, &trigger.members()[*member], first(*member), part)
                })
            }
            Carried::Or { winner, carried } => {
                let gate =
                    self.plan.gate(step, node).ok_or_else(|| format!("{step} has no gate for {node}"))?;
                let its_loop = self.graph.loops.iter().position(|it| it.header == step && node == 0);
                let back = its_loop.and_then(|index| self.control.came_back(index));
                let own = back.unwrap_or_else(|| self.control.winner(gate));
                ensure(own == *winner, || {
                    format!("{step}, node {node}: {own} won, says control; {winner} won")
                })?;
                // A way back's inner gates belong to the iteration before, which is forgotten.
                if back.is_some() {
                    return Ok(());
                }
                self.compare_winners(step, &trigger.members()[*winner], first(*winner), carried)
            }
        }
    }

    fn compare_steps(&self) -> Step {
        for step in 0..self.graph.steps.len() {
            let (own, expected) = (self.control.has_succeeded(step), self.machine.succeeded(step).is_some());
            // Of a header that is lost after it has succeeded, the value stays in its place; the control forgets it.
            let lost = matches!(self.machine.state().progress(step), Progress::Lost { .. });
            ensure(own == expected || lost || self.is_ending(), || {
                format!("has {step} succeeded? {own}, says control")
            })?;
        }
        Ok(())
    }

    fn compare_ends(&self) -> Result<Seen, String> {
        let expected = self.ended.clone().ok_or("only control ends")?;
        let verdict = self.control.verdict();
        let agree = match (&verdict, &expected) {
            (Verdict::Done, End::Success) => {
                self.compare_steps()?;
                true
            }
            (Verdict::LoopLimit { step, .. }, End::LoopLimit { step: expected }) => step == expected,
            (Verdict::Failed { step, causes, .. }, End::Failed(expected)) => {
                let own: Vec<StepId> = causes.clone().collect();
                let mut names: Vec<StepId> = Vec::new();
                for activation in &expected.causes {
                    let cause = self.machine.state().step_of(*activation);
                    if !names.contains(&cause) {
                        names.push(cause);
                    }
                }
                own == names && *step == expected.step
            }
            _ => false,
        };
        ensure(agree, || format!("the run ended with {verdict:?}, says control, and with {expected:?}"))?;
        Ok(Seen::Agreed(expected))
    }
}

fn ensure(holds: bool, message: impl FnOnce() -> String) -> Step {
    if holds { Ok(()) } else { Err(message()) }
}

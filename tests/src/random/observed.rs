//! What there is to see of a run, from outside.

use std::fmt;

/// A run of a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// Every call of a step's method.
    pub runs: Vec<Seen>,
    /// How the flow ended.
    pub ended: Ended,
    /// When it ended.
    pub ended_at: u64,
}

/// A call of a step's method.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// The step.
    pub step: usize,
    /// How often the step had begun before.
    pub nth: usize,
    /// Which of its items it is for.
    pub item: Option<usize>,
    /// Which attempt it is.
    pub attempt: u32,
    /// When it began.
    pub began_at: u64,
    /// When it ended or was dropped.
    pub ended_at: u64,
    /// Whether it was dropped before it had ended.
    pub dropped: bool,
    /// Its value: what it was given, and which call it is.
    pub value: u64,
}

/// How a flow ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// With these parts of the output.
    Output(Vec<Option<u64>>),
    /// With an error that names this step and these causes.
    Failed {
        /// The step.
        step: String,
        /// What happened to it.
        what: String,
        /// The causes, in order.
        causes: Vec<Blame>,
    },
    /// With the error of a step that had lost its race, and must finish. Something could have listened to it.
    FailedLost(String),
    /// At the limit of the loop with that header.
    LoopLimit(String),
    /// At its deadline.
    DeadlineExceeded,
    /// By its token.
    Cancelled,
    /// It was dropped.
    Dropped,
    /// With a panic, which no step of a random flow raises.
    Panicked(String),
}

/// What is known of one of the causes of a failure.
#[derive(Clone, PartialEq, Eq)]
pub struct Blame {
    /// The step that failed.
    pub step: String,
    /// Which of its items.
    pub item: Option<usize>,
    /// How often it was tried, where that counts.
    pub attempts: Option<u32>,
    /// What happened.
    pub what: String,
    /// The digest of the error.
    pub error: Option<u64>,
}

impl Observed {
    /// Without what the language leaves open of a run whose end was certain at `decided_at`.
    #[must_use]
    pub fn settled(&self, decided_at: u64) -> Observed {
        let mut it = self.clone();
        // A step that was lost in the instant in which it would begin may or may not have begun.
        it.runs.retain(|run| !(run.dropped && run.began_at == run.ended_at));
        if !matches!(it.ended, Ended::Output(_)) {
            // Whatever else happened in the instant in which the flow failed.
            it.runs.retain(|run| run.began_at != decided_at);
            for run in &mut it.runs {
                if run.ended_at == decided_at {
                    run.dropped = true;
                }
            }
        }
        it.runs.sort();
        it
    }
}

/// How what was seen differs from what should have been.
#[derive(Debug)]
pub struct Difference<'a> {
    /// What should have been seen.
    pub expected: &'a Observed,
    /// What was.
    pub seen: &'a Observed,
}

impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { expected, seen } = self;
        for (word, one, other) in [("expected", expected, seen), ("seen", seen, expected)] {
            writeln!(f, "  {word}: {:?} at {}", one.ended, one.ended_at)?;
            for run in one.runs.iter().filter(|run| !other.runs.contains(run)) {
                writeln!(f, "  only {word}: {run:?}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Seen { step, nth, item, attempt, began_at, ended_at, dropped, value } = self;
        write!(f, "s{step}[{nth}]")?;
        if let Some(item) = item {
            write!(f, " item {item}")?;
        }
        if *attempt > 1 {
            write!(f, " attempt {attempt}")?;
        }
        let how = if *dropped { " dropped" } else { "" };
        write!(f, " {began_at}-{ended_at}{how} = {value:x}")
    }
}

impl fmt::Debug for Blame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Blame { step, item, attempts, what, error } = self;
        write!(f, "{step} item {item:?} after {attempts:?}: {what} {error:x?}")
    }
}

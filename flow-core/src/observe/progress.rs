//! A view of runs on the terminal.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use flow_graph::model::StepId;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Event, Kind, Observer, RunId};

/// An observer that shows runs on the terminal: a line for each step that has begun, with a spinner while it runs and a
/// mark when it has ended; a bar where it runs for several items. What a subflow does stands below its step while it runs.
///
/// Where a step emits text (`String` or `&'static str`), the first line of it stands beside its name. Nothing is shown
/// where the standard error is no terminal.
///
/// ```
/// use flow_core::observe::Progress;
/// use flow_core::prelude::*;
///
/// struct Greeting;
///
/// #[flow]
/// impl Greeting {
///     #[start]
///     async fn name(&self) -> String {
///         "world".to_string()
///     }
/// }
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build()?;
/// # rt.block_on(async {
/// let name = Greeting.runner().observed_by(Progress::new()).run().await;
/// assert_eq!(name.unwrap(), "world");
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Progress {
    bars: MultiProgress,
    /// Whether spinners turn by themselves.
    turning: bool,
    /// From top to bottom.
    rows: Mutex<Vec<Row>>,
}

/// The line of a step.
struct Row {
    run: RunId,
    step: StepId,
    /// The runs and steps around.
    around: Vec<(RunId, StepId)>,
    name: &'static str,
    /// What it does at the moment, as far as that is known.
    note: String,
    /// For the how-manieth time it runs in a loop.
    iteration: u32,
    /// How many items have begun.
    items: u64,
    bar: ProgressBar,
}

const TURN: Duration = Duration::from_millis(100);

impl Progress {
    /// On the standard error, if that is a terminal.
    #[must_use]
    pub fn new() -> Progress {
        let bars = MultiProgress::with_draw_target(ProgressDrawTarget::stderr());
        let turning = !bars.is_hidden();
        Progress { bars, turning, rows: Mutex::default() }
    }

    /// Somewhere else. Spinners turn when something happens, not by themselves.
    ///
    /// ```
    /// use flow_core::observe::Progress;
    /// use flow_core::prelude::*;
    /// use indicatif::{InMemoryTerm, ProgressDrawTarget}; // with its feature `in_memory`
    ///
    /// # struct Greeting;
    /// #
    /// # #[flow]
    /// # impl Greeting {
    /// #     #[start]
    /// #     async fn greet(&self) -> &'static str { "hello" }
    /// # }
    /// #
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let terminal = InMemoryTerm::new(4, 40);
    /// let progress = Progress::with_target(ProgressDrawTarget::term_like(Box::new(terminal.clone())));
    /// Greeting.runner().observed_by(&progress).run().await.unwrap();
    /// assert_eq!(terminal.contents(), "✔ greet");
    /// # }
    /// ```
    #[must_use]
    pub fn with_target(target: ProgressDrawTarget) -> Progress {
        let bars = MultiProgress::with_draw_target(target);
        Progress { bars, turning: false, rows: Mutex::default() }
    }

    /// Runs something that writes to the terminal while the view is out of the way.
    ///
    /// ```
    /// let progress = flow_core::observe::Progress::new();
    /// let written = progress.suspend(|| {
    ///     println!("by the way");
    ///     10
    /// });
    /// assert_eq!(written, 10);
    /// ```
    pub fn suspend<R>(&self, write: impl FnOnce() -> R) -> R {
        self.bars.suspend(write)
    }

    /// The place of a step's row, which is made if there is none.
    fn row(&self, rows: &mut Vec<Row>, event: &Event, step: StepId) -> usize {
        if let Some(place) = rows.iter().position(|row| row.run == event.run && row.step == step) {
            return place;
        }
        let around: Vec<_> = event.parents.iter().map(|parent| (parent.run, parent.step)).collect();
        // Below everything that is in the same step, at any depth.
        let above = around
            .last()
            .and_then(|parent| rows.iter().rposition(|row| row.is(*parent) || row.around.contains(parent)));
        let bar = ProgressBar::new_spinner();
        let (place, bar) = match above {
            Some(above) => (above + 1, self.bars.insert_after(&rows[above].bar, bar)),
            None => (rows.len(), self.bars.add(bar)),
        };
        let name = event.step_name().unwrap_or("?");
        let row =
            Row { run: event.run, step, around, name, note: String::new(), iteration: 1, items: 0, bar };
        rows.insert(place, row);
        place
    }
}

impl Observer for Progress {
    fn on(&self, event: &Event) {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(step) = event.step else {
            if event.kind.outcome().is_some() {
                self.run_ended(&mut rows, event);
            }
            return;
        };
        if matches!(event.kind, Kind::RaceWon { .. }) {
            return;
        }
        let place = self.row(&mut rows, event, step);
        let row = &mut rows[place];
        match &event.kind {
            Kind::Started if event.item.is_none() => {
                row.note.clear();
                row.items = 0;
                row.bar.reset();
                row.run();
                if self.turning {
                    row.bar.enable_steady_tick(TURN);
                }
            }
            Kind::Started => {
                row.items += 1;
                row.bar.set_length(row.items);
                if row.items == 1 {
                    row.run();
                }
            }
            Kind::Retrying { attempt, delay, .. } => {
                let item = event.item.map_or_else(String::new, |item| format!("item {item}, "));
                row.note = format!("{item}attempt {attempt} in {delay:.1?}");
            }
            Kind::Emitted(item) => {
                if let Some(text) = item.as_text() {
                    row.note = text.lines().next().unwrap_or_default().to_string();
                }
            }
            Kind::Iteration { number } => row.iteration = *number,
            Kind::Finished | Kind::Failed { .. } if event.item.is_some() => row.bar.inc(1),
            Kind::Finished => row.end("green", '✔', ""),
            Kind::Failed { error } => row.end("red", '✘', error.as_deref().unwrap_or_default()),
            Kind::Cancelled if event.item.is_none() => row.end("dim", '–', "cancelled"),
            Kind::Lost { .. } if event.item.is_none() => row.end("dim", '–', "lost"),
            _ => {}
        }
        row.say();
    }
}

impl Progress {
    /// What was shown of a subflow is of no more interest.
    fn run_ended(&self, rows: &mut Vec<Row>, event: &Event) {
        let is_part = !event.parents.is_empty();
        rows.retain(|row| {
            if row.run == event.run && is_part {
                self.bars.remove(&row.bar);
            }
            row.run != event.run
        });
    }
}

impl Row {
    fn is(&self, (run, step): (RunId, StepId)) -> bool {
        self.run == run && self.step == step
    }

    /// How the row looks: the colour of its mark, and the marks that take turns. The last of them is for the end.
    fn look(&self, colour: &str, marks: &str) {
        let items = if self.items > 0 { " {bar:20} {pos}/{len}" } else { "" };
        let style = ProgressStyle::with_template(&format!("{{prefix}}{{spinner:.{colour}}} {{msg}}{items}"));
        if let Ok(style) = style {
            self.bar.set_style(style.tick_chars(marks));
        }
        self.bar.set_prefix("  ".repeat(self.around.len()));
    }

    fn run(&self) {
        self.look("cyan", "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ ");
    }

    fn end(&mut self, colour: &str, mark: char, note: &str) {
        self.note = note.to_string();
        self.say();
        self.look(colour, &format!(" {mark}"));
        self.bar.disable_steady_tick();
        self.bar.abandon();
    }

    /// Writes what the step does.
    fn say(&self) {
        let mut text = self.name.to_string();
        if self.iteration > 1 {
            text += &format!(" #{}", self.iteration);
        }
        if !self.note.is_empty() {
            text += &format!(": {}", self.note);
        }
        if self.bar.message() != text {
            self.bar.set_message(text);
        }
    }
}

impl Default for Progress {
    fn default() -> Progress {
        Progress::new()
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress")
    }
}

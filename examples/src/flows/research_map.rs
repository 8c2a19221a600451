//! A question becomes a plan, each part of the plan a section, all sections one report.

use std::collections::BTreeMap;
use std::fmt;

use flow_core::Context;
use flow_core::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Model, ModelError};

/// A research department.
#[derive(Debug)]
pub struct ResearchMap {
    /// Plans and sums up.
    pub model: Model,
    /// Writes the sections.
    pub author: Section,
}

/// What the report is going to say, as the model gives it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Outline {
    /// The headline.
    pub title: String,
    /// Five questions to look into.
    #[schemars(length(min = 5, max = 5))]
    pub sections: Vec<String>,
}

/// The work to do: a collection of tasks, with a title.
#[derive(Debug)]
pub struct Plan {
    topic: String,
    title: String,
    tasks: Vec<Task>,
}

/// A section to write.
#[derive(Debug)]
pub struct Task {
    topic: String,
    heading: String,
}

/// A section.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// What stands above it.
    pub heading: String,
    /// What it says.
    pub text: String,
    /// What the check said.
    pub check: Check,
}

/// What a second look at a section finds, as the model gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// How many per cent of it are certain.
    #[schemars(range(min = 50, max = 99))]
    pub certain: i64,
    /// What to improve.
    pub open: String,
}

/// Sections, a title above and a summary below.
#[derive(Debug)]
pub struct Report {
    /// The headline.
    pub title: String,
    /// In the order of the plan.
    pub sections: Vec<Written>,
    /// All of it in a line.
    pub summary: String,
}

/// Parts of the report, handed out as soon as they are there: to whoever watches the run.
#[derive(Debug)]
pub enum Part {
    /// The title.
    Title(String),
    /// A section and its number, from 0. They come in any order.
    Section(usize, Written),
    /// The summary.
    Summary(String),
}

/// Plans a report, has its sections written side by side, three at a time, and sums them up. A section is tried again
/// when the provider is busy or takes too long. Whoever watches the run gets the report piece by piece.
#[flow]
impl ResearchMap {
    #[start]
    #[retry(times = 3, base = "100ms", max = "2s", on = ModelError::is_temporary)]
    async fn plan(&self, topic: &str, #[context] cx: Context<'_>) -> Result<Plan, ModelError> {
        let prompt = format!("Outline a report about {topic:?}.");
        let Outline { title, sections } = self.model.ask_for(&prompt).await?;
        cx.emit(Part::Title(title.clone()));
        let task = |heading| Task { topic: topic.to_owned(), heading };
        Ok(Plan { topic: topic.to_owned(), title, tasks: sections.into_iter().map(task).collect() })
    }

    #[listen(each(plan), limit = 3)]
    #[subflow(Section)]
    #[timeout("2m")]
    #[retry(times = 3, base = "100ms", max = "2s", on = may_succeed_later)]
    async fn section(&self, task: &Task, #[context] cx: Context<'_>) -> Result<Written, FlowError> {
        let written = self.author.runner().within(cx).run(task).await?;
        cx.emit(Part::Section(cx.item().unwrap_or_default(), written.clone()));
        Ok(written)
    }

    #[listen(section)]
    #[retry(times = 3, base = "100ms", max = "2s", on = ModelError::is_temporary)]
    async fn report(
        &self,
        sections: &[Written],
        #[from(plan)] plan: &Plan,
        #[context] cx: Context<'_>,
    ) -> Result<Report, ModelError> {
        let Plan { topic, title, .. } = plan;
        let text: Vec<&str> = sections.iter().map(|section| section.text.as_str()).collect();
        let text = text.join("\n\n");
        let prompt = format!("Sum up this report about {topic:?}:\n\"\"\"\n{text}\n\"\"\"");
        let summary = self.model.ask(&prompt).await?;
        cx.emit(Part::Summary(summary.clone()));
        Ok(Report { title: title.clone(), sections: sections.to_vec(), summary })
    }
}

/// Writes sections.
#[derive(Debug)]
pub struct Section {
    /// Writes, and reads it once more.
    pub model: Model,
}

/// A section that nobody has checked.
#[derive(Debug)]
pub struct Draft {
    topic: String,
    heading: String,
    text: String,
}

/// Writes one section of a report, and has it checked.
#[flow]
impl Section {
    #[start]
    async fn draft(&self, task: &Task) -> Result<Draft, ModelError> {
        let Task { topic, heading } = task;
        let prompt = format!("Write a section about {topic:?}:\n\n- {heading}");
        let text = self.model.ask(&prompt).await?;
        Ok(Draft { topic: topic.clone(), heading: heading.clone(), text })
    }

    #[listen(draft)]
    async fn check(&self, draft: Draft) -> Result<Written, ModelError> {
        let Draft { topic, heading, text } = draft;
        let prompt =
            format!("How certain is this section about {topic:?}?\n\"\"\"\n{heading}\n\n{text}\n\"\"\"");
        let check = self.model.ask_for(&prompt).await?;
        Ok(Written { heading, text, check })
    }
}

/// A section whose author could not reach the model is worth another attempt.
fn may_succeed_later(error: &FlowError) -> bool {
    error.downcast_ref().is_some_and(ModelError::is_temporary)
}

/// The tasks of a plan, one after the other.
impl<'a> IntoIterator for &'a Plan {
    type Item = &'a Task;
    type IntoIter = std::slice::Iter<'a, Task>;

    fn into_iter(self) -> Self::IntoIter {
        self.tasks.iter()
    }
}

/// Puts the parts of a report into their order as they come.
#[derive(Debug, Default)]
pub struct Press {
    /// How many sections are printed.
    printed: usize,
    /// Sections that came before it was their turn.
    waiting: BTreeMap<usize, String>,
}

impl Press {
    /// What can be printed now that this part is there.
    pub fn print(&mut self, part: &Part) -> String {
        match part {
            Part::Title(title) => format!("# {title}\n"),
            Part::Section(number, section) => {
                self.waiting.insert(*number, section.to_string());
                let mut text = String::new();
                while let Some(section) = self.waiting.remove(&self.printed) {
                    text.push_str(&section);
                    self.printed += 1;
                }
                text
            }
            Part::Summary(summary) => format!("\n{summary}\n"),
        }
    }
}

/// As it stands in the report.
impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Written { heading, text, check: Check { certain, open } } = self;
        write!(f, "\n## {heading}\n\n{text}\n\n*{certain} % certain. {open}*\n")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { title, sections, summary } = self;
        writeln!(f, "# {title}")?;
        sections.iter().try_for_each(|section| section.fmt(f))?;
        write!(f, "\n{summary}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(heading: &str) -> Written {
        let check = Check { certain: 80, open: "Say more.".to_owned() };
        Written { heading: heading.to_owned(), text: "So it is.".to_owned(), check }
    }

    #[test]
    fn sections_that_come_too_early_wait() {
        let mut press = Press::default();
        assert_eq!(press.print(&Part::Title("Tea".to_owned())), "# Tea\n");
        assert_eq!(press.print(&Part::Section(2, section("Pots"))), "");
        assert_eq!(press.print(&Part::Section(0, section("Leaves"))), section("Leaves").to_string());
        let both = format!("{}{}", section("Water"), section("Pots"));
        assert_eq!(press.print(&Part::Section(1, section("Water"))), both);
        assert_eq!(press.print(&Part::Summary("Drink it.".to_owned())), "\nDrink it.\n");
    }

    #[test]
    fn the_parts_make_the_report() {
        let [title, summary] = ["Tea", "Drink it."].map(str::to_owned);
        let sections = vec![section("Leaves"), section("Water")];
        let mut press = Press::default();
        let mut text = press.print(&Part::Title(title.clone()));
        for (number, section) in sections.iter().enumerate().rev() {
            text += &press.print(&Part::Section(number, section.clone()));
        }
        text += &press.print(&Part::Summary(summary.clone()));
        assert_eq!(text, Report { title, sections, summary }.to_string());
    }
}

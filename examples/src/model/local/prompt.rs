//! The parts of a prompt.

use super::words;

/// A prompt taken apart: what to do, the points to use, the text to work on.
///
/// ```text
/// Revise the article about "sourdough".
///
/// - Say more about patience.
///
/// """
/// Sourdough begins with …
/// """
/// ```
pub(super) struct Prompt<'a> {
    /// What is left without the points and the source.
    task: String,
    /// Lines that begin with a dash.
    pub(super) points: Vec<&'a str>,
    /// What stands between triple quotes.
    pub(super) source: Option<&'a str>,
}

impl<'a> Prompt<'a> {
    pub(super) fn parse(text: &'a str) -> Self {
        const FENCE: &str = "\"\"\"";
        let (before, source, after) = match text.split_once(FENCE) {
            Some((before, rest)) => {
                let (source, after) = rest.split_once(FENCE).unwrap_or((rest, ""));
                (before, Some(source.trim()), after)
            }
            None => (text, None, ""),
        };
        let (mut task, mut points) = (String::new(), Vec::new());
        for line in before.lines().chain(after.lines()) {
            match line.trim().strip_prefix("- ") {
                Some(point) => points.push(point.trim()),
                None => {
                    task.push_str(line);
                    task.push('\n');
                }
            }
        }
        Prompt { task, points, source }
    }

    /// Whether the task speaks of this thing.
    pub(super) fn mentions(&self, thing: &str) -> bool {
        self.task.split(|c: char| !c.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case(thing))
    }

    /// What the prompt is about: what it puts in quotes, or else its first key words.
    pub(super) fn subject(&self) -> String {
        if let Some(quoted) = self.quoted() {
            return quoted.to_owned();
        }
        let words = words::key_words(&self.task);
        if words.is_empty() { "everyday things".to_owned() } else { words[..words.len().min(3)].join(" ") }
    }

    fn quoted(&self) -> Option<&str> {
        self.task.split('"').nth(1).map(str::trim).filter(|quoted| !quoted.is_empty())
    }

    /// What the prompt names: what it puts in quotes, or else the first word inside a sentence that has a capital.
    pub(super) fn name(&self) -> String {
        if let Some(quoted) = self.quoted() {
            return quoted.to_owned();
        }
        let mut begins = true;
        let mut name: Vec<&str> = Vec::new();
        for word in self.material().split_whitespace() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let named = !begins && bare != "I" && bare.chars().next().is_some_and(char::is_uppercase);
            begins = word.ends_with(['.', '!', '?', ':']);
            if named {
                name.push(bare);
            } else if !name.is_empty() {
                break;
            }
            if named && word.ends_with(|c: char| !c.is_alphanumeric()) {
                break;
            }
        }
        if name.is_empty() { self.subject() } else { name.join(" ") }
    }

    /// The first number, in digits or as a word up to ten.
    pub(super) fn number(&self) -> Option<i64> {
        const NAMES: &[&str] =
            &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        self.material().split(|c: char| !c.is_alphanumeric()).find_map(|word| {
            let named = NAMES.iter().zip(1..).find(|(name, _)| word.eq_ignore_ascii_case(name));
            word.parse().ok().or(named.map(|(_, number)| number))
        })
    }

    /// What there is to read: the source, or else the task.
    pub(super) fn material(&self) -> &str {
        self.source.unwrap_or(&self.task)
    }

    /// The words an answer can play with: of the points, of the source, or of the task.
    pub(super) fn key_words(&self) -> Vec<String> {
        let of_points = words::key_words(&self.points.join(" "));
        let of_source = words::key_words(self.source.unwrap_or_default());
        [of_points, of_source, words::key_words(&self.task)]
            .into_iter()
            .find(|words| !words.is_empty())
            .unwrap_or_else(|| vec![self.subject()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_falls_into_task_points_and_source() {
        let prompt =
            Prompt::parse("Revise it.\n\n- more salt\n- less sugar\n\n\"\"\"\nBread.\n\"\"\"\nBe brief.");
        assert_eq!(prompt.points, ["more salt", "less sugar"]);
        assert_eq!(prompt.source, Some("Bread."));
        assert!(prompt.mentions("revise") && prompt.mentions("Brief") && !prompt.mentions("bread"));
    }

    #[test]
    fn the_subject_is_what_stands_in_quotes() {
        assert_eq!(Prompt::parse("Write about \"night trains\", please.").subject(), "night trains");
        assert_eq!(Prompt::parse("Suggest a blog topic on night trains.").subject(), "night trains");
        assert_eq!(Prompt::parse("").subject(), "everyday things");
        assert_eq!(Prompt::parse("\"\"").subject(), "everyday things");
    }

    #[test]
    fn names_and_numbers_are_found_where_they_stand() {
        let prompt = Prompt::parse("Who? \"\"\"Three days in New York, with Ann.\"\"\"");
        assert_eq!((prompt.name().as_str(), prompt.number()), ("New York", Some(3)));
        let prompt = Prompt::parse("Find 12 sights in \"upper Lisbon\".");
        assert_eq!((prompt.name().as_str(), prompt.number()), ("upper Lisbon", Some(12)));
        let prompt = Prompt::parse("Find cheap rooms.");
        assert_eq!((prompt.name().as_str(), prompt.number()), ("cheap rooms", None));
    }
}

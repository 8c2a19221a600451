//! Answers in prose.

use super::prompt::Prompt;
use super::words::{capitalized, key_words, pick, seed};

/// The answer of `model` to `prompt`. What kind of text it is depends on what the prompt offers:
///
/// | the prompt has | the answer |
/// |---|---|
/// | a source and points | the source, and a paragraph more for each point |
/// | points, and the word "plan" | the points, dealt out to as many days as the prompt says |
/// | points, and the word "message" | a letter that mentions each point |
/// | points | a paragraph for each |
/// | a source | a line about it, with its key words as tags |
/// | neither | a headline |
pub(super) fn answer(model: &str, prompt: &str) -> String {
    let parts = Prompt::parse(prompt);
    let subject = parts.subject();
    let seed = seed(&[model, prompt]);
    match (parts.source, parts.points.as_slice()) {
        (Some(source), []) => summary(source, &subject),
        (Some(source), points) => format!("{source}\n\n{}", paragraphs(points, &subject, seed)),
        (None, []) => headline(&subject, seed),
        (None, points) if parts.mentions("plan") => itinerary(points, &subject, parts.number(), seed),
        (None, points) if parts.mentions("message") => letter(points, &subject, seed),
        (None, points) => paragraphs(points, &subject, seed),
    }
}

/// One line that could stand above an article, or on a poster.
pub(super) fn headline(subject: &str, seed: u64) -> String {
    const HEADLINES: &[&str] = &[
        "A field guide to {}",
        "Small steps toward {}",
        "Ten quiet minutes of {}",
        "The patient art of {}",
        "What {} can teach us",
        "Why {} is worth the detour",
        "{}, seen from close by",
        "{} without the fuss",
        "{}: begin where you are",
    ];
    capitalized(&fill(HEADLINES, seed, subject))
}

fn paragraphs(points: &[&str], subject: &str, seed: u64) -> String {
    const OPENINGS: &[&str] = &[
        "{}. That is easier said than done, and easier done than most people think.",
        "{}. Ask three people about it and you will hear four opinions.",
        "{}. It sounds like a detail, and it decides nearly everything else.",
        "{}. Nobody tells you this at the beginning, although it would save a week.",
    ];
    const MIDDLES: &[&str] = &[
        "Whoever cares about {} can try it this evening, with what is already in the house.",
        "With {} the second attempt is usually the one that works, so keep the first one short.",
        "The best thing about {} is how quickly it answers a question once you ask it plainly.",
        "Write down what you see: {} rewards the people who look twice.",
    ];
    const ENDINGS: &[&str] = &[
        "Then leave it alone until tomorrow.",
        "That is all there is to it, and it is enough.",
        "The rest follows from there.",
    ];
    // Each list is gone through from a place of its own, so that neighbours differ.
    let paragraph = |(index, point): (u64, &&str)| {
        let point = point.trim_end_matches(['.', '!', '?']);
        let point = capitalized(point.strip_prefix("Say more about ").unwrap_or(point));
        let at = |turn: u32| (seed.rotate_left(turn) >> 33 << 32).wrapping_add(index << 32);
        let (opening, middle) = (fill(OPENINGS, at(0), &point), fill(MIDDLES, at(13), subject));
        format!("{opening} {middle} {}", fill(ENDINGS, at(29), subject))
    };
    (0..).zip(points).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn itinerary(points: &[&str], subject: &str, days: Option<i64>, seed: u64) -> String {
    let days = days.and_then(|days| usize::try_from(days).ok()).unwrap_or(points.len()).max(1);
    let mut plan = headline(subject, seed);
    for (day, points) in (1..).zip(points.chunks(points.len().div_ceil(days).max(1))) {
        plan.push_str(&format!("\n\nDay {day}"));
        for point in points {
            plan.push_str(&format!("\n  - {point}"));
        }
    }
    plan
}

fn letter(points: &[&str], subject: &str, seed: u64) -> String {
    const GREETINGS: &[&str] = &["Hello {}!", "Good to see you, {}!", "Welcome back, {}!"];
    const CLOSINGS: &[&str] = &["We saved you a seat.", "Come and have a look.", "It is yours if you like."];
    let mut letter = fill(GREETINGS, seed, subject);
    for point in points {
        letter.push(' ');
        letter.push_str(&capitalized(point.trim_end_matches('.')));
        letter.push('.');
    }
    format!("{letter} {}", fill(CLOSINGS, seed.rotate_left(29), subject))
}

fn summary(source: &str, subject: &str) -> String {
    let first = source.split_inclusive(['.', '!', '?']).next().unwrap_or(source).trim();
    let mut tags = key_words(subject);
    tags.truncate(3);
    format!("{}: {first} #{}", capitalized(subject), tags.join(" #"))
}

fn fill(templates: &[&str], seed: u64, with: &str) -> String {
    pick(templates, seed).map_or_else(|| with.to_owned(), |template| template.replace("{}", with))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_depend_on_the_prompt_and_the_model() {
        let ask = |model, topic| answer(model, &format!("Suggest a blog topic about \"{topic}\"."));
        assert_eq!(ask("swift", "night trains"), ask("swift", "night trains"));
        assert!(ask("swift", "night trains").to_lowercase().contains("night trains"));
        let models = ["swift", "steady", "slow", "other"].map(|model| ask(model, "night trains"));
        assert!(models.iter().any(|answer| *answer != models[0]));
    }

    #[test]
    fn every_point_is_used() {
        for task in ["Write an article", "Write a plan", "Write a message"] {
            let text = answer("m", &format!("{task} about \"tea\":\n- boil water\n- wait")).to_lowercase();
            assert!(text.contains("boil water") && text.contains("wait"), "{text}");
        }
    }

    #[test]
    fn a_revision_keeps_the_source_and_grows() {
        let text = answer("m", "Revise:\n- more about leaves\n\"\"\"\nTea is good.\n\"\"\"");
        assert!(text.starts_with("Tea is good.\n\nMore about leaves."), "{text}");
    }

    #[test]
    fn odd_prompts_are_answered_too() {
        for prompt in ["", "\"", "\"\"\"", "- ", "\"\"\"\"\"\"", "…", "日本語"] {
            assert!(!answer("m", prompt).is_empty(), "{prompt}");
        }
    }
}

//! The names of the diagrams' files.

use std::collections::BTreeMap;

/// A flow's type and the modules it is in.
pub(crate) struct FlowName<'a> {
    pub(crate) name: &'a str,
    pub(crate) modules: &'a [String],
}

/// A file name without its ending for each flow: its name in snake case; with its modules before it where another flow
/// has the same name; with a number after it where even that is the same. No two are alike, even on a file system
/// that does not tell upper case from lower case.
pub(crate) fn file_names(flows: &[FlowName<'_>]) -> Vec<String> {
    let short: Vec<String> = flows.iter().map(|flow| snake_case(flow.name)).collect();
    let mut times = BTreeMap::<&String, usize>::new();
    for name in &short {
        *times.entry(name).or_default() += 1;
    }
    let mut names: Vec<String> = Vec::new();
    for (flow, short) in flows.iter().zip(&short) {
        let full = match times.get(short) {
            Some(1) | None => short.clone(),
            Some(_) => {
                let modules = flow.modules.iter().map(|module| snake_case(module));
                modules.chain([short.clone()]).collect::<Vec<_>>().join("_")
            }
        };
        let numbered = (2..).map(|number| format!("{full}_{number}"));
        let name = [full.clone()].into_iter().chain(numbered).find(|name| !names.contains(name));
        names.push(name.unwrap_or(full));
    }
    names
}

/// `HTTPServer2Go` becomes `http_server2_go`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let letters: Vec<char> = name.chars().collect();
    for (index, &letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| letters.get(before));
        let ends_word = before.is_some_and(|it| it.is_lowercase() || it.is_numeric());
        let in_acronym = before.is_some_and(|it| it.is_uppercase());
        let begins_word = letters.get(index + 1).is_some_and(|it| it.is_lowercase());
        if letter.is_uppercase() && (ends_word || in_acronym && begins_word) {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(flows: &[(&str, &[&str])]) -> Vec<String> {
        let modules: Vec<Vec<String>> =
            flows.iter().map(|(_, modules)| modules.iter().map(ToString::to_string).collect()).collect();
        let flows: Vec<FlowName<'_>> =
            flows.iter().zip(&modules).map(|((name, _), modules)| FlowName { name, modules }).collect();
        file_names(&flows)
    }

    #[test]
    fn snake_case_of_types() {
        for (name, snake) in [
            ("Branding", "branding"),
            ("FirstAnswer", "first_answer"),
            ("HTTPServer2Go", "http_server2_go"),
            ("A", "a"),
            ("XYZ", "xyz"),
            ("already_snake", "already_snake"),
            ("ÜberFlug", "über_flug"),
            ("步骤", "步骤"),
        ] {
            assert_eq!(snake_case(name), snake);
        }
    }

    #[test]
    fn the_same_name_in_two_modules() {
        assert_eq!(
            names(&[("Copy", &["a"]), ("Copy", &["b", "c"]), ("Other", &["a"])]),
            ["a_copy", "b_c_copy", "other"]
        );
        assert_eq!(names(&[("Copy", &[]), ("Copy", &["b"])]), ["copy", "b_copy"]);
    }

    #[test]
    fn names_that_meet_all_the_same() {
        assert_eq!(
            names(&[("Copy", &[]), ("Copy", &[]), ("Copy", &["copy"])]),
            ["copy", "copy_2", "copy_copy"]
        );
        assert_eq!(names(&[("BCopy", &[]), ("Copy", &[]), ("Copy", &["b"])]), ["b_copy", "copy", "b_copy_2"]);
    }
}

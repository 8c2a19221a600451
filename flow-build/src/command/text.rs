//! Words for people.

/// `` `a`, `b` and `c` ``
pub(super) fn names<T: AsRef<str>>(names: &[T]) -> String {
    joined(names, "and")
}

/// `` `a`, `b` or `c` ``
pub(super) fn either<T: AsRef<str>>(names: &[T]) -> String {
    joined(names, "or")
}

fn joined<T: AsRef<str>>(names: &[T], word: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    list(&names, word)
}

/// `a, b and c`
pub(super) fn list(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// `1 step`, `2 steps`
pub(super) fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

/// The first paragraph of a doc comment, unless it is something other than text.
pub(super) fn summary(doc: &str) -> Option<String> {
    crate::page::summary(doc).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        assert_eq!(names(&["a"]), "`a`");
        assert_eq!(names(&["a", "b"]), "`a` and `b`");
        assert_eq!(either(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!((count(1, "step"), count(0, "step")), ("1 step".to_string(), "0 steps".to_string()));
    }
}

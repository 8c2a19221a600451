//! "Did you mean".

/// The candidate most like `name`, if one is like it at all.
///
/// Similarity is Jaro's (Jaro 1989) above 0.7, as clap does it: Jaro–Winkler would call every long common prefix a match.
pub(super) fn similar<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let score = strsim::jaro(name, candidate);
        if score > 0.7 && best.is_none_or(|(so_far, _)| score > so_far) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The help for an unknown name: the one it looks like, or all there are.
pub(super) fn help(what: &str, name: &str, candidates: &[&str]) -> String {
    match similar(name, candidates.iter().copied()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None if candidates.is_empty() => format!("there is no {what} here"),
        None => format!("the {what}s are {}", list(candidates)),
    }
}

/// `a`, `b` and `c`
pub(super) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

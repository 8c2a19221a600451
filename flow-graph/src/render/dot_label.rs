//! Text that Graphviz shows as it is.
//!
//! A quoted string is read for escapes (`\n`, `\N`, `\G`…) and for HTML's entities (`&lt;`), so that backslashes and
//! ampersands are the two signs that mean something.

/// Lines of text as a quoted label.
pub(super) fn lines(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    format!("\"{}\"", lines.join("\\n"))
}

/// One line of text as a quoted label.
pub(super) fn line(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut label = String::new();
    for word in text.split(|it: char| it.is_whitespace() || it.is_control()).filter(|word| !word.is_empty()) {
        if !label.is_empty() {
            label.push(' ');
        }
        for it in word.chars() {
            match it {
                '"' => label.push_str("\\\""),
                '\\' => label.push_str("\\\\"),
                '&' => label.push_str("&amp;"),
                it => label.push(it),
            }
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_with_a_meaning_are_escaped() {
        assert_eq!(line("Vec<&'a str>"), r#""Vec<&amp;'a str>""#);
        assert_eq!(line(r#"\N "x" &lt;"#), r#""\\N \"x\" &amp;lt;""#);
        assert_eq!(line("two\n   lines\t"), r#""two lines""#);
        assert_eq!(lines(&["one".to_string(), "two".to_string()]), r#""one\ntwo""#);
    }
}

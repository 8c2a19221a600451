//! Text that Mermaid shows as it is.
//!
//! Mermaid reads a label several times over: as its own syntax, as Markdown and as HTML, and it looks for entities
//! (`#lt;`) and `style` statements in the text of the whole diagram first. So everything that could mean something
//! to one of these is written as an entity, which Mermaid turns back into the character after all of them.

use std::fmt::Write;

/// Lines of text as a quoted label.
pub(super) fn quoted(lines: &[String]) -> String {
    let mut label = String::from("\"");
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            label.push_str("<br/>");
        }
        escape(line, &mut label);
    }
    label.push('"');
    label
}

/// Text as a double-quoted YAML scalar, for the title.
pub(super) fn yaml(text: &str) -> String {
    let mut scalar = String::from("\"");
    for it in text.chars() {
        match it {
            '"' | '\\' => {
                scalar.push('\\');
                scalar.push(it);
            }
            // Mermaid looks for tags and entities in the header, too.
            '<' | '>' | '#' | '&' => _ = write!(scalar, "\\u{:04X}", u32::from(it)),
            it if it.is_control() => scalar.push(' '),
            it => scalar.push(it),
        }
    }
    scalar.push('"');
    scalar
}

fn escape(text: &str, label: &mut String) {
    let text = text.trim();
    let colon = if is_trap(text) { "#58;" } else { ":" };
    let mut last = None;
    let mut rest = text.chars().peekable();
    while let Some(it) = rest.next() {
        let next_is_word = rest.peek().is_some_and(|next| next.is_alphanumeric());
        match it {
            it if it.is_alphanumeric() => label.push(it),
            // Markdown's emphasis begins and ends at the edge of a word,
            '_' if last.is_some_and(char::is_alphanumeric) && next_is_word => label.push('_'),
            // and its lists begin a line.
            '-' | '+' if last.is_some() => label.push(it),
            '.' | ',' | ';' | '(' | ')' | '[' | ']' | '=' | '\'' | '!' | '?' => label.push(it),
            ':' => label.push_str(colon),
            '"' => label.push_str("#quot;"),
            '&' => label.push_str("#amp;"),
            '<' => label.push_str("#lt;"),
            '>' => label.push_str("#gt;"),
            it if is_space(it) => {
                if !last.is_some_and(is_space) {
                    label.push(' ');
                }
            }
            it => _ = write!(label, "#{};", u32::from(it)),
        }
        last = Some(it);
    }
}

/// Whether Mermaid could take a line with this text for a `style` or `classDef` statement. It cuts the last `;` off
/// whatever looks like `style…:…#…;`, and so breaks the last entity of the line.
pub(super) fn is_trap(text: &str) -> bool {
    text.contains("style") || text.contains("classDef")
}

fn is_space(it: char) -> bool {
    it.is_whitespace() || it.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> String {
        quoted(&[text.to_string()])
    }

    #[test]
    fn plain_text_stays_readable() {
        assert_eq!(
            label("draft_2: Verdict::No, [u8; 4], (A, B)"),
            r##""draft_2: Verdict::No, [u8; 4], (A, B)""##
        );
        assert_eq!(label("  two\n   lines\t"), r##""two lines""##);
        assert_eq!(quoted(&["one".to_string(), "two".to_string()]), r##""one<br/>two""##);
    }

    #[test]
    fn signs_with_a_meaning_become_entities() {
        assert_eq!(label("Vec<&'a str>"), r##""Vec#lt;#amp;'a str#gt;""##);
        assert_eq!(label("\"`|{}#%$"), r##""#quot;#96;#124;#123;#125;#35;#37;#36;""##);
        assert_eq!(label("__init__ *x* - y"), r##""#95;#95;init#95;#95; #42;x#42; - y""##);
        assert_eq!(label("- x"), r##""#45; x""##);
    }

    /// `style: a::B<T>` would lose its last `;`.
    #[test]
    fn no_colon_beside_style() {
        assert_eq!(label("style: a::B<T>"), r##""style#58; a#58;#58;B#lt;T#gt;""##);
    }

    #[test]
    fn titles() {
        assert_eq!(yaml("A \"b\" \\ <c>\n"), r##""A \"b\" \\ \u003Cc\u003E ""##);
    }
}

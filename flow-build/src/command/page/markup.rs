//! Text as HTML.

/// Text between tags.
pub(in crate::command) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for it in text.chars() {
        match it {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' => escaped.push('\n'),
            it if it.is_control() => escaped.push(' '),
            it => escaped.push(it),
        }
    }
    escaped
}

/// Text between the quotes of an attribute.
pub(super) fn attribute(text: &str) -> String {
    escaped(text).replace('\n', " ")
}

/// A link, or the text alone if it leads nowhere.
pub(super) fn link(to: Option<&str>, text: &str) -> String {
    match to {
        Some(to) => format!("<a href=\"{}\">{}</a>", attribute(to), escaped(text)),
        None => escaped(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_that_html_knows_is_text() {
        assert_eq!(escaped("<T> & \"it's\"\u{0}\n"), "&lt;T&gt; &amp; &quot;it&#39;s&quot; \n");
        assert_eq!(link(Some("a\"b\nc"), "<"), "<a href=\"a&quot;b c\">&lt;</a>");
        assert_eq!(link(None, "<"), "&lt;");
    }
}

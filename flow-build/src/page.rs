//! The texts that are written.

use std::fmt::Write;

use crate::output;

/// What is to be shown of a flow.
pub(crate) struct Drawn {
    pub(crate) name: String,
    /// The modules it is in, where another flow has the same name.
    pub(crate) modules: Option<String>,
    pub(crate) doc: String,
    /// The source file, as messages name it.
    pub(crate) file: String,
    pub(crate) line: u32,
    /// The way from the diagrams to the source file, if there is one.
    pub(crate) link: Option<String>,
    /// The name of the diagram's file.
    pub(crate) diagram_file: String,
    pub(crate) mermaid: String,
}

impl Drawn {
    /// The text of the diagram's file.
    pub(crate) fn diagram(&self, package: &str) -> String {
        let mark = format!("\n%% {} The source is {}.\nflowchart ", output::mark(package), self.file);
        // The header that holds the title has to come first.
        self.mermaid.replacen("\nflowchart ", &mark, 1)
    }
}

/// The Markdown page with all of them.
pub(crate) fn page(package: &str, flows: &[Drawn]) -> String {
    let mut page = format!("<!-- {} -->\n\n# Flows of `{package}`\n", output::mark(package));
    for flow in flows {
        // Writing to a string cannot fail.
        _ = section(&mut page, flow);
    }
    page
}

fn section(page: &mut String, flow: &Drawn) -> std::fmt::Result {
    write!(page, "\n## {}", flow.name)?;
    if let Some(modules) = &flow.modules {
        write!(page, " in `{modules}`")?;
    }
    page.push_str("\n\n");
    if let Some(summary) = summary(&flow.doc) {
        write!(page, "{summary}\n\n")?;
    }
    let place = format!("{}:{}", flow.file, flow.line);
    match &flow.link {
        Some(link) => write!(page, "[{place}]({}#L{})", url(link), flow.line)?,
        None => write!(page, "`{place}`")?,
    }
    writeln!(page, " · [{file}]({})\n", url(&flow.diagram_file), file = flow.diagram_file)?;
    writeln!(page, "```mermaid\n{}```", flow.mermaid)
}

/// The first paragraph of a doc comment, unless it is something other than text.
pub(crate) fn summary(doc: &str) -> Option<String> {
    let lines =
        doc.lines().map(str::trim).skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    let paragraph = lines.collect::<Vec<_>>().join("\n");
    let is_text = !paragraph.is_empty() && !paragraph.starts_with(['#', '<']) && !paragraph.contains("```");
    is_text.then_some(paragraph)
}

/// A relative path as the target of a Markdown link.
pub(crate) fn url(path: &str) -> String {
    let mut url = String::new();
    for it in path.chars() {
        match it {
            ' ' | '(' | ')' | '<' | '>' | '%' | '#' | '?' | '"' => _ = write!(url, "%{:02X}", u32::from(it)),
            it => url.push(it),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_is_the_first_paragraph() {
        assert_eq!(
            summary("\n One line\n and another.\n\n More.").as_deref(),
            Some("One line\nand another.")
        );
        assert_eq!(summary("# Heading"), None);
        assert_eq!(summary("```\ncode"), None);
        assert_eq!(summary(""), None);
    }

    #[test]
    fn links_with_odd_names() {
        assert_eq!(url("../a b(c)/x#1.rs"), "../a%20b%28c%29/x%231.rs");
    }
}

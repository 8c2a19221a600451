//! Doc comments as HTML. They are Markdown; the page takes its text and its order, and nothing that could act: no HTML
//! of its own, no pictures from elsewhere, no links but those to pages and mail.

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

/// A doc comment.
pub(super) fn html(doc: &str) -> String {
    // `[Other]` may name anything that rustdoc knows: it is shown as what it names.
    let named = |link: BrokenLink<'_>| Some((CowStr::from(link.reference.to_string()), CowStr::Borrowed("")));
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_with_broken_link_callback(doc, options, Some(named));
    let mut links = Vec::new();
    let mut kept = Vec::new();
    for event in events {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => kept.push(Event::Text(text)),
            Event::Start(Tag::HtmlBlock) => kept.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => kept.push(Event::End(TagEnd::Paragraph)),
            // The text that stands for a picture is what is inside.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let leads = leads(link_type, &dest_url);
                links.push(leads);
                if leads {
                    let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
                    kept.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                }
            }
            Event::End(TagEnd::Link) => {
                if links.pop() == Some(true) {
                    kept.push(Event::End(TagEnd::Link));
                }
            }
            // The page's own headings are around it.
            Event::Start(Tag::Heading { .. }) => {
                kept.extend([Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]);
            }
            Event::End(TagEnd::Heading(_)) => {
                kept.extend([Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)]);
            }
            event => kept.push(event),
        }
    }
    let mut text = String::new();
    html::push_html(&mut text, kept.into_iter());
    text
}

/// Whether a link leads somewhere from a page that may be anywhere.
fn leads(kind: LinkType, to: &str) -> bool {
    let schemes = ["https://", "http://", "mailto:"];
    kind == LinkType::Email || schemes.iter().any(|scheme| to.to_ascii_lowercase().starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_keeps_its_order() {
        assert_eq!(
            html("Says `<T>` & *so*.\n\n* one\n* two\n\n# Panics\n"),
            "<p>Says <code>&lt;T&gt;</code> &amp; <em>so</em>.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n\
             <p><strong>Panics</strong></p>\n"
        );
    }

    #[test]
    fn nothing_acts() {
        let doc = "<script>alert(1)</script>\n\nA <img src=x onerror=alert(1)> ![alt](https://example.com/a.png) \
                   [go](javascript:alert(1)) [Other], [`Other`], [page](https://example.com/?a&b)\n\n```</code>\n<b>\n```\n";
        assert_eq!(
            html(doc),
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>\n<p>A &lt;img src=x onerror=alert(1)&gt; alt go Other, \
             <code>Other</code>, <a href=\"https://example.com/?a&amp;b\">page</a></p>\n\
             <pre><code class=\"language-&lt;/code&gt;\">&lt;b&gt;\n</code></pre>\n"
        );
    }
}

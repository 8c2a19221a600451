//! The page of a flow. It is well-formed XML, but for its script: so it is read as what it is, not searched for text.
//! What it does is tested in a browser: see `.ci/page`.

use base64::prelude::{BASE64_STANDARD, Engine};
use roxmltree::{Document, Node, ParsingOptions};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::run::{flow, workspace};
use crate::support::Package;
use crate::svg::awkward;

const ACTIVE: &str = include_str!("flows/active.rs");

/// Text that means something to HTML, wherever there can be text.
fn active() -> Package {
    Package::new(&[("src/lib.rs", ACTIVE)])
}

fn page(package: &Package, name: &str) -> String {
    flow(package, &["graph", name, "--format", "html"]).ok()
}

/// The page without what runs, and what runs.
fn apart(page: &str) -> (String, String) {
    let (before, rest) = page.rsplit_once("<script>").unwrap();
    let (script, after) = rest.split_once("</script>").unwrap();
    (format!("{before}<script></script>{after}"), script.to_string())
}

fn read(text: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).unwrap_or_else(|error| panic!("{error}"))
}

fn with<'a, 'd>(document: &'a Document<'d>, name: &str, value: &str) -> Node<'a, 'd> {
    let mut found = document.descendants().filter(|it| it.attribute(name) == Some(value));
    let node = found.next().unwrap_or_else(|| panic!("no {name}={value}"));
    assert!(found.next().is_none(), "more than one {name}={value}");
    node
}

fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(|it| it.is_text()).filter_map(|it| it.text()).collect()
}

/// The ids and names of all steps of a picture, those inside included.
fn steps(picture: &Value, flow: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (number, step) in flow["steps"].as_array().unwrap().iter().enumerate() {
        let node = picture["nodes"].as_array().unwrap().iter().find(|node| node["step"] == number).unwrap();
        let name = |it: &Value| it.as_str().unwrap().to_string();
        all.push((name(&node["id"]), name(&step["name"])));
        let inside = &node["subflow"]["known"];
        if inside.is_object() {
            all.extend(steps(inside, &step["subflow"]["flow"]));
        }
    }
    all
}

/// A cell of a step's row.
fn cell(document: &Document<'_>, step: &str, title: &str) -> String {
    let row = with(document, "id", &format!("step-{step}"));
    text(row.children().find(|it| it.attribute("data-title") == Some(title)).unwrap())
}

#[test]
fn every_step_is_in_the_list_the_picture_and_the_table() {
    let (plain, awkward, active) = (workspace(), awkward(), active());
    for (package, name, count) in [
        (&plain, "Offer", 4),
        (&plain, "orders::Order", 8),
        (&plain, "Essay", 6),
        (&awkward, "Awkward", 10),
        (&awkward, "Outer", 7),
        (&awkward, "Long", 200),
        (&active, "Awkward", 9),
    ] {
        let page = page(package, name);
        let (page, _) = apart(&page);
        let document = read(&page);
        let json: Value = serde_json::from_str(&text(with(&document, "id", "flow-json"))).unwrap();
        let all = steps(&json["picture"], &json["flow"]);
        assert_eq!(all.len(), count, "{name}");
        let list: Vec<String> = with(&document, "id", "flow-list")
            .descendants()
            .filter(|it| it.has_tag_name("a"))
            .map(|it| format!("{} {}", it.attribute("href").unwrap(), text(it)))
            .collect();
        let expected: Vec<String> = all.iter().map(|(id, name)| format!("#step-{id} {name}")).collect();
        assert_eq!(list, expected);
        for (id, name) in all {
            let row = with(&document, "id", &format!("step-{id}"));
            assert_eq!(row.attribute("data-node"), Some(&*id));
            let called = row.descendants().find(|it| it.attribute("class") == Some("called")).unwrap();
            assert_eq!(text(called), name);
            let link = with(&document, "id", &id).parent_element().unwrap();
            assert_eq!(link.attribute("href"), Some(&*format!("#step-{id}")));
        }
    }
}

#[test]
fn the_json_is_that_of_the_format() {
    for (package, name) in [(&workspace(), "orders::Order"), (&awkward(), "Awkward"), (&active(), "Awkward")]
    {
        let html = page(package, name);
        assert_eq!(html, page(package, name), "the same text every time");
        let (html, _) = apart(&html);
        let document = read(&html);
        let json: Value = serde_json::from_str(&text(with(&document, "id", "flow-json"))).unwrap();
        let written = flow(package, &["graph", name, "--format", "json"]).ok();
        assert_eq!(json, serde_json::from_str::<Value>(&written).unwrap());
    }
}

#[test]
fn only_the_pages_own_script_and_styles_may_run() {
    let html = page(&active(), "Awkward");
    let (rest, script) = apart(&html);
    let document = read(&rest);
    let policy =
        with(&document, "http-equiv", "Content-Security-Policy").attribute("content").unwrap().to_string();
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    let styles: Vec<String> =
        document.descendants().filter(|it| it.has_tag_name("style")).map(|it| hash(&text(it))).collect();
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src {}; style-src {}; img-src data:; connect-src 'none'; base-uri 'none'; \
             form-action 'none'",
            hash(&script),
            styles.join(" ")
        )
    );
}

/// What browsers load by themselves. Links are followed by people.
#[test]
fn nothing_is_loaded() {
    for (package, name) in [(&workspace(), "orders::Order"), (&active(), "Awkward"), (&active(), "Outer")] {
        let html = page(package, name);
        let (rest, script) = apart(&html);
        let document = read(&rest);
        for node in document.descendants() {
            let tag = node.tag_name().name();
            assert!(
                !["img", "image", "iframe", "object", "embed", "video", "audio", "base", "use"]
                    .contains(&tag),
                "{tag}"
            );
            for attribute in node.attributes() {
                let (key, value) = (attribute.name(), attribute.value());
                assert!(!key.starts_with("on") && key != "src" && key != "style", "{tag} {key}={value}");
                match (tag, key) {
                    ("link", "href") => assert_eq!(value, "data:,"),
                    ("a", "href") => assert!(!value.starts_with("javascript:"), "{value}"),
                    _ => assert!(!value.contains("url(") || value.starts_with("url(#"), "{key}={value}"),
                }
            }
            if tag == "style" {
                let style = text(node);
                assert!(!style.contains("url(") && !style.contains("@import"));
            }
        }
        for word in ["fetch", "XMLHttpRequest", "import", "WebSocket", "innerHTML", "eval", "http:", "https:"]
        {
            assert!(!script.contains(word), "the script has {word}");
        }
    }
}

#[test]
fn a_step_is_told_in_full() {
    let package = workspace();
    flow(&package, &["graph", "orders::Order", "-o", "shop/order.html"]).ok();
    let (page, _) = apart(&package.text("shop/order.html"));
    let document = read(&page);
    assert_eq!(
        cell(&document, "n_ask__s_offer", "Signature"),
        "fn offer(\n    &self,\n    price: usize,\n    days: Vec<u32>,\n) -> String"
    );
    assert_eq!(cell(&document, "n_ask__s_offer", "Trigger"), "#[listen(and(or(near, far), days))]");
    assert_eq!(cell(&document, "n_ask__s_offer", "Waits for"), "nearfardays");
    assert_eq!(cell(&document, "n_ask__s_near", "About"), "Asks around the corner.");
    assert_eq!(cell(&document, "n_ask__s_near", "Trigger"), "#[start]within 2s");
    assert_eq!(cell(&document, "n_ask__s_near", "Waited for by"), "offer");
    assert_eq!(cell(&document, "s_ask", "Waited for by"), "decidesorry (::Err)");
    assert_eq!(cell(&document, "s_pay", "Waits for"), "decide::Order");
    assert_eq!(cell(&document, "s_pay", "Source"), "shop/src/lib.rs:37");
    let source = with(&document, "id", "step-s_pay").descendants().rfind(|it| it.has_tag_name("a"));
    assert_eq!(source.unwrap().attribute("href"), Some("src/lib.rs#L37"));
    let (page, _) = apart(&self::page(&package, "Essay"));
    let document = read(&page);
    assert_eq!(cell(&document, "s_tell", "Waits for"), "publishdraft (its value only)");
    assert_eq!(cell(&document, "s_draft", "Waited for by"), "judgetell (its value only)");
}

#[test]
fn sources_are_linked_by_a_template() {
    let package = workspace();
    let words = ["graph", "Offer", "-f", "html", "--link-template", "editor:{path}:{line}"];
    let (page, _) = apart(&flow(&package, &words).ok());
    assert_eq!(with(&read(&page), "href", "editor:shop/src/lib.rs:16").tag_name().name(), "a");
}

#[test]
fn text_is_text() {
    let (page, _) = apart(&page(&active(), "Awkward"));
    let document = read(&page);
    let about = text(with(&document, "id", "flow-about"));
    assert!(about.contains("Says <b> & \"quotes\", </script><script>window.acted = 1</script>"), "{about}");
    assert!(cell(&document, "s_end", "Signature").contains("E<\"&quot;</td>\">"));
    assert!(cell(&document, "s_graph", "Signature").contains("Sized<{ 1 + 1 }, \"#lt;&amp;\\\\N\", '\\''>"));
}

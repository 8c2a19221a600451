//! Pictures as SVG, parsed back.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};
use serde_json::Value;

use crate::run::{flow, workspace};
use crate::support::Package;

/// Names that formats have a meaning for, types with every sign, flows in flows, and two hundred steps.
pub(crate) fn awkward() -> Package {
    let names =
        ["end", "graph", "subgraph", "node", "edge", "style", "r#match", "überprüfen", "步骤", "__init__"];
    let types = [
        "std::collections::HashMap<String, Vec<(&'static str, Option<Box<dyn Fn(u8) -> u8 + Send + 'static>>)>>",
        "[u8; 4]",
        "Sized<{ 1 + 1 }, \"#lt;&amp;\\\\N\", '\\''>",
    ];
    let mut chain = String::from("#[flow]\nimpl Awkward {\n");
    for (index, name) in names.into_iter().enumerate() {
        let trigger = match index.checked_sub(1) {
            None => "#[start]".to_string(),
            Some(before) => format!("#[listen({})]", names[before]),
        };
        let taken = if index == 0 { "名: &'a str" } else { "value: T" };
        chain.push_str(&format!(
            "    {trigger} fn {name}(&self, {taken}) -> {} {{ todo!() }}\n",
            types[index % 3]
        ));
    }
    chain.push_str("}\n");
    let nested = "
        #[flow]
        impl Outer {
            #[start] #[subflow(Middle)] async fn end(&self, a: u8) -> Result<u8, FlowError> { todo!() }
            #[router(or(end, again::Again))] #[subflow(Inner)] async fn again(&self) -> Turn { todo!() }
            #[listen(and(again::Done, end))] #[subflow(elsewhere::Unknown)] async fn out(&self) -> u8 { 1 }
        }
        #[flow]
        impl Middle {
            #[start] async fn begin(&self) -> u8 { 1 }
            #[listen(begin)] #[subflow(Inner)] async fn end(&self, a: u8) -> u8 { 1 }
        }
        #[flow]
        impl Inner {
            /// Says `<why>`
            /// & \"how\".
            #[start] async fn out(&self, b: &str) -> u8 { 1 }
        }
    ";
    let mut long = String::from("#[flow]\nimpl Long {\n    #[start] fn s0(&self) -> u8 { 1 }\n");
    for step in 1..200 {
        let before = step - 1;
        let other = (step * 7) % step;
        let trigger = if other == before || step % 3 > 0 {
            format!("s{before}")
        } else {
            format!("and(s{before}, s{other})")
        };
        long.push_str(&format!("    #[listen({trigger})] fn s{step}(&self) -> u8 {{ 1 }}\n"));
    }
    long.push_str("}\n");
    Package::new(&[("src/lib.rs", &format!("{chain}{nested}{long}"))])
}

/// What a picture shows, from its JSON: for each node's id the lines of its text, and the edges.
type Shown = (BTreeMap<String, Vec<String>>, Vec<(String, String)>);

fn expected(picture: &Value) -> Shown {
    let mut shown = Shown::default();
    let text = |it: &Value| it.as_str().unwrap().to_string();
    for node in picture["nodes"].as_array().unwrap() {
        let lines: Vec<String> = node["label"].as_array().unwrap().iter().map(text).collect();
        let inside = &node["subflow"]["known"];
        let lines = if inside.is_null() { lines } else { vec![title(&lines)] };
        shown.0.insert(text(&node["id"]), lines);
        if !inside.is_null() {
            let (nodes, edges) = expected(inside);
            shown.0.extend(nodes);
            shown.1.extend(edges);
        }
    }
    for edge in picture["edges"].as_array().unwrap() {
        shown.1.push((text(&edge["from"]), text(&edge["to"])));
    }
    shown.1.sort();
    shown
}

fn title(lines: &[String]) -> String {
    let (name, about) = lines.split_at(2.min(lines.len()));
    [&[name.join(" ")], about].concat().join(", ")
}

fn shown(document: &Document<'_>) -> Shown {
    let mut shown = Shown::default();
    for node in nodes(document) {
        let lines =
            node.children().filter(|it| it.has_tag_name("text")).map(|it| it.text().unwrap().to_string());
        let old = shown.0.insert(node.attribute("id").unwrap().to_string(), lines.collect());
        assert!(old.is_none(), "ids are unique");
    }
    for edge in document.descendants().filter(|it| it.has_attribute("data-from")) {
        let end = |name| edge.attribute(name).unwrap().to_string();
        shown.1.push((end("data-from"), end("data-to")));
        let path = edge.first_element_child().unwrap().attribute("d").unwrap();
        assert!(path.starts_with('M') && !path.contains("NaN") && !path.contains("inf"), "{path}");
    }
    shown.1.sort();
    shown
}

fn nodes<'a, 'd>(document: &'a Document<'d>) -> Vec<Node<'a, 'd>> {
    document.descendants().filter(|it| it.has_tag_name("g") && it.has_attribute("id")).collect()
}

/// Where a node is: left, top, right, bottom.
type Bounds = [f64; 4];

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap_or_else(|| panic!("{name} of {node:?}")).parse().unwrap()
}

/// How far the groups around it move something.
fn moved(node: Node<'_, '_>) -> (f64, f64) {
    let transforms = node.ancestors().filter_map(|it| it.attribute("transform"));
    transforms.fold((0.0, 0.0), |(x, y), transform| {
        let by = transform.strip_prefix("translate(").unwrap().strip_suffix(')').unwrap();
        let (dx, dy) = by.split_once(',').unwrap();
        (x + dx.parse::<f64>().unwrap(), y + dy.parse::<f64>().unwrap())
    })
}

fn bounds(node: Node<'_, '_>) -> Bounds {
    let mut all = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    let (dx, dy) = moved(node);
    for shape in node.children().filter(|it| it.attribute("class") == Some("shape")) {
        let corners: Vec<(f64, f64)> = match shape.tag_name().name() {
            "rect" => {
                let (x, y) = (number(shape, "x"), number(shape, "y"));
                vec![(x, y), (x + number(shape, "width"), y + number(shape, "height"))]
            }
            "circle" => {
                let (x, y, r) = (number(shape, "cx"), number(shape, "cy"), number(shape, "r"));
                vec![(x - r, y - r), (x + r, y + r)]
            }
            _ => {
                let points = shape.attribute("points").unwrap().split(' ');
                points
                    .map(|it| it.split_once(',').unwrap())
                    .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
                    .collect()
            }
        };
        for (x, y) in corners {
            let (x, y) = (x + dx, y + dy);
            all = [all[0].min(x), all[1].min(y), all[2].max(x), all[3].max(y)];
        }
    }
    all
}

fn holds(outer: Bounds, inner: Bounds) -> bool {
    outer[0] <= inner[0] + 0.02
        && outer[1] <= inner[1] + 0.02
        && inner[2] <= outer[2] + 0.02
        && inner[3] <= outer[3] + 0.02
}

fn apart(a: Bounds, b: Bounds) -> bool {
    a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1]
}

/// Nodes lie on the page, apart from one another unless one is a frame around the other, and hold their text.
fn check_places(document: &Document<'_>) {
    let root = document.root_element();
    let page = [0.0, 0.0, number(root, "width"), number(root, "height")];
    let placed: Vec<(&str, Bounds)> =
        nodes(document).into_iter().map(|node| (node.attribute("id").unwrap(), bounds(node))).collect();
    for (index, (id, place)) in placed.iter().enumerate() {
        assert!(holds(page, *place), "{id} is outside of the page: {place:?}");
        for (other, its) in &placed[index + 1..] {
            let is_frame = holds(*place, *its) || holds(*its, *place);
            assert!(apart(*place, *its) || is_frame, "{id} and {other} overlap: {place:?} {its:?}");
            assert!(!is_frame || id.starts_with("n_") || other.starts_with("n_"), "{id} covers {other}");
        }
    }
    for node in nodes(document) {
        let [left, _, right, _] = bounds(node);
        for text in node.children().filter(|it| it.has_tag_name("text")) {
            let (middle, width) = (number(text, "x") + moved(text).0, number(text, "textLength"));
            assert!(
                left <= middle - width / 2.0 && middle + width / 2.0 <= right,
                "{:?} is too wide",
                text.text()
            );
        }
    }
}

#[test]
fn the_picture_is_the_graph() {
    let (plain, awkward) = (workspace(), awkward());
    for (package, name) in [
        (&plain, "Offer"),
        (&plain, "orders::Order"),
        (&plain, "Essay"),
        (&awkward, "Awkward"),
        (&awkward, "Outer"),
        (&awkward, "Long"),
    ] {
        let text = flow(package, &["graph", name, "-f", "svg"]).ok();
        assert_eq!(text, flow(package, &["graph", name, "-f", "svg"]).ok(), "the same text every time");
        let document = Document::parse(&text).unwrap();
        let json: Value = serde_json::from_str(&flow(package, &["graph", name, "-f", "json"]).ok()).unwrap();
        assert_eq!(shown(&document), expected(&json["picture"]), "{name}");
        check_places(&document);
    }
}

/// The links of a picture, with the ids of the nodes that they are around.
fn links(text: &str) -> BTreeMap<String, String> {
    let document = Document::parse(text).unwrap();
    let links = document.descendants().filter(|it| it.has_tag_name("a"));
    let link = |it: Node<'_, '_>| {
        let id = it.first_element_child().unwrap().attribute("id").unwrap();
        (id.to_string(), it.attribute("href").unwrap().to_string())
    };
    links.map(link).collect()
}

#[test]
fn steps_link_to_their_lines() {
    let package = workspace();
    package.file("docs/pictures/old.svg", "");
    flow(&package, &["graph", "orders::Order", "-o", "docs/pictures/order.svg"]).ok();
    let found = links(&package.text("docs/pictures/order.svg"));
    let source = package.text("shop/src/lib.rs");
    let line = |link: &str| {
        let (file, line) = link.split_once("#L").unwrap();
        assert_eq!(file, "../../shop/src/lib.rs");
        source.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap().to_string()
    };
    let steps: BTreeSet<&str> = found.keys().map(String::as_str).collect();
    let all = [
        "n_ask__s_days",
        "n_ask__s_far",
        "n_ask__s_near",
        "n_ask__s_offer",
        "s_ask",
        "s_decide",
        "s_pay",
        "s_sorry",
    ];
    assert_eq!(steps, BTreeSet::from(all));
    for (id, link) in &found {
        let name = id.rsplit("s_").next().unwrap();
        assert!(line(link).contains(&format!("fn {name}(")), "{id}: {link}");
    }
}

#[test]
fn links_by_a_template() {
    let package = workspace();
    let text =
        |template: &str| flow(&package, &["graph", "Offer", "-f", "svg", "--link-template", template]).ok();
    let at_home = links(&text("https://example.com/{path}?a&b#L{line}"));
    assert_eq!(at_home["s_far"], "https://example.com/shop/src/lib.rs?a&b#L16");
    let editor = links(&text("vscode://file{absolute}:{line}"));
    let absolute = package.path().canonicalize().unwrap();
    let file =
        editor["s_far"].strip_prefix("vscode://file").unwrap().strip_suffix("/shop/src/lib.rs:16").unwrap();
    assert_eq!(std::path::Path::new(file).canonicalize().unwrap(), absolute);
    assert!(links(&text("")).is_empty());
}

#[test]
fn docs_are_shown_on_hovering() {
    let text = flow(&awkward(), &["graph", "Inner", "-f", "svg"]).ok();
    let document = Document::parse(&text).unwrap();
    let titles: Vec<&str> =
        document.descendants().filter(|it| it.has_tag_name("title")).filter_map(|it| it.text()).collect();
    assert_eq!(titles, ["Says `<why>` & \"how\"."]);
}

/// Every colour that a light page has, a dark page has, too.
#[test]
fn both_schemes_colour_the_same_parts() {
    let text = flow(&workspace(), &["graph", "Offer", "-f", "svg"]).ok();
    let document = Document::parse(&text).unwrap();
    let style = document.descendants().find(|it| it.has_tag_name("style")).unwrap().text().unwrap();
    let (light, dark) = style.split_once("@media screen and (prefers-color-scheme:dark){").unwrap();
    let parts = |rules: &str| -> BTreeSet<String> {
        let rules = rules.split('}').filter_map(|rule| rule.split_once('{'));
        let coloured = rules.filter(|(_, body)| body.contains('#'));
        coloured.flat_map(|(parts, _)| parts.split(',').map(str::to_string).collect::<Vec<_>>()).collect()
    };
    assert_eq!(parts(light), parts(dark));
    assert!(parts(light).len() > 15);
}

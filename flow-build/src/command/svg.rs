//! A picture without a browser: SVG with text as text, for light and for dark pages.

use std::fmt::{self, Write};

use flow_graph::Graph;
use flow_graph::render::{Diagram, EdgeKind, Node, NodeKind};

use super::failure::Failure;
use super::layout::{self, Layout, PlacedEdge, PlacedNode};
use super::shape::{self, FONT, Form, LINE, Point, STACK, Size};
use super::text;

/// Around the picture.
const MARGIN: f64 = 16.0;
/// The height of the title.
const TITLE: f64 = 34.0;

/// Colours: the page is drawn, too, so that the picture can be read whatever page it stands on. Paper is light.
pub(super) const STYLE: &str = "\
svg{font-family:ui-monospace,'SF Mono',Menlo,'DejaVu Sans Mono','Liberation Mono',Consolas,monospace;font-size:13px}\
text{text-anchor:middle;fill:#1f2328}\
.page,.back{fill:#fff}\
.title{font-size:16px;font-weight:600}\
.shape{stroke-width:1.5px}\
.edge path{fill:none;stroke:#59636e;stroke-width:1.5px}\
.edge text{fill:#424a53}\
.tip{fill:#59636e}\
.error path{stroke:#cf222e}.error text,.error-tip{fill:#cf222e}\
.again path{stroke-width:3.5px}\
.data path{stroke-dasharray:2 4}\
.must-finish>.shape{stroke-width:4px}\
.frame>.shape{fill:none;stroke:#0969da}\
.input>.shape{fill:#f6f8fa;stroke:#8c959f}\
.start>.shape,.start_router>.shape{fill:#dafbe1;stroke:#1a7f37}\
.step>.shape{fill:#ddf4ff;stroke:#0969da}\
.router>.shape{fill:#fff8c5;stroke:#9a6700}\
.and>.shape{fill:#fbefff;stroke:#8250df}\
.or>.shape{fill:#fff1e5;stroke:#bc4c00}\
.quorum>.shape{fill:#fff1e5;stroke:#8250df}\
.loop>.shape{fill:#ffeff7;stroke:#bf3989}\
.end>.shape,.output>.shape{fill:#eaeef2;stroke:#57606a}\
a:hover .shape,a:focus .shape{stroke-width:3px}\
@media screen and (prefers-color-scheme:dark){\
text{fill:#f0f6fc}\
.page,.back{fill:#0d1117}\
.edge path{stroke:#9198a1}.edge text{fill:#d1d7e0}.tip{fill:#9198a1}\
.error path{stroke:#f85149}.error text,.error-tip{fill:#f85149}\
.frame>.shape{fill:none;stroke:#4493f8}\
.input>.shape{fill:#212830;stroke:#656c76}\
.start>.shape,.start_router>.shape{fill:#12341d;stroke:#3fb950}\
.step>.shape{fill:#0c2d52;stroke:#4493f8}\
.router>.shape{fill:#3b2a05;stroke:#d29922}\
.and>.shape{fill:#2d1f4d;stroke:#ab7df8}\
.or>.shape{fill:#3d1f0a;stroke:#db6d28}\
.quorum>.shape{fill:#3d1f0a;stroke:#ab7df8}\
.loop>.shape{fill:#41162c;stroke:#db61a2}\
.end>.shape,.output>.shape{fill:#262c36;stroke:#9198a1}\
}";

/// Where a picture stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// In a file of its own.
    File,
    /// In a page that has its [`STYLE`] and its title.
    Inline,
}

/// Where a node leads to, of the picture it is in, and with the line of its step.
pub(super) type Leads<'l> = dyn Fn(&Diagram, &Node, u32) -> Option<String> + 'l;

/// The picture of a flow.
pub(super) fn svg(
    graph: &Graph,
    diagram: &Diagram,
    leads: &Leads<'_>,
    look: Look,
) -> Result<String, Failure> {
    let layout = layout::layout(diagram)?;
    let mut picture = Picture { out: String::new(), leads, look };
    // Writing to a string cannot fail.
    _ = picture.whole(graph, diagram, &layout);
    Ok(picture.out)
}

struct Picture<'l> {
    out: String,
    leads: &'l Leads<'l>,
    look: Look,
}

impl Picture<'_> {
    fn whole(&mut self, graph: &Graph, diagram: &Diagram, layout: &Layout<'_>) -> fmt::Result {
        let title = &diagram.name;
        let is_file = self.look == Look::File;
        let (title_width, title_height) =
            if is_file { (shape::width(title) * 16.0 / FONT, TITLE) } else { (0.0, 0.0) };
        let width = layout.size.width.max(title_width) + 2.0 * MARGIN;
        let height = layout.size.height + title_height + 2.0 * MARGIN;
        writeln!(
            self.out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" \
             role=\"{3}\" aria-label=\"The flow {2}\">",
            number(width),
            number(height),
            escaped(title),
            // An image has no parts that can be reached, the links in a page can.
            if is_file { "img" } else { "group" }
        )?;
        if is_file {
            writeln!(self.out, "<style>{STYLE}</style>")?;
        }
        self.out.push_str("<defs>");
        for (id, class) in [("tip", "tip"), ("error-tip", "error-tip")] {
            write!(
                self.out,
                "<marker id=\"{id}\" class=\"{class}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" \
                 markerWidth=\"10\" markerHeight=\"10\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">\
                 <path d=\"M0 1L10 5L0 9z\"/></marker>"
            )?;
        }
        self.out.push_str(
            "<marker id=\"again-tip\" class=\"tip\" viewBox=\"0 0 10 10\" refX=\"8\" refY=\"5\" markerWidth=\"15\" \
             markerHeight=\"15\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 1L10 5L0 9z\"/></marker>",
        );
        self.out.push_str("</defs>\n");
        if is_file {
            self.out.push_str("<rect class=\"page\" width=\"100%\" height=\"100%\" rx=\"6\"/>\n");
            let middle = Point { x: width / 2.0, y: MARGIN + TITLE / 2.0 - 6.0 };
            self.line(title, middle, Some("title"), 16.0 / FONT)?;
        }
        let corner = Point { x: (width - layout.size.width) / 2.0, y: MARGIN + title_height };
        self.layout(graph, diagram, layout, corner)?;
        self.out.push_str("</svg>\n");
        Ok(())
    }

    /// A picture whose upper left corner is there: frames and arrows first, so that nothing lies over a node.
    fn layout(
        &mut self,
        graph: &Graph,
        diagram: &Diagram,
        layout: &Layout<'_>,
        corner: Point,
    ) -> fmt::Result {
        writeln!(self.out, "<g transform=\"translate({},{})\">", number(corner.x), number(corner.y))?;
        for placed in &layout.nodes {
            let subflow = placed.node.step.and_then(|step| graph.steps[step].refined.subflow.as_ref());
            let inner_graph = subflow.and_then(|subflow| subflow.graph.as_deref());
            if let (Some((inside, corner)), Some(inner), Some(inner_graph)) =
                (&placed.inside, placed.node.inside(), inner_graph)
            {
                self.node(graph, diagram, placed)?;
                self.layout(inner_graph, inner, inside, *corner)?;
            }
        }
        for edge in &layout.edges {
            self.edge(edge)?;
        }
        for placed in layout.nodes.iter().filter(|placed| placed.inside.is_none()) {
            self.node(graph, diagram, placed)?;
        }
        for edge in &layout.edges {
            self.edge_label(edge)?;
        }
        writeln!(self.out, "</g>")
    }

    fn node(&mut self, graph: &Graph, diagram: &Diagram, placed: &PlacedNode<'_>) -> fmt::Result {
        let PlacedNode { node, center, size, inside } = placed;
        let step = node.step.map(|step| &graph.steps[step]);
        let link = step.and_then(|step| (self.leads)(diagram, node, step.line));
        if let Some(link) = &link {
            write!(self.out, "<a href=\"{}\">", escaped(link))?;
        }
        let must_finish = if node.must_finish { " must-finish" } else { "" };
        let kind = if inside.is_some() { "frame" } else { class(node.kind) };
        write!(self.out, "<g id=\"{}\" class=\"{kind}{must_finish}\">", node.id)?;
        if let Some(summary) = step.and_then(|step| text::summary(&step.doc)) {
            write!(self.out, "<title>{}</title>", escaped(&summary))?;
        }
        self.shape(node, *center, *size)?;
        match inside {
            Some(_) => self.line(&layout::title(node), layout::title_center(placed), None, 1.0)?,
            None => {
                let down = if shape::is_stack(node) { STACK } else { 0.0 };
                let middle = Point { x: center.x - down, y: center.y + down };
                self.lines(&node.label, middle)?;
            }
        }
        self.out.push_str("</g>");
        if link.is_some() {
            self.out.push_str("</a>");
        }
        self.out.push('\n');
        Ok(())
    }

    fn shape(&mut self, node: &Node, center: Point, size: Size) -> fmt::Result {
        let form = shape::form(node);
        if shape::is_stack(node) {
            let front = Size { width: size.width - 2.0 * STACK, height: size.height - 2.0 * STACK };
            for by in [STACK, 0.0, -STACK] {
                self.rectangle(Point { x: center.x + by, y: center.y - by }, front, 0.0)?;
            }
            return Ok(());
        }
        match form {
            Form::Box => self.rectangle(center, size, 0.0),
            Form::Rounded => self.rectangle(center, size, 8.0),
            Form::Stadium => self.rectangle(center, size, size.height / 2.0),
            Form::DoubleSided => {
                self.rectangle(center, size, 0.0)?;
                let inner = Size { width: size.width - 16.0, ..size };
                self.rectangle(center, inner, 0.0)
            }
            Form::Circle => write!(
                self.out,
                "<circle class=\"shape\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
                number(center.x),
                number(center.y),
                number(size.width / 2.0)
            ),
            Form::Slanted | Form::Hexagon | Form::Diamond => {
                self.out.push_str("<polygon class=\"shape\" points=\"");
                for (index, corner) in shape::outline(form, size).into_iter().enumerate() {
                    let gap = if index == 0 { "" } else { " " };
                    write!(self.out, "{gap}{},{}", number(center.x + corner.x), number(center.y + corner.y))?;
                }
                self.out.push_str("\"/>");
                Ok(())
            }
        }
    }

    fn rectangle(&mut self, center: Point, size: Size, radius: f64) -> fmt::Result {
        write!(
            self.out,
            "<rect class=\"shape\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            number(center.x - size.width / 2.0),
            number(center.y - size.height / 2.0),
            number(size.width),
            number(size.height)
        )?;
        if radius > 0.0 {
            write!(self.out, " rx=\"{}\"", number(radius))?;
        }
        self.out.push_str("/>");
        Ok(())
    }

    fn lines(&mut self, lines: &[String], middle: Point) -> fmt::Result {
        let height = shape::text_size(lines).height;
        let mut y = middle.y - height / 2.0 + LINE / 2.0;
        for line in lines {
            self.line(line, Point { x: middle.x, y }, None, 1.0)?;
            y += LINE;
        }
        Ok(())
    }

    /// A line of text around that point, `scale` times as large as other text.
    fn line(&mut self, line: &str, middle: Point, class: Option<&str>, scale: f64) -> fmt::Result {
        self.out.push_str("<text");
        if let Some(class) = class {
            write!(self.out, " class=\"{class}\"")?;
        }
        // Where a viewer lacks the font, it makes another one as wide.
        let width = shape::width(line) * scale;
        if width > 0.0 {
            write!(self.out, " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"", number(width))?;
        }
        let baseline = middle.y + FONT * scale * 0.35;
        write!(self.out, " x=\"{}\" y=\"{}\">{}</text>", number(middle.x), number(baseline), escaped(line))
    }

    fn edge(&mut self, placed: &PlacedEdge<'_>) -> fmt::Result {
        let PlacedEdge { edge, points, .. } = placed;
        let (class, tip) = match edge.kind {
            EdgeKind::Control => ("edge", "tip"),
            EdgeKind::Error => ("edge error", "error-tip"),
            EdgeKind::Again => ("edge again", "again-tip"),
            EdgeKind::Data => ("edge data", "tip"),
        };
        writeln!(
            self.out,
            "<g class=\"{class}\" data-from=\"{}\" data-to=\"{}\"><path d=\"{}\" marker-end=\"url(#{tip})\"/></g>",
            edge.from,
            edge.to,
            curve(points)
        )
    }

    /// Labels lie over all lines, on a ground of the page's colour.
    fn edge_label(&mut self, placed: &PlacedEdge<'_>) -> fmt::Result {
        let PlacedEdge { edge, label, .. } = placed;
        if edge.label.is_empty() {
            return Ok(());
        }
        let size = shape::text_size(&edge.label);
        let class = if edge.kind == EdgeKind::Error { "edge error" } else { "edge" };
        write!(
            self.out,
            "<g class=\"{class}\"><rect class=\"back\" fill-opacity=\"0.85\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            number(label.x - size.width / 2.0 - 2.0),
            number(label.y - size.height / 2.0),
            number(size.width + 4.0),
            number(size.height)
        )?;
        self.lines(&edge.label, *label)?;
        writeln!(self.out, "</g>")
    }
}

fn class(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Input => "input",
        NodeKind::Start => "start",
        NodeKind::StartRouter => "start_router",
        NodeKind::Step => "step",
        NodeKind::Router => "router",
        NodeKind::And => "and",
        NodeKind::Or => "or",
        NodeKind::Quorum => "quorum",
        NodeKind::Loop => "loop",
        NodeKind::End => "end",
        NodeKind::Output => "output",
    }
}

/// A smooth line: a uniform B-spline that begins and ends at the first and the last point.
fn curve(points: &[Point]) -> String {
    let at = |x: f64, y: f64| format!("{} {}", number(x), number(y));
    let mut path = String::new();
    let ([first, ..], [.., last]) = (points, points) else { return path };
    path.push_str(&format!("M{}", at(first.x, first.y)));
    if points.len() > 2 {
        let mut before = *first;
        let mut here = points[1];
        path.push_str(&format!("L{}", at((5.0 * before.x + here.x) / 6.0, (5.0 * before.y + here.y) / 6.0)));
        for next in points[2..].iter().chain([last]) {
            path.push_str(&format!(
                "C{} {} {}",
                at((2.0 * before.x + here.x) / 3.0, (2.0 * before.y + here.y) / 3.0),
                at((before.x + 2.0 * here.x) / 3.0, (before.y + 2.0 * here.y) / 3.0),
                at((before.x + 4.0 * here.x + next.x) / 6.0, (before.y + 4.0 * here.y + next.y) / 6.0)
            ));
            (before, here) = (here, *next);
        }
    }
    path.push_str(&format!("L{}", at(last.x, last.y)));
    path
}

/// With two places behind the point at most, and no `-0`.
fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 { "0".to_string() } else { rounded.to_string() }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for it in text.chars() {
        match it {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML has no other control characters, not even as entities.
            it if it.is_control() => escaped.push(' '),
            it => escaped.push(it),
        }
    }
    escaped
}

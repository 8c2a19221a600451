//! The shapes of nodes, and how large they are for their text.

use std::f64::consts::PI;

use flow_graph::render::{Node, NodeKind};
use unicode_width::UnicodeWidthStr;

use super::layout::PlacedNode;

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Point {
    pub(super) fn shift(&mut self, by: Point) {
        self.x += by.x;
        self.y += by.y;
    }
}

/// The height of text in pixels.
pub(super) const FONT: f64 = 13.0;
/// How wide a letter is. Text is in a fixed-width font, in all of which letters are about 0.6 of the height, and each
/// line says how wide it is, so that a viewer with another font fits it in.
const LETTER: f64 = FONT * 0.602;
/// The height of a line.
pub(super) const LINE: f64 = 18.0;
/// How far the slanted sides of an input and the points of a hexagon reach.
const SLANT: f64 = 12.0;
/// How far the stack behind a step that runs several times reaches.
pub(super) const STACK: f64 = 5.0;

/// How wide a line of text is.
pub(super) fn width(text: &str) -> f64 {
    // No line is longer than some thousand letters.
    #[allow(clippy::cast_precision_loss)]
    let columns = text.width() as f64;
    columns * LETTER
}

/// How large some lines of text are.
pub(super) fn text_size(lines: &[String]) -> Size {
    #[allow(clippy::cast_precision_loss)]
    let height = lines.len() as f64 * LINE;
    Size { width: lines.iter().map(|line| width(line)).fold(0.0, f64::max), height }
}

/// How large a node is that is no frame.
pub(super) fn size(node: &Node) -> Size {
    let text = text_size(&node.label);
    let (width, height) = (text.width + 24.0, text.height + 14.0);
    let stack = if is_stack(node) { STACK * 2.0 } else { 0.0 };
    match form(node) {
        Form::Box | Form::Rounded => Size { width: width + stack, height: height + stack },
        Form::Stadium => Size { width: width + 12.0, height },
        Form::DoubleSided => Size { width: width + 16.0, height },
        Form::Slanted | Form::Hexagon => Size { width: width + 2.0 * SLANT, height },
        Form::Circle => {
            let across = (text.width.hypot(text.height) + 10.0).max(40.0);
            Size { width: across, height: across }
        }
        Form::Diamond => {
            // The corners of the text touch the sides: text.width / width + text.height / height = 1.
            let height = text.height * 2.4 + 16.0;
            Size { width: (text.width + 16.0) / (1.0 - text.height / height), height }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Box,
    Rounded,
    Stadium,
    DoubleSided,
    Slanted,
    Hexagon,
    Circle,
    Diamond,
}

/// The form of a node, as Mermaid's.
pub(super) fn form(node: &Node) -> Form {
    match node.kind {
        // A frame around a picture, whatever kind of step runs it.
        _ if node.inside().is_some() => Form::Rounded,
        NodeKind::Input => Form::Slanted,
        NodeKind::Router | NodeKind::StartRouter => Form::Diamond,
        NodeKind::Start | NodeKind::Step if node.subflow.is_some() => Form::DoubleSided,
        NodeKind::Start if is_stack(node) => Form::Box,
        NodeKind::Start | NodeKind::Output => Form::Stadium,
        NodeKind::Step => Form::Box,
        NodeKind::And | NodeKind::Quorum => Form::Hexagon,
        NodeKind::Loop => Form::Rounded,
        NodeKind::Or | NodeKind::End => Form::Circle,
    }
}

/// Whether it is drawn as a stack of boxes.
pub(super) fn is_stack(node: &Node) -> bool {
    node.is_many && node.subflow.is_none() && matches!(node.kind, NodeKind::Start | NodeKind::Step)
}

/// The corners of a node around its centre.
pub(super) fn outline(form: Form, Size { width, height }: Size) -> Vec<Point> {
    let (x, y) = (width / 2.0, height / 2.0);
    let corners: Vec<(f64, f64)> = match form {
        Form::Box | Form::Rounded | Form::DoubleSided => vec![(-x, -y), (x, -y), (x, y), (-x, y)],
        Form::Slanted => vec![(-x + SLANT, -y), (x, -y), (x - SLANT, y), (-x, y)],
        Form::Hexagon => {
            vec![(-x + SLANT, -y), (x - SLANT, -y), (x, 0.0), (x - SLANT, y), (-x + SLANT, y), (-x, 0.0)]
        }
        Form::Diamond => vec![(0.0, -y), (x, 0.0), (0.0, y), (-x, 0.0)],
        Form::Circle => arc(0.0, x, 0.0, 2.0 * PI).collect(),
        Form::Stadium => {
            arc(x - y, y, -PI / 2.0, PI / 2.0).chain(arc(y - x, y, PI / 2.0, 1.5 * PI)).collect()
        }
    };
    corners.into_iter().map(|(x, y)| Point { x, y }).collect()
}

fn arc(x: f64, radius: f64, from: f64, to: f64) -> impl Iterator<Item = (f64, f64)> {
    const PARTS: u32 = 24;
    (0..=PARTS).map(move |part| {
        let angle = from + (to - from) * f64::from(part) / f64::from(PARTS);
        (x + radius * angle.cos(), radius * angle.sin())
    })
}

/// Where the line from the centre of a node to a point leaves its outline; the point itself, if that is inside.
pub(super) fn meet(placed: &PlacedNode<'_>, to: Point) -> Point {
    let PlacedNode { node, center, size, .. } = placed;
    let corners = outline(form(node), *size);
    let (dx, dy) = (to.x - center.x, to.y - center.y);
    let mut far: Option<f64> = None;
    for (index, a) in corners.iter().enumerate() {
        let b = corners[(index + 1) % corners.len()];
        let (ex, ey) = (b.x - a.x, b.y - a.y);
        let across = dx * ey - dy * ex;
        if across.abs() < 1e-9 {
            continue;
        }
        let along = (a.x * ey - a.y * ex) / across;
        let on_side = (a.x * dy - a.y * dx) / across;
        if (0.0..=1.0).contains(&on_side) && (0.0..=1.0).contains(&along) {
            far = Some(far.map_or(along, |far| far.max(along)));
        }
    }
    far.map_or(to, |along| Point { x: center.x + along * dx, y: center.y + along * dy })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a point is in a polygon with its corners in clockwise order.
    fn holds(corners: &[Point], point: Point) -> bool {
        (0..corners.len()).all(|index| {
            let (a, b) = (corners[index], corners[(index + 1) % corners.len()]);
            (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) >= -1e-6
        })
    }

    #[test]
    fn every_shape_holds_its_text() {
        let graph = |kind, name: &str, lines: usize| {
            let mut graph = flow_graph::Graph::new("Shapes");
            let mut step = flow_graph::model::Step::new(name.to_string(), kind);
            step.must_finish = lines > 1;
            graph.steps.to_mut().push(step);
            graph
        };
        for kind in [flow_graph::model::StepKind::Start, flow_graph::model::StepKind::Router] {
            for name in ["a", "a_rather_long_name_for_a_step", "步骤"] {
                for lines in [1, 2] {
                    let diagram = flow_graph::render::Diagram::of(&graph(kind, name, lines));
                    let node = &diagram.nodes[0];
                    let corners = outline(form(node), size(node));
                    let text = text_size(&node.label);
                    for (x, y) in [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)] {
                        // The first line of a stadium is as wide as the text, but letters are lower than lines.
                        let corner = Point { x: x * text.width, y: y * (text.height - LINE + FONT) };
                        assert!(holds(&corners, corner), "{kind:?} {name} {lines} {corner:?} {corners:?}");
                    }
                }
            }
        }
    }
}

//! Where the parts of a picture stand: dagre's layered layout, which Mermaid has too, by `dugong`.
//!
//! A frame is laid out by itself and then stands in its picture as one large node: no arrow crosses a frame.

use dugong::graphlib::{EdgeKey, Graph, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, NodeLabel};
use flow_graph::render::{Diagram, Edge, Node};

use super::failure::Failure;
use super::shape::{self, Point, Size};

/// The space between neighbours, and between layers.
const BESIDE: f64 = 36.0;
const BELOW: f64 = 40.0;
/// The space between a frame and what is in it, and the height of its title.
const PADDING: f64 = 16.0;
const TITLE: f64 = 26.0;

/// A picture whose parts have places, counted from its own upper left corner.
pub(super) struct Layout<'d> {
    pub(super) size: Size,
    pub(super) nodes: Vec<PlacedNode<'d>>,
    pub(super) edges: Vec<PlacedEdge<'d>>,
}

pub(super) struct PlacedNode<'d> {
    pub(super) node: &'d Node,
    pub(super) center: Point,
    pub(super) size: Size,
    /// What is in the frame, and where in this picture its upper left corner is.
    pub(super) inside: Option<(Layout<'d>, Point)>,
}

pub(super) struct PlacedEdge<'d> {
    pub(super) edge: &'d Edge,
    /// From the outline of one node to that of the other.
    pub(super) points: Vec<Point>,
    /// The middle of the label.
    pub(super) label: Point,
}

/// Finds a place for everything.
pub(super) fn layout(diagram: &Diagram) -> Result<Layout<'_>, Failure> {
    let mut insides = Vec::new();
    for node in &diagram.nodes {
        insides.push(node.inside().map(layout).transpose()?);
    }
    let options = GraphOptions { multigraph: true, compound: false, directed: true };
    let mut graph: Graph<NodeLabel, EdgeLabel, GraphLabel> = Graph::new(options);
    graph.set_graph(GraphLabel { nodesep: BESIDE, ranksep: BELOW, edgesep: 16.0, ..GraphLabel::default() });
    for (node, inside) in diagram.nodes.iter().zip(&insides) {
        let Size { width, height } = match inside {
            Some(inside) => frame(node, inside.size),
            None => shape::size(node),
        };
        graph.set_node(&node.id, NodeLabel { width, height, ..NodeLabel::default() });
    }
    // There may be several from one node to another. Those that lead upwards are the ways back: of each cycle, dagre turns
    // the arrow around that the order of the picture tells it to.
    let keys: Vec<EdgeKey> = (0..)
        .zip(&diagram.edges)
        .map(|(number, edge): (usize, _)| EdgeKey::new(&edge.from, &edge.to, Some(number.to_string())))
        .collect();
    for (edge, key) in diagram.edges.iter().zip(&keys) {
        let Size { width, height } = shape::text_size(&edge.label);
        // Room for the line beside the text.
        let width = if edge.label.is_empty() { 0.0 } else { width + 8.0 };
        graph.set_edge_key(key.clone(), EdgeLabel { width, height, weight: 1.0, ..EdgeLabel::default() });
    }
    dugong::layout(&mut graph)
        .map_err(|error| Failure::new(format!("the picture has no layout: {error}")))?;

    let mut nodes = Vec::new();
    for (node, inside) in diagram.nodes.iter().zip(insides) {
        let placed = graph.node(&node.id).cloned().unwrap_or_default();
        let center = Point { x: placed.x.unwrap_or_default(), y: placed.y.unwrap_or_default() };
        let size = Size { width: placed.width, height: placed.height };
        let inside = inside.map(|inside| {
            let left = center.x - inside.size.width / 2.0;
            let top = center.y - size.height / 2.0 + TITLE + PADDING / 2.0;
            (inside, Point { x: left, y: top })
        });
        nodes.push(PlacedNode { node, center, size, inside });
    }
    let mut edges = Vec::new();
    for (edge, key) in diagram.edges.iter().zip(&keys) {
        let placed = graph.edge_by_key(key).cloned().unwrap_or_default();
        let mut points: Vec<Point> = placed.points.iter().map(|it| Point { x: it.x, y: it.y }).collect();
        clip(&mut points, &nodes, edge);
        let middle = points.get(points.len() / 2).copied().unwrap_or_default();
        let label = Point { x: placed.x.unwrap_or(middle.x), y: placed.y.unwrap_or(middle.y) };
        edges.push(PlacedEdge { edge, points, label });
    }
    let size = graph.graph();
    let mut layout = Layout { size: Size { width: size.width, height: size.height }, nodes, edges };
    layout.fit();
    Ok(layout)
}

/// The size of the frame around a picture of that size.
fn frame(node: &Node, inside: Size) -> Size {
    let title = shape::text_size(&[title(node)]);
    Size {
        width: inside.width.max(title.width) + 2.0 * PADDING,
        height: inside.height + TITLE + 1.5 * PADDING,
    }
}

/// The title of a frame.
pub(super) fn title(node: &Node) -> String {
    node.title()
}

/// The middle of a frame's title.
pub(super) fn title_center(placed: &PlacedNode<'_>) -> Point {
    Point { x: placed.center.x, y: placed.center.y - placed.size.height / 2.0 + TITLE / 2.0 + 2.0 }
}

/// Lets the ends stand on the outlines: the layout knows boxes only.
fn clip(points: &mut [Point], nodes: &[PlacedNode<'_>], edge: &Edge) {
    let outline = |id: &str| nodes.iter().find(|placed| placed.node.id == id);
    let (Some(from), Some(to)) = (outline(&edge.from), outline(&edge.to)) else { return };
    let Some(last) = points.len().checked_sub(1) else { return };
    let (toward_from, toward_to) =
        if last > 1 { (points[1], points[last - 1]) } else { (to.center, from.center) };
    points[0] = shape::meet(from, toward_from);
    points[last] = shape::meet(to, toward_to);
}

impl Layout<'_> {
    /// Moves everything so that nothing, labels and bends included, is left of or above the corner, and the size holds
    /// all of it.
    fn fit(&mut self) {
        let mut low = Point { x: 0.0, y: 0.0 };
        let mut high = Point { x: self.size.width, y: self.size.height };
        let mut hold = |point: Point, size: Size| {
            low.x = low.x.min(point.x - size.width / 2.0);
            low.y = low.y.min(point.y - size.height / 2.0);
            high.x = high.x.max(point.x + size.width / 2.0);
            high.y = high.y.max(point.y + size.height / 2.0);
        };
        for node in &self.nodes {
            hold(node.center, node.size);
        }
        for edge in &self.edges {
            hold(edge.label, shape::text_size(&edge.edge.label));
            for point in &edge.points {
                hold(*point, Size::default());
            }
        }
        let by = Point { x: -low.x, y: -low.y };
        let corners = self.nodes.iter_mut().filter_map(|node| node.inside.as_mut().map(|(_, corner)| corner));
        corners.for_each(|corner| corner.shift(by));
        self.nodes.iter_mut().for_each(|node| node.center.shift(by));
        for edge in &mut self.edges {
            edge.label.shift(by);
            edge.points.iter_mut().for_each(|point| point.shift(by));
        }
        self.size = Size { width: high.x - low.x, height: high.y - low.y };
    }
}

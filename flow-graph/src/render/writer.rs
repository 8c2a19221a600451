//! How a picture is walked through by whoever writes it down.

use std::fmt;

use super::parts::{Diagram, Edge, Node};

/// A format. [`write()`] tells it the parts of a picture in their order: all nodes, with those of frames between
/// [`open_frame`](Writer::open_frame) and [`close_frame`](Writer::close_frame), then all edges.
///
/// ```
/// use std::fmt;
/// use flow_graph::model::{Graph, Step, StepKind};
/// use flow_graph::render::{Diagram, Edge, Node, Writer, write};
///
/// /// Counts what there is to see.
/// #[derive(Default)]
/// struct Counts {
///     nodes: usize,
///     edges: usize,
/// }
///
/// impl Writer for Counts {
///     fn node(&mut self, _: &Node) -> fmt::Result {
///         self.nodes += 1;
///         Ok(())
///     }
///
///     fn edge(&mut self, _: &Edge) -> fmt::Result {
///         self.edges += 1;
///         Ok(())
///     }
/// }
///
/// let mut graph = Graph::new("Greeting");
/// graph.steps.to_mut().push(Step::new("name", StepKind::Start));
/// let mut counts = Counts::default();
/// write(&Diagram::of(&graph), &mut counts).unwrap();
/// assert_eq!((counts.nodes, counts.edges), (1, 0));
/// ```
pub trait Writer {
    /// Comes first.
    fn begin(&mut self, diagram: &Diagram) -> fmt::Result {
        _ = diagram;
        Ok(())
    }

    /// A node that is no frame.
    fn node(&mut self, node: &Node) -> fmt::Result;

    /// A step that runs another flow, whose nodes come now.
    fn open_frame(&mut self, node: &Node, inside: &Diagram) -> fmt::Result {
        _ = inside;
        self.node(node)
    }

    /// The last node of that flow has been told.
    fn close_frame(&mut self, node: &Node) -> fmt::Result {
        _ = node;
        Ok(())
    }

    /// The last node of all has been told.
    fn begin_edges(&mut self) -> fmt::Result {
        Ok(())
    }

    /// An edge.
    fn edge(&mut self, edge: &Edge) -> fmt::Result;

    /// Comes last.
    fn end(&mut self, diagram: &Diagram) -> fmt::Result {
        _ = diagram;
        Ok(())
    }
}

/// Tells a picture to a format.
///
/// # Errors
///
/// If the writer does.
pub fn write(diagram: &Diagram, writer: &mut impl Writer) -> fmt::Result {
    writer.begin(diagram)?;
    nodes(diagram, writer)?;
    writer.begin_edges()?;
    for edge in diagram.all_edges() {
        writer.edge(edge)?;
    }
    writer.end(diagram)
}

fn nodes(diagram: &Diagram, writer: &mut impl Writer) -> fmt::Result {
    for node in &diagram.nodes {
        match node.inside() {
            Some(inside) => {
                writer.open_frame(node, inside)?;
                nodes(inside, writer)?;
                writer.close_frame(node)?;
            }
            None => writer.node(node)?,
        }
    }
    Ok(())
}

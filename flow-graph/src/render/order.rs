//! The order in which a picture is written down.
//!
//! Layout engines draw arrows downwards, and have to turn around one arrow of every cycle. They choose it by the order
//! in which nodes and edges come: by depth first search from the first node (dagre), or the arrows that lead back to
//! an earlier node (ELK). In the order made here both choose a loop's way back, and no other arrow. Only
//! where a loop goes through the frame of another flow does Mermaid's dagre choose as it likes: it takes frames first.

use std::collections::BTreeMap;

use super::parts::{Diagram, EdgeKind, Node, NodeKind};

/// Sorts nodes so that arrows other than ways back lead from earlier to later ones, and what leads to a loop's
/// entrance comes before what does not; edges by where they begin and end. Where this leaves a choice, the order
/// stays as it is.
pub(super) fn sort(diagram: &mut Diagram) {
    let forward = Forward::of(diagram);
    let priorities = forward.priorities(&diagram.nodes);
    let order = forward.order(&priorities);
    let mut positions = vec![0; order.len()];
    for (position, &node) in order.iter().enumerate() {
        positions[node] = position;
    }
    let by_id: BTreeMap<&str, usize> =
        diagram.nodes.iter().zip(&positions).map(|(node, position)| (node.id.as_str(), *position)).collect();
    let position = |id: &str| by_id.get(id).copied();
    diagram.edges.sort_by_key(|edge| (position(&edge.from), position(&edge.to)));
    let mut nodes: Vec<(usize, Node)> =
        positions.into_iter().zip(std::mem::take(&mut diagram.nodes)).collect();
    nodes.sort_by_key(|(position, _)| *position);
    diagram.nodes = nodes.into_iter().map(|(_, node)| node).collect();
}

/// The picture without its ways back.
struct Forward {
    /// For each node, the nodes from which an arrow leads to it.
    before: Vec<Vec<usize>>,
}

impl Forward {
    fn of(diagram: &Diagram) -> Forward {
        let index: BTreeMap<&str, usize> =
            diagram.nodes.iter().enumerate().map(|(index, node)| (node.id.as_str(), index)).collect();
        let mut before = vec![Vec::new(); diagram.nodes.len()];
        for edge in diagram.edges.iter().filter(|edge| edge.kind != EdgeKind::Again) {
            if let (Some(&from), Some(&to)) = (index.get(edge.from.as_str()), index.get(edge.to.as_str())) {
                before[to].push(from);
            }
        }
        Forward { before }
    }

    /// For each node, the number of the first loop that it leads to, counted in the order of the picture. Nodes that lead
    /// to no loop come last.
    fn priorities(&self, nodes: &[Node]) -> Vec<usize> {
        let loops =
            self.order(&vec![0; nodes.len()]).into_iter().filter(|&node| nodes[node].kind == NodeKind::Loop);
        let mut priorities = vec![usize::MAX; nodes.len()];
        for (number, entrance) in loops.enumerate() {
            let mut open = vec![entrance];
            while let Some(node) = open.pop() {
                if priorities[node] == usize::MAX {
                    priorities[node] = number;
                    open.extend(&self.before[node]);
                }
            }
        }
        priorities
    }

    /// The nodes so that each comes after those before it; of several that may come next, the one with the lowest
    /// priority, then the one written first. A cycle, which only an unchecked flow can have here, is cut there.
    fn order(&self, priorities: &[usize]) -> Vec<usize> {
        let mut order = Vec::new();
        let mut is_placed = vec![false; self.before.len()];
        while order.len() < self.before.len() {
            let open = || (0..self.before.len()).filter(|&node| !is_placed[node]);
            let ready = open().filter(|&node| self.before[node].iter().all(|&it| is_placed[it]));
            let next = ready.min_by_key(|&node| (priorities[node], node)).or_else(|| open().next());
            let Some(next) = next else { break };
            is_placed[next] = true;
            order.push(next);
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;

    #[test]
    fn only_ways_back_lead_back() {
        for seed in 0..300 {
            let diagram = Diagram::of(&random::graph(seed));
            let position = |id: &str| diagram.nodes.iter().position(|node| node.id == id).unwrap();
            for edge in &diagram.edges {
                let leads_back = position(&edge.from) >= position(&edge.to);
                assert_eq!(leads_back, edge.kind == EdgeKind::Again, "seed {seed}: {edge:?}");
            }
        }
    }

    /// What dagre does: depth first from the first node on, turning around what leads to a node still open.
    #[test]
    fn depth_first_search_turns_ways_back_around() {
        for seed in 0..300 {
            let diagram = Diagram::of(&random::graph(seed));
            let mut search =
                Search { diagram: &diagram, seen: Vec::new(), open: Vec::new(), turned: Vec::new() };
            diagram.nodes.iter().for_each(|node| search.visit(&node.id));
            assert_eq!(search.turned, [""; 0], "seed {seed}");
        }
    }

    struct Search<'a> {
        diagram: &'a Diagram,
        seen: Vec<&'a str>,
        open: Vec<&'a str>,
        turned: Vec<String>,
    }

    impl<'a> Search<'a> {
        fn visit(&mut self, node: &'a str) {
            if self.seen.contains(&node) {
                return;
            }
            self.seen.push(node);
            self.open.push(node);
            for edge in self.diagram.edges.iter().filter(|edge| edge.from == node) {
                if !self.open.contains(&edge.to.as_str()) {
                    self.visit(&edge.to);
                } else if edge.kind != EdgeKind::Again {
                    self.turned.push(format!("{edge:?}"));
                }
            }
            self.open.pop();
        }
    }
}

//! Conditions on how steps end, as multi-valued decision diagrams.
//!
//! A condition is a node that asks how one step ended and has a child for each answer. Equal nodes are made only
//! once, a node whose children are all equal is never made, and every path asks in the same order: so equal
//! conditions are equal numbers. (Bryant's ordered diagrams; for more than two values, Srinivasan, Kam, Malik and
//! Brayton's.) The order is topological, which keeps the conditions of merging branches small.
//!
//! Diagrams can grow exponentially, so the work is limited: once the limit is reached, what is not certain is
//! reported as unknown, and whoever asks takes the answer that is on the safe side.

use std::collections::HashMap;

use super::bits::BitSet;

/// A condition: a node's number.
pub(crate) type Cond = u32;

/// The condition that is never met.
pub(crate) const NEVER: Cond = 0;

/// The condition that is always met.
pub(crate) const ALWAYS: Cond = 1;

/// How many nodes may be looked at for one question: enough for any flow that a person would draw.
const FUEL: usize = 20_000;

/// How many nodes may be looked at in all before everything else is unknown: some tenths of a second, even in a
/// compiler that was not optimized itself.
const TANK: usize = 300_000;

/// More variables than this are not looked at: operations recurse once for each.
const MAX_VARIABLES: usize = 4_000;

/// All conditions that were needed so far.
#[derive(Debug, Clone)]
pub(crate) struct Diagrams {
    nodes: Vec<Node>,
    unique: HashMap<Node, Cond>,
    results: HashMap<(Operation, Cond, Cond), Cond>,
    /// What is left for the question at hand.
    fuel: usize,
    /// What is left in all.
    tank: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Node {
    /// Variables are asked in ascending order.
    variable: usize,
    children: Box<[Cond]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Operation {
    And,
    Or,
    Not,
    /// Whether two conditions exclude one another, as `ALWAYS` or `NEVER`.
    Disjoint,
    /// Forget the variables of the set of that number.
    Forget(usize),
}

impl Diagrams {
    pub(crate) fn new(variables: usize) -> Diagrams {
        // The two constants stand below all variables.
        let constant = Node { variable: usize::MAX, children: Box::new([]) };
        let tank = if variables > MAX_VARIABLES { 0 } else { TANK };
        let nodes = vec![constant.clone(), constant];
        let mut new = Diagrams { nodes, unique: HashMap::new(), results: HashMap::new(), fuel: 0, tank };
        new.refuel();
        new
    }

    /// Begins another question: what a former one cost does not count for it.
    pub(crate) fn refuel(&mut self) {
        self.fuel = FUEL.min(self.tank);
    }

    /// The condition that a variable of `count` values has one of those for which `holds`.
    pub(crate) fn literal(&mut self, variable: usize, count: usize, holds: impl Fn(usize) -> bool) -> Cond {
        self.node(variable, (0..count).map(|value| if holds(value) { ALWAYS } else { NEVER }).collect())
    }

    /// Both conditions, if the limit allows to say.
    pub(crate) fn and(&mut self, a: Cond, b: Cond) -> Option<Cond> {
        match (a, b) {
            (NEVER, _) | (_, NEVER) => Some(NEVER),
            (ALWAYS, other) | (other, ALWAYS) => Some(other),
            _ if a == b => Some(a),
            _ => self.combine(Operation::And, a.min(b), a.max(b), Diagrams::and),
        }
    }

    /// At least one of the conditions.
    pub(crate) fn or(&mut self, a: Cond, b: Cond) -> Option<Cond> {
        match (a, b) {
            (ALWAYS, _) | (_, ALWAYS) => Some(ALWAYS),
            (NEVER, other) | (other, NEVER) => Some(other),
            _ if a == b => Some(a),
            _ => self.combine(Operation::Or, a.min(b), a.max(b), Diagrams::or),
        }
    }

    /// The opposite.
    pub(crate) fn not(&mut self, a: Cond) -> Option<Cond> {
        match a {
            NEVER => Some(ALWAYS),
            ALWAYS => Some(NEVER),
            _ => self.combine(Operation::Not, a, a, |it, a, _| it.not(a)),
        }
    }

    /// At least `needs` of the conditions.
    pub(crate) fn at_least(&mut self, needs: usize, conditions: &[Cond]) -> Option<Cond> {
        // `reached[k]`: at least k of those looked at so far.
        let mut reached = vec![NEVER; needs + 1];
        reached[0] = ALWAYS;
        for &condition in conditions {
            for k in (1..=needs).rev() {
                let one_more = self.and(reached[k - 1], condition)?;
                reached[k] = self.or(reached[k], one_more)?;
            }
        }
        Some(reached[needs])
    }

    /// Whether the two are never both met. `false` if that is not known.
    pub(crate) fn disjoint(&mut self, a: Cond, b: Cond) -> bool {
        self.refuel();
        self.disjoint_or_unknown(a, b) == Some(true)
    }

    fn disjoint_or_unknown(&mut self, a: Cond, b: Cond) -> Option<bool> {
        match (a, b) {
            (NEVER, _) | (_, NEVER) => return Some(true),
            (ALWAYS, _) | (_, ALWAYS) => return Some(false),
            _ if a == b => return Some(false),
            _ => {}
        }
        let key = (Operation::Disjoint, a.min(b), a.max(b));
        if let Some(&known) = self.results.get(&key) {
            return Some(known == ALWAYS);
        }
        self.burn()?;
        let variable = self.top(a).min(self.top(b));
        let mut disjoint = true;
        for value in 0..self.values(variable, a, b) {
            let (x, y) = (self.child(a, variable, value), self.child(b, variable, value));
            if !self.disjoint_or_unknown(x, y)? {
                disjoint = false;
                break;
            }
        }
        self.results.insert(key, if disjoint { ALWAYS } else { NEVER });
        Some(disjoint)
    }

    /// What is left of a condition if the variables of a set may have any value. The set goes by its number.
    pub(crate) fn forget(&mut self, a: Cond, set: usize, variables: &BitSet) -> Option<Cond> {
        if a <= ALWAYS {
            return Some(a);
        }
        let key = (Operation::Forget(set), a, a);
        if let Some(&known) = self.results.get(&key) {
            return Some(known);
        }
        self.burn()?;
        let Node { variable, children } = self.nodes[a as usize].clone();
        let children = children
            .iter()
            .map(|&child| self.forget(child, set, variables))
            .collect::<Option<Box<[Cond]>>>()?;
        let result = if variables.contains(variable) {
            children.iter().try_fold(NEVER, |any, &child| self.or(any, child))?
        } else {
            self.node(variable, children)
        };
        self.results.insert(key, result);
        Some(result)
    }

    /// Values that meet a condition, if it can be met: (variable, value), ascending; the others are free.
    pub(crate) fn example(&self, condition: Cond) -> Option<Vec<(usize, usize)>> {
        let mut values = Vec::new();
        let mut at = condition;
        while at > ALWAYS {
            // Every node but `NEVER` can be met.
            let node = &self.nodes[at as usize];
            let value = node.children.iter().position(|&child| child != NEVER)?;
            values.push((node.variable, value));
            at = node.children[value];
        }
        (at == ALWAYS).then_some(values)
    }

    /// Computes an operation child by child, or remembers what it gave.
    fn combine(
        &mut self,
        operation: Operation,
        a: Cond,
        b: Cond,
        each: fn(&mut Diagrams, Cond, Cond) -> Option<Cond>,
    ) -> Option<Cond> {
        if let Some(&known) = self.results.get(&(operation, a, b)) {
            return Some(known);
        }
        self.burn()?;
        let variable = self.top(a).min(self.top(b));
        let mut children = Vec::new();
        for value in 0..self.values(variable, a, b) {
            let (x, y) = (self.child(a, variable, value), self.child(b, variable, value));
            children.push(each(self, x, y)?);
        }
        let result = self.node(variable, children.into());
        self.results.insert((operation, a, b), result);
        Some(result)
    }

    /// The node, made if there is none like it.
    fn node(&mut self, variable: usize, children: Box<[Cond]>) -> Cond {
        match children[..] {
            [] => return ALWAYS,
            [first, ref rest @ ..] if rest.iter().all(|&child| child == first) => return first,
            _ => {}
        }
        let node = Node { variable, children };
        if let Some(&known) = self.unique.get(&node) {
            return known;
        }
        let Ok(number) = Cond::try_from(self.nodes.len()) else { return ALWAYS };
        self.nodes.push(node.clone());
        self.unique.insert(node, number);
        number
    }

    fn top(&self, a: Cond) -> usize {
        self.nodes[a as usize].variable
    }

    /// How many values the variable has, which one of the two conditions asks for.
    fn values(&self, variable: usize, a: Cond, b: Cond) -> usize {
        let asking = if self.top(a) == variable { a } else { b };
        self.nodes[asking as usize].children.len()
    }

    fn child(&self, a: Cond, variable: usize, value: usize) -> Cond {
        let node = &self.nodes[a as usize];
        if node.variable == variable { node.children[value] } else { a }
    }

    fn burn(&mut self) -> Option<()> {
        self.fuel = self.fuel.checked_sub(1)?;
        self.tank -= 1;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_branches_of_a_complete_step_merge_to_always() {
        let mut it = Diagrams::new(2);
        let [a, b, c] = [0, 1, 2].map(|value| it.literal(0, 3, |own| own == value));
        assert!(it.disjoint(a, b) && !it.disjoint(a, a));
        assert_eq!(it.at_least(1, &[a, b, c]), Some(ALWAYS));
        assert_eq!(it.at_least(2, &[a, b, c]), Some(NEVER));
        let not_a = it.not(a).unwrap();
        assert_eq!(it.or(b, c), Some(not_a));
    }

    #[test]
    fn what_is_forgotten_may_be_anything() {
        let mut it = Diagrams::new(2);
        let (x, y) = (it.literal(0, 2, |value| value == 0), it.literal(1, 2, |value| value == 0));
        let both = it.and(x, y).unwrap();
        assert_eq!(it.forget(both, 0, &BitSet::of(2, [0])), Some(y));
        assert_eq!(it.example(both), Some(vec![(0, 0), (1, 0)]));
        assert_eq!(it.example(NEVER), None);
    }

    #[test]
    fn when_the_fuel_is_gone_nothing_is_certain() {
        let mut it = Diagrams { fuel: 0, tank: 0, ..Diagrams::new(2) };
        let (x, y) = (it.literal(0, 2, |value| value == 0), it.literal(1, 2, |value| value == 0));
        assert_eq!(it.and(x, y), None);
        let not_x = it.literal(0, 2, |value| value == 1);
        assert!(!it.disjoint(x, not_x), "unknown");
    }
}

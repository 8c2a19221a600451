//! The shapes that are measured, and what comes out of each.

/// What goes into every run.
pub const INPUT: u64 = 1;

/// How often the loop turns.
pub const TURNS: u64 = 10;

/// How many items are worked on at once where that is limited.
pub const LIMIT: usize = 64;

/// A shape: which step waits for which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As many steps, one after the other.
    Chain(usize),
    /// One step, three beside each other, one that waits for all.
    Diamond,
    /// One step, three of which the first wins, one after it.
    Race,
    /// One step, as many beside each other, one that waits for all.
    Fan(usize),
    /// Ten layers of ten steps, each of which waits for the whole layer before.
    Grid,
    /// Ten rungs of three steps, each of which waits for two neighbours of the rung before: has no tree.
    Ladder,
    /// A step, then ten turns of a step and a router, then a step.
    Loop,
    /// A step for each of so many items, all at once.
    Each(usize),
    /// A step for each of so many items, 64 at once.
    EachLimited(usize),
    /// Two chains of ten of which one wins, then a chain of ten, against a chain of thirty.
    Nested,
}

impl Shape {
    /// All, in the order of the tables.
    pub const ALL: [Shape; 15] = [
        Shape::Chain(3),
        Shape::Chain(10),
        Shape::Chain(100),
        Shape::Diamond,
        Shape::Race,
        Shape::Nested,
        Shape::Fan(10),
        Shape::Fan(100),
        Shape::Fan(1_000),
        Shape::Grid,
        Shape::Ladder,
        Shape::Loop,
        Shape::Each(1_000),
        Shape::Each(100_000),
        Shape::EachLimited(100_000),
    ];

    /// The name in tables.
    pub fn name(self) -> String {
        match self {
            Shape::Chain(steps) => format!("chain {steps}"),
            Shape::Diamond => "diamond".to_owned(),
            Shape::Race => "race".to_owned(),
            Shape::Fan(branches) => format!("fan {branches}"),
            Shape::Grid => "grid 10×10".to_owned(),
            Shape::Ladder => "mesh".to_owned(),
            Shape::Loop => "loop".to_owned(),
            Shape::Each(items) => format!("each {items}"),
            Shape::EachLimited(items) => format!("each {items}, limit 64"),
            Shape::Nested => "nested race".to_owned(),
        }
    }

    /// What a run gives for `INPUT`, reckoned without any steps.
    pub fn expected(self) -> u64 {
        let after_first = INPUT + 1;
        match self {
            Shape::Chain(steps) => INPUT + steps as u64,
            Shape::Diamond => 3 * (after_first + 1) + 1,
            Shape::Race => after_first + 2,
            Shape::Fan(branches) => branches as u64 * (after_first + 1) + 1,
            Shape::Grid => {
                let layer = (1..10).fold(after_first + 1, |value, _| 10 * value + 1);
                10 * layer + 1
            }
            Shape::Ladder => {
                let rung = (1..10).fold(after_first + 1, |value, _| 2 * value + 1);
                3 * rung + 1
            }
            Shape::Loop => again_below() + 1,
            Shape::Each(items) | Shape::EachLimited(items) => {
                (INPUT..INPUT + items as u64).map(|item| item + 1).sum()
            }
            Shape::Nested => after_first + 20 + 1,
        }
    }
}

/// The loop's router turns below this. Each turn adds two, the step before it one.
pub const fn again_below() -> u64 {
    INPUT + 1 + 2 * TURNS
}

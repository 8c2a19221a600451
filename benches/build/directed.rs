//! Joins for the crate directed, whose steps have a parameter for each value they wait for.

/// Steps that wait for as many others.
const JOINED: [usize; 5] = [1, 2, 3, 10, 100];

pub fn all() -> String {
    JOINED.map(join).concat()
}

fn join(of: usize) -> String {
    let names: Vec<String> = (0..of).map(|index| format!("v{index}")).collect();
    let typed: Vec<String> = names.iter().map(|name| format!("{name}: u64")).collect();
    format!(
        "/// Waits for {of}.\n#[stage(lazy, state(usize))]\nasync fn Join{of}<K: Kind>({}) -> u64 {{\n    K::step(*state, {}).await\n}}\n",
        typed.join(", "),
        names.join(" + ")
    )
}

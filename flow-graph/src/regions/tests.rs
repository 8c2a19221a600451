//! Which flows become trees, and which are left to the mesh.

use super::{Region, schedule};
use crate::analysis::notation::graph;
use crate::check::check;
use crate::model::Graph;

/// The tree in a line, such as `race(a, b; c); d`; `mesh` where there is none.
#[track_caller]
fn tree(text: &str) -> String {
    let mut graph = graph(text);
    let analysis = check(&mut graph).unwrap_or_else(|errors| panic!("{text}: {errors:#?}"));
    schedule(&graph, &analysis).map_or_else(|| "mesh".to_owned(), |it| show(&graph, &it.root))
}

fn show(graph: &Graph, region: &Region) -> String {
    let all = |parts: &[Region], comma: &str| {
        parts.iter().map(|part| show(graph, part)).collect::<Vec<_>>().join(comma)
    };
    match region {
        Region::Step(step) => graph.steps[*step].name.to_string(),
        Region::Seq(parts) => all(parts, "; "),
        Region::Join(parts) => format!("join({})", all(parts, ", ")),
        Region::Race { members, .. } => format!("race({})", all(members, ", ")),
        Region::Quorum { needed, members, .. } => format!("quorum({needed}, {})", all(members, ", ")),
        Region::Match { step, arms } => {
            let arms = arms.iter().map(|arm| arm.then.as_ref().map_or(String::new(), |it| show(graph, it)));
            format!("match {} {{ {} }}", graph.steps[*step].name, arms.collect::<Vec<_>>().join(", "))
        }
        Region::When { then, .. } => format!("when {{ {} }}", show(graph, then)),
        Region::Loop { body, .. } => format!("loop {{ {} }}", show(graph, body)),
    }
}

#[test]
fn a_quorum_of_branches_is_like_a_race() {
    assert_eq!(tree("start a; start b; listen h: or(a, b)"), "race(a, b); h");
    assert_eq!(tree("start a; start b; start c; listen h: quorum(2, a, b, c)"), "quorum(2, a, b, c); h");
    assert_eq!(
        tree("start a; start b; listen c: b; start d; listen h: quorum(2, a, c, d); listen i: h"),
        "quorum(2, a, b; c, d); h; i"
    );
    assert_eq!(
        tree(
            "start s; router r: or(s, r::Again); listen a: r::Go; listen b: r::Go; listen h: quorum(1, a, b); listen x: r::No"
        ),
        "s; loop { r; match r { , quorum(1, a, b); h, x } }"
    );
}

#[test]
fn what_has_to_run_on_is_for_the_mesh() {
    // `b` is an output, or somebody else's, or must finish.
    assert_eq!(tree("start a; start b; listen h: quorum(1, a, b); output b"), "mesh");
    assert_eq!(tree("start a; start b; listen h: or(a, b); output b"), "mesh");
    assert_eq!(tree("start a; start b; start c; listen h: quorum(2, a, b, c); listen i: c"), "mesh");
    assert_eq!(tree("start a; must_finish start b; start c; listen h: quorum(2, a, b, c)"), "mesh");
    // Where it fails in a race, the others run on until the race is decided.
    let nested = "start a; start b; start c; start d; listen h: or(quorum(2, a, b, c), d)";
    assert_eq!(tree(nested), "race(quorum(2, a, b, c), d); h");
    assert_eq!(tree(&nested.replace("start a", "try start a")), "mesh");
    // Routes of one step are no branches of their own.
    assert_eq!(tree("router r; start s; listen h: quorum(2, r::A, r::B, s)"), "mesh");
}

//! docs/errors.md: every message with the mistake behind it, made from the cases in `ui/fail`.
//!
//! `UPDATE_EXPECT=1 cargo test -p flow-tests --test errors_page` writes it anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The rules that messages are about: the prefix of their cases, a title, why it is a mistake, and what mends it.
const RULES: [(&str, &str, &str, &str); 13] = [
    (
        "r01",
        "What is written",
        "The macro reads the block's attributes and signatures, and nothing else. A name has to be that of a step, an \
         option has to be one that the attribute has, and a step is a method that a flow can call by itself.",
        "Most messages say what was probably meant. What a step cannot be (`unsafe`, generic in a type of its own, …) \
         can stand in a function that the step calls.",
    ),
    (
        "r02",
        "Steps that can never run",
        "A step runs when its trigger fires. If nothing that the flow starts with leads there, it never does, and what \
         waits for it never does either.",
        "Let it wait for something that happens, or make it a `#[start]`.",
    ),
    (
        "r03",
        "Joins that can never complete",
        "An `and` waits for all of its members in one run. Of the routes of one router a run takes one, so an `and` of \
         two of them, or of what follows them, waits for ever; so does a `quorum` of more than can happen.",
        "Wait for whichever happens with `or`, or join before the ways part.",
    ),
    (
        "r04",
        "Race members that can never win",
        "The first member of an `or` that happens wins. One that happens only after another has happened is always too \
         late, and was meant otherwise.",
        "Wait for one of the two alone.",
    ),
    (
        "r05",
        "Loops",
        "A cycle is a loop: it has one entry, whose trigger is an `or` of the way in and the ways back, and a router that \
         can leave it. Otherwise it would never begin, or never end. A value that goes back cannot borrow from the \
         iteration that ends.",
        "Let all that enters lead to the same step, and give a router in the loop a route that leaves it.",
    ),
    (
        "r06",
        "Routes",
        "Each variant of a `#[router]`'s enum is listened to or named in `ends(…)`, so that a new variant cannot be \
         forgotten. rustc itself finds the missing ones: the flow becomes a `match`.",
        "Listen to the variant, or name it in `ends(…)`.",
    ),
    (
        "r07",
        "How many parameters",
        "A listener takes nothing, or exactly what its trigger carries: a parameter for each member of an `and`, one for \
         an `or`, a `Vec` for a `quorum`, the item of an `each`.",
        "Take that, or nothing; read the value of an earlier step with `#[from(step)]`.",
    ),
    (
        "r08",
        "Types that do not fit",
        "A value is handed over as it is. Both ends are underlined: where the value is made, and where it is taken.",
        "Change one of the two; for an `or`, implement `From`; for an error, implement `Error` or choose the flow's \
         error type.",
    ),
    (
        "r09",
        "Values with several owners",
        "The last step that takes a value by value gets it, and those before it get clones. So do calls that may be \
         repeated.",
        "Take it by reference, or implement `Clone`.",
    ),
    (
        "r10",
        "The state to itself",
        "A step with `&mut self` has the flow's state alone. The message shows a course of events in which another step \
         would run beside it.",
        "Let one wait for the other, or take `&self` and put what changes behind a lock.",
    ),
    (
        "r11",
        "Reading earlier steps",
        "`#[from(step)]` reads a value and waits for nothing, so the step has to be upstream. If it need not have \
         succeeded by then, the parameter is an `Option`.",
        "Write `Option<…>`, or wait for the step.",
    ),
    (
        "r12",
        "Triggers and inputs that contradict themselves",
        "An `and` or `or` of one thing, the same member twice, a `quorum` of more than there are, one input with two \
         types: each says something that was not meant.",
        "Remove what is too much.",
    ),
    (
        "r13",
        "Steps that may not be there",
        "The macro cannot see which `#[cfg]` is on, so it cannot know whether the step exists.",
        "Put the `#[cfg]` on the whole block, or inside the method.",
    ),
];

const HEAD: &str = "# Messages

Every mistake that flow finds while compiling, and what the compiler then prints. This page is made from the cases that
the messages are tested with, so it shows them as they are; the lines are counted in the files of those cases
(`tests/ui/fail`), of which the first and the last lines are left out here. What each rule is there for stands in
[the language](language.md#what-does-not-compile).
";

#[test]
fn the_page_of_messages_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut cases: Vec<PathBuf> = fs::read_dir(root.join("ui/fail"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "rs"))
        .collect();
    cases.sort();
    let mut page = HEAD.to_string();
    for (prefix, title, why, mend) in RULES {
        let of_rule = cases.iter().filter(|path| stem(path).starts_with(prefix)).collect::<Vec<_>>();
        assert!(!of_rule.is_empty(), "no case of {prefix}");
        write!(page, "\n## {title}\n\n{why}\n\n**To mend it:** {mend}\n").unwrap();
        of_rule.into_iter().for_each(|path| case(&mut page, path));
    }
    let others = |path: &&PathBuf| RULES.iter().all(|(prefix, ..)| !stem(path).starts_with(prefix));
    page.push_str("\n## Several at once\n\nAll mistakes of a flow are told in one go, each once.\n");
    cases.iter().filter(others).for_each(|path| case(&mut page, path));

    let path = root.join("../docs/errors.md");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, page).unwrap();
    } else {
        let current = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
        assert!(page == current, "docs/errors.md is out of date: run this test with UPDATE_EXPECT=1");
    }
}

/// The mistake as a user would have written it, and the message.
fn case(page: &mut String, path: &Path) {
    let code = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let message = fs::read_to_string(path.with_extension("stderr")).unwrap().replace("\r\n", "\n");
    let left_out = |line: &&str| {
        let counts = line.starts_with("// ") && line.ends_with(" mistakes");
        !line.starts_with("#![")
            && *line != "use flow_core::prelude::*;"
            && *line != "fn main() {}"
            && !counts
    };
    let code: Vec<&str> = code.lines().filter(left_out).collect();
    let name = stem(path);
    let words = name.split_once('_').filter(|(rule, _)| rule.starts_with('r') && rule.len() == 3);
    let mut title = words.map_or(name.as_str(), |(_, words)| words).replace('_', " ");
    title[..1].make_ascii_uppercase();
    let (code, message) = (code.join("\n"), message.trim_end());
    write!(page, "\n### {title}\n\n```rust\n{}\n```\n\n```text\n{message}\n```\n", code.trim()).unwrap();
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

//! Graphs as text, for tests: `start a; listen b: or(a, c::Err); router r: b ends(Stop, _)`.
//!
//! One step each, separated by `;` or line ends: words before the kind (`mut` takes `&mut self`, `free` takes no
//! `self`, `must_finish`), the kind, the name, parameters (`b(x: &T, from a: Option<T>)`), the type it carries
//! (`-> T`; every step carries `T` unless that says `-> ()`), its trigger, and of a router its `ends(...)` and
//! `max n`. A step is fallible if something names its `Err`, or with the word `try`. `output a` picks a step.

use std::borrow::Cow;

use crate::model::{Event, Graph, Param, Receiver, Route, Step, StepId, StepKind, Trigger};

/// The graph that a text describes.
///
/// # Panics
///
/// If the text makes no sense.
pub(crate) fn graph(text: &str) -> Graph {
    let lines: Vec<&str> = text.split([';', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut graph = Graph::new("Test");
    let mut rest = Vec::new();
    for line in lines.iter().filter(|line| !line.starts_with("output ")) {
        let (step, tail) = head(line);
        graph.steps.to_mut().push(step);
        rest.push(tail);
    }
    let named = |name: &str| graph.step_named(name).unwrap_or_else(|| panic!("no step `{name}`"));
    let names: Vec<(String, StepId)> =
        graph.steps.iter().map(|step| (step.name.to_string(), named(&step.name))).collect();
    for step in graph.steps.to_mut() {
        step.fallible |= text.contains(&format!("{}::Err", step.name));
    }
    let fallible: Vec<bool> = graph.steps.iter().map(|step| step.fallible).collect();
    for (step, (params, tail)) in graph.steps.to_mut().iter_mut().zip(rest) {
        step.params = params.into_iter().map(|(name, ty, from)| param(&names, name, ty, from)).collect();
        let mut reader = Reader { names: &names, fallible: &fallible, rest: tail };
        if reader.take(":") {
            step.trigger = Some(reader.trigger());
        }
        if reader.take("ends(") {
            while !reader.take(")") {
                match reader.word() {
                    "_" => step.ends_rest = true,
                    variant => step.ends.to_mut().push(Cow::Owned(variant.to_owned())),
                }
                reader.take(",");
            }
        }
        if reader.take("max ") {
            step.max_iterations = reader.word().parse().ok();
        }
        assert_eq!(reader.rest, "", "in `{}`", step.name);
    }
    graph.picked = lines
        .iter()
        .find_map(|line| line.strip_prefix("output "))
        .map(|name| graph.step_named(name).unwrap());
    graph
}

type Params<'a> = Vec<(&'a str, &'a str, bool)>;

fn head(line: &str) -> (Step, (Params<'_>, &str)) {
    let mut step = Step::new("", StepKind::Start);
    step.output = Some(Cow::Borrowed("T"));
    let mut rest = line;
    loop {
        let (word, tail) = rest.split_once(' ').unwrap_or_else(|| panic!("no kind in `{line}`"));
        rest = tail.trim_start();
        match word {
            "mut" => step.receiver = Receiver::Exclusive,
            "free" => step.receiver = Receiver::None,
            "must_finish" => step.must_finish = true,
            "try" => step.fallible = true,
            "start" => step.kind = StepKind::Start,
            "listen" => step.kind = StepKind::Listen,
            "router" => step.kind = StepKind::Router,
            _ => panic!("`{word}` in `{line}`"),
        }
        if matches!(word, "start" | "listen" | "router") {
            break;
        }
    }
    let end = rest.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(rest.len());
    step.name = Cow::Owned(rest[..end].to_owned());
    rest = rest[end..].trim_start();
    let mut params = Vec::new();
    if let Some(tail) = rest.strip_prefix('(') {
        let end = tail.find(')').unwrap();
        for param in tail[..end].split(',').filter(|it| !it.trim().is_empty()) {
            let (name, ty) = param.split_once(':').unwrap();
            let name = name.trim();
            params.push((name.trim_start_matches("from "), ty.trim(), name.starts_with("from ")));
        }
        rest = tail[end + 1..].trim_start();
    }
    if let Some(tail) = rest.strip_prefix("-> ") {
        let end = tail.find([':', ' ']).unwrap_or(tail.len());
        step.output = Some(tail[..end].trim()).filter(|it| *it != "()").map(|it| Cow::Owned(it.to_owned()));
        rest = tail[end..].trim_start();
    }
    (step, (params, rest))
}

fn param(names: &[(String, StepId)], name: &str, ty: &str, from: bool) -> Param {
    Param {
        name: Cow::Owned(name.to_owned()),
        ty: Cow::Owned(ty.to_owned()),
        by_ref: ty.starts_with('&'),
        from: from
            .then(|| names.iter().find(|it| it.0 == name).unwrap_or_else(|| panic!("no step `{name}`")).1),
        context: false,
        optional: ty.starts_with("Option<"),
        tuple: None,
    }
}

struct Reader<'a> {
    names: &'a [(String, StepId)],
    fallible: &'a [bool],
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn take(&mut self, text: &str) -> bool {
        let found = self.rest.strip_prefix(text);
        self.rest = found.unwrap_or(self.rest).trim_start();
        found.is_some()
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        word
    }

    fn trigger(&mut self) -> Trigger {
        for (word, gate) in [("and(", Trigger::And as fn(_) -> _), ("or(", Trigger::Or as fn(_) -> _)] {
            if self.take(word) {
                let mut members = Vec::new();
                while !self.take(")") {
                    members.push(self.trigger());
                    self.take(",");
                }
                return gate(Cow::Owned(members));
            }
        }
        if self.take("quorum(") {
            let needed = self.word().parse().expect("a number");
            let mut members = Vec::new();
            while !self.take(")") {
                self.take(",");
                members.push(self.trigger());
            }
            return Trigger::Quorum { needed, members: Cow::Owned(members) };
        }
        let name = self.word();
        let step = self.names.iter().find(|it| it.0 == name).unwrap_or_else(|| panic!("no step `{name}`")).1;
        let route = match self.take("::").then(|| self.word()) {
            None => Route::Success,
            Some("Ok") if self.fallible[step] => Route::Success,
            Some("Err") if self.fallible[step] => Route::Error,
            Some(variant) => Route::Variant(Cow::Owned(variant.to_owned())),
        };
        let bare = self.take("{}");
        Trigger::Event(Event { step, route, bare })
    }
}

//! Flows that somebody is in the middle of writing: real ones with tokens taken out, put in, swapped and doubled.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// One change: what is done, where, and with which other place or word.
pub(crate) type Change = (u8, u32, u32);

/// Flows that together use the whole language. Each begins with the attribute.
pub(crate) const FLOWS: [&str; 8] = [
    r#"#[flow]
    impl Branding {
        #[start] async fn slogan(&self, brand: &str) -> Result<String, Down> { work() }
        #[start] async fn tagline(&self, brand: &str, #[context] cx: Context<'_>) -> String { work() }
        #[listen(and(slogan, tagline))] async fn combine(&self, slogan: String, tagline: &str) -> Brand { work() }
        #[listen(slogan::Err)] fn report(&self, error: Down) { work() }
    }"#,
    r#"#[flow(error = Mine, max_iterations = 9, vis = pub(crate), output = publish)]
    impl<'a, T: Clone, const N: usize> Article<'a, T, N> where T: Send {
        #[start] async fn outline(&self, topic: &'a str) -> Result<Outline<T>, Mine> { work() }
        /// Writes.
        #[listen(or(outline, judge::Revise))] async fn draft(&self, text: Draft<T>) -> Result<Draft<T>, Mine> { work() }
        #[router(draft, max_iterations = 3, ends(Reject))] async fn judge(&self, draft: &Draft<T>) -> Verdict { work() }
        #[listen(judge::Accept)] async fn publish(&mut self, by: Name, #[from(draft)] draft: Draft<T>) -> Post { work() }
        fn helper(&self) -> u8 { work() }
    }"#,
    r#"#[flow]
    impl FirstAnswer {
        #[start] #[must_finish] async fn swift(&self, prompt: String) -> Result<Swift, Down> { work() }
        #[start] async fn steady(&self, prompt: String) -> Result<Steady, Down> { work() }
        #[start] async fn lazy(&self) { work() }
        #[listen(or(swift, and(steady, lazy), lazy))] fn show(&self, answer: Option<Answer>) -> String { work() }
    }"#,
    r#"#[flow(schedule = "mesh")]
    impl Mesh {
        #[start] async fn a(&self) -> A { work() }
        #[start] async fn b(&self) -> B { work() }
        #[listen(and(a, b))] async fn c(&self, both: (A, B)) -> C { work() }
        #[listen(a)] async fn d(&self, a: &A) -> D { work() }
        #[listen(and(c, d))] async fn e(&self, c: C, d: D, #[from(a)] a: Option<&A>) -> E { work() }
    }"#,
    r#"#[flow]
    impl Research {
        #[start] async fn pages(&self, topic: &str) -> Vec<Url> { work() }
        #[listen(each(pages), limit = 8, first = 3)] #[timeout("30s", total = "2m")]
        #[retry(times = 3, base = "200ms", max = "5s", on = Down::is_short)]
        async fn fetch(&self, url: Url) -> Result<Page, Down> { work() }
        #[listen(fetch)] async fn sum(&self, pages: &[Page]) -> Sum { work() }
        #[listen(fetch::Err)] async fn partly(&self, failed: ItemsFailed<Page, Down>) -> usize { work() }
        #[start(times = 5)] async fn vote(&self) -> Vote { work() }
    }"#,
    r#"#[flow]
    impl Images {
        #[start] #[blocking] fn read(self: Arc<Self>, path: PathBuf) -> Result<Image, Io> { work() }
        #[listen(read)] #[spawn] async fn small(self: Arc<Self>, image: Image) -> Image { work() }
        #[listen(read)] #[subflow(Resize<Large>)] async fn large(&self, image: Image) -> Image { work() }
        #[listen(quorum(2, read, small, large))] fn two(&self, images: Vec<Image>) -> Album { work() }
    }"#,
    r#"#[flow]
    impl Keywords {
        #[start] async fn r#type(r#in: u8) -> u8 { work() }
        #[router(r#type)] async fn r#match(n: u8) -> Kind { work() }
        #[listen(r#match::r#struct)] async fn r#loop(n: u8, #[from(r#type)] r#type: u8) -> u8 { work() }
        #[listen(or(r#match::r#enum {}, and(r#match::r#dyn, r#type)))] async fn r#else(n: Option<u8>) -> u8 { work() }
    }"#,
    r#"#[flow]
    impl Loops {
        #[router(ends(_))] async fn gate(&mut self) -> Option<u8> { work() }
        #[listen(or(gate::Some, check::Outer))] async fn outer(&mut self, n: u8) -> u8 { work() }
        #[listen(or(outer, check::Inner))] async fn inner(&mut self, n: u8) -> u8 { work() }
        #[router(inner)] async fn check(&self, n: u8) -> Check { work() }
        #[listen(check::Done)] async fn done(&self, (a, b): (u8, u8)) -> [u8; 2] { work() }
    }"#,
];

/// What a change may put in.
const WORDS: [&str; 96] = [
    "start",
    "listen",
    "router",
    "must_finish",
    "from",
    "context",
    "timeout",
    "retry",
    "spawn",
    "blocking",
    "subflow",
    "and",
    "or",
    "quorum",
    "each",
    "ends",
    "times",
    "limit",
    "first",
    "max_iterations",
    "total",
    "base",
    "max",
    "on",
    "error",
    "output",
    "vis",
    "crate",
    "schedule",
    "pub",
    "self",
    "Self",
    "super",
    "fn",
    "async",
    "mut",
    "const",
    "unsafe",
    "extern",
    "impl",
    "dyn",
    "for",
    "where",
    "type",
    "r#type",
    "gen",
    "_",
    "run",
    "runner",
    "a",
    "b",
    "outline",
    "judge",
    "read",
    "Err",
    "Ok",
    "Accept",
    "Option",
    "Result",
    "Vec",
    "Arc",
    "T",
    "'a",
    "'static",
    "0",
    "1",
    "2",
    "99999999999",
    "3u8",
    "1.5",
    "\"mesh\"",
    "\"30s\"",
    "\"0s\"",
    "\"\"",
    "b\"x\"",
    "'x'",
    ",",
    ";",
    ":",
    "::",
    "=",
    "==",
    "=>",
    "->",
    "&",
    "*",
    "!",
    "?",
    "#",
    "<",
    ">",
    "..",
    "+",
    "$",
    "()",
    "{}",
];

/// A token, or what stands in brackets.
#[derive(Clone)]
enum Tree {
    Leaf(String),
    Group(&'static str, &'static str, Vec<Tree>),
}

/// The flow of that number with these changes, as text. Brackets always match.
pub(crate) fn mutated(flow: usize, changes: &[Change]) -> String {
    let tokens = FLOWS[flow % FLOWS.len()].parse().unwrap_or_default();
    let mut tree = trees(tokens);
    for change in changes {
        apply(&mut tree, *change);
    }
    let mut text = String::new();
    write(&tree, &mut text);
    text
}

/// Tokens made of nothing but words, as text. Brackets always match.
#[allow(dead_code)]
pub(crate) fn soup(words: &[(u8, u8)]) -> String {
    let mut open = Vec::new();
    let mut text = String::new();
    for (word, bracket) in words {
        match bracket % 8 {
            0 => {
                let (begin, end) = [("(", ")"), ("[", "]"), ("{", "}")][usize::from(*word) % 3];
                text.push_str(begin);
                open.push(end);
            }
            1 => text.push_str(open.pop().unwrap_or(",")),
            _ => text.push_str(WORDS[usize::from(*word) % WORDS.len()]),
        }
        text.push(' ');
    }
    text.extend(open.into_iter().rev());
    text
}

fn trees(tokens: TokenStream) -> Vec<Tree> {
    let mut trees = Vec::new();
    let mut joint = String::new();
    for token in tokens {
        match token {
            TokenTree::Punct(punct) => {
                joint.push(punct.as_char());
                if punct.spacing() == Spacing::Alone {
                    trees.push(Tree::Leaf(std::mem::take(&mut joint)));
                }
            }
            TokenTree::Group(group) => {
                let (begin, end) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                if !joint.is_empty() {
                    trees.push(Tree::Leaf(std::mem::take(&mut joint)));
                }
                trees.push(Tree::Group(begin, end, self::trees(group.stream())));
            }
            // The quote of a lifetime stays with its name.
            token => trees.push(Tree::Leaf(format!("{}{token}", std::mem::take(&mut joint)))),
        }
    }
    trees
}

fn write(trees: &[Tree], text: &mut String) {
    for tree in trees {
        match tree {
            Tree::Leaf(leaf) => text.push_str(leaf),
            Tree::Group(begin, end, inside) => {
                text.push_str(begin);
                write(inside, text);
                text.push_str(end);
            }
        }
        text.push(' ');
    }
}

/// Which lists of trees are looked for.
#[derive(Clone, Copy, PartialEq)]
enum Lists {
    All,
    /// What stands in the parentheses of attributes, where any token may.
    OfAttributes,
    /// The same, already in the square brackets.
    OfThisAttribute,
}

/// Lists of trees, by their way from the outermost.
fn lists(trees: &[Tree], way: &mut Vec<usize>, which: Lists, found: &mut Vec<Vec<usize>>) {
    if which == Lists::All {
        found.push(way.clone());
    }
    for (index, tree) in trees.iter().enumerate() {
        let Tree::Group(begin, _, inside) = tree else { continue };
        let which = match which {
            Lists::OfAttributes if *begin == "[" => Lists::OfThisAttribute,
            Lists::OfThisAttribute => Lists::All,
            which => which,
        };
        way.push(index);
        lists(inside, way, which, found);
        way.pop();
    }
}

fn list<'a>(trees: &'a mut Vec<Tree>, way: &[usize]) -> &'a mut Vec<Tree> {
    match way {
        [] => trees,
        [first, rest @ ..] => match &mut trees[*first] {
            Tree::Group(_, _, inside) => list(inside, rest),
            Tree::Leaf(_) => unreachable!("a way leads through groups"),
        },
    }
}

fn apply(trees: &mut Vec<Tree>, (what, place, other): Change) {
    let mut found = Vec::new();
    let which = if place % 4 == 0 { Lists::All } else { Lists::OfAttributes };
    lists(trees, &mut Vec::new(), which, &mut found);
    if found.is_empty() {
        return;
    }
    let pick = |number: u32, len: usize| number as usize % len.max(1);
    let way = found[pick(place / 4, found.len())].clone();
    let at = pick(place / 256, list(trees, &way).len() + 1);
    let word = Tree::Leaf(WORDS[pick(other, WORDS.len())].to_string());
    // From anywhere else in the flow.
    let taken = {
        let from = list(trees, &found[pick(other, found.len())]);
        let index = pick(other / 64, from.len());
        from.get(index).cloned()
    };
    let tokens = list(trees, &way);
    let inside = at < tokens.len();
    match (what % 8, taken) {
        (0 | 1, _) if inside => tokens[at] = word,
        (0..=2, _) => tokens.insert(at, word),
        (3, _) if inside => {
            tokens.remove(at);
        }
        (4, _) if inside => tokens.insert(at, tokens[at].clone()),
        (5, Some(taken)) if inside => tokens[at] = taken,
        (6, Some(taken)) => tokens.insert(at, taken),
        (7, _) if inside && at + 1 < tokens.len() => tokens.swap(at, at + 1),
        _ => {}
    }
}

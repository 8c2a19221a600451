//! Crates that users may have, built outside the workspace: what their names, lints, editions and macros do to generated
//! code. Their programs are in `ui/hygiene`, and each is built with regions and again with every flow on the mesh.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Where the programs are.
const FOLDER: &str = "ui/hygiene";

/// What is no program but part of others.
const PARTS: [&str; 4] = ["attributes_on_steps", "constructs", "lints", "traced"];

/// Programs that are built in a crate of the editions before.
const OF_EDITIONS: [&str; 2] = ["editions", "keywords_of_2024"];

/// A workspace of its own with one package.
struct Crate {
    folder: PathBuf,
}

impl Crate {
    /// `dependency` is the line that brings flow-core.
    fn new(name: &str, edition: &str, dependency: &str) -> Crate {
        let tokio = "tokio = { version = \"1\", features = [\"rt\", \"macros\", \"time\"] }";
        Crate::of_dependencies(name, edition, &format!("{dependency}\n{tokio}"))
    }

    /// In the lines of `dependencies`, `PATH` stands for that of flow-core.
    fn of_dependencies(name: &str, edition: &str, dependencies: &str) -> Crate {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("user_crates").join(name);
        _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("src/bin")).unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
        let dependencies = dependencies.replace("PATH", &format!("path = {:?}", root.join("flow-core")));
        let manifest = format!(
            "[workspace]\n\n[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"{edition}\"\n\n\
             [dependencies]\n{dependencies}\n",
        );
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        Crate { folder }
    }

    fn file(&self, path: &str, text: &str) -> &Crate {
        fs::write(self.folder.join("src").join(path), text).unwrap();
        self
    }

    /// A crate that this one can depend on, by that path.
    fn dependency(&self, name: &str, manifest: &str, text: &str) -> &Crate {
        let folder = self.folder.join(name);
        fs::create_dir_all(folder.join("src")).unwrap();
        let package = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n");
        fs::write(folder.join("Cargo.toml"), package + manifest).unwrap();
        fs::write(folder.join("src/lib.rs"), text).unwrap();
        self
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("../target"))
            .env_remove("RUSTFLAGS")
            .env_remove("CLIPPY_CONF_DIR")
            .output()
            .unwrap()
    }

    /// Runs a program, whose assertions hold.
    fn run(&self, program: &str) {
        let output = self.cargo(&["run", "--bin", program]);
        assert!(output.status.success(), "{program}:\n{}", String::from_utf8_lossy(&output.stderr));
    }

    /// What rustc says, or Clippy, in one line each, without help.
    fn messages(&self, command: &str) -> Vec<String> {
        let output = self.cargo(&[command, "--all-targets", "--keep-going", "--message-format=short"]);
        let text = String::from_utf8(output.stderr).unwrap();
        let messages: BTreeMap<&str, ()> = text
            .lines()
            .filter(|line| {
                line.starts_with("src/") && (line.contains(": error") || line.contains(": warning"))
            })
            .map(|line| (line, ()))
            .collect();
        assert!(output.status.success() || !messages.is_empty(), "{text}");
        messages.into_keys().map(str::to_owned).collect()
    }
}

const FLOW_CORE: &str = "flow-core = { PATH }";

fn part(name: &str) -> String {
    fs::read_to_string(format!("{FOLDER}/{name}.rs")).unwrap()
}

/// A program with the flows that it takes in.
fn program(name: &str) -> String {
    let mut constructs = part("constructs");
    if name == "private" {
        constructs = private(&constructs);
    }
    part(name).replace("// CONSTRUCTS", &constructs)
}

/// The flows as private items.
fn private(constructs: &str) -> String {
    ["struct", "enum", "async"].iter().fold(constructs.to_owned(), |text, word| {
        text.replace(&format!("\npub {word} "), &format!("\n{word} "))
    })
}

/// The same program with every flow on the mesh.
fn on_the_mesh(program: &str) -> String {
    program
        .replace("#[flow]", "#[flow(schedule = \"mesh\")]")
        .replace("#[flow(", "#[flow(schedule = \"mesh\", ")
        .replace("#[flow(schedule = \"mesh\", schedule = \"mesh\")]", "#[flow(schedule = \"mesh\")]")
}

fn programs() -> Vec<String> {
    let files = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> =
        files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.retain(|name| !PARTS.contains(&name.as_str()) && !OF_EDITIONS.contains(&name.as_str()));
    names.sort();
    assert!(names.len() > 10, "{names:?}");
    names
}

fn silent(messages: &[String]) {
    let mut by_file: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for message in messages {
        by_file.entry(message.split(':').next().unwrap_or_default()).or_default().push(message);
    }
    let mut report = String::new();
    for (file, messages) in &by_file {
        writeln!(report, "\n{file}: {} messages", messages.len()).unwrap();
        for message in messages.iter().take(8) {
            writeln!(report, "    {message}").unwrap();
        }
    }
    assert!(messages.is_empty(), "{} of the programs say something:\n{report}", by_file.len());
}

#[test]
fn names_of_the_users_own() {
    let package = Crate::new("names", "2024", FLOW_CORE);
    for name in programs() {
        let program = program(&name);
        package.file(&format!("bin/{name}.rs"), &program);
        package.file(&format!("bin/{name}_mesh.rs"), &on_the_mesh(&program));
    }
    silent(&package.messages("check"));
}

/// Crates of the user's with the names of the standard library's and of those that flow-core uses.
#[test]
fn crates_of_the_users_own() {
    let names = ["core", "alloc", "tokio", "futures", "flow_graph", "flow_macros", "backon", "model", "rt"];
    let mut dependencies = format!("{FLOW_CORE}\nreal = {{ path = \"real\" }}");
    for name in names {
        write!(dependencies, "\n{name} = {{ package = \"own-{name}\", path = \"own-{name}\" }}").unwrap();
    }
    let package = Crate::of_dependencies("own_crates", "2024", &dependencies);
    package.dependency("real", "", "pub use core;\n");
    for name in names {
        package.dependency(&format!("own-{name}"), "", "");
    }
    let constructs = part("constructs").replace("::core::", "::real::core::");
    let flows = format!("use ::flow_core::flow;\n{constructs}");
    package.file("lib.rs", &format!("{flows}\npub mod mesh;\n")).file("mesh.rs", &on_the_mesh(&flows));
    silent(&package.messages("check"));
}

/// A crate without the standard library, as far as its own names go.
#[test]
fn a_crate_without_std() {
    let dependencies = format!("{FLOW_CORE}\nreal = {{ path = \"real\" }}");
    let package = Crate::of_dependencies("without_std", "2024", &dependencies);
    package.dependency("real", "", "pub use std;\n");
    let constructs = part("constructs").replace("::std::", "::real::std::");
    let flows = format!("use ::flow_core::flow;\n{constructs}");
    package.file("lib.rs", &format!("#![no_std]\n{flows}\npub mod mesh;\n"));
    package.file("mesh.rs", &on_the_mesh(&flows));
    silent(&package.messages("check"));
}

/// Flow-core under another name, named in `#[flow(crate = …)]`.
#[test]
fn a_renamed_dependency() {
    let constructs = part("constructs")
        .replace("::flow_core", "::engine")
        .replace("#[flow]", "#[flow(crate = ::engine)]")
        .replace("#[flow(error", "#[flow(crate = engine, error")
        .replace("#[flow(output", "#[flow(crate = engine, output");
    let paths = "
        /// The attributes under the path of the crate.
        pub struct Paths;

        #[engine::flow(crate = engine)]
        impl Paths {
            #[engine::start]
            async fn first(&self, #[engine::context] cx: engine::Context<'_>) -> u8 {
                cx.emit(1_u8);
                1
            }

            #[::engine::listen(first)]
            #[engine::timeout(\"1s\")]
            async fn second(&self, #[engine::from(first)] n: u8) -> u8 {
                n
            }
        }

        /// What a framework over flow-core does.
        pub mod framework {
            pub mod inner {
                pub use ::engine as flows;
            }

            #[macro_export]
            macro_rules! two_steps {
                ($name:ident, $first:ident) => {
                    pub struct $name;

                    #[$crate::framework::inner::flows::flow(crate = $crate::framework::inner::flows)]
                    impl $name {
                        #[$crate::framework::inner::flows::start]
                        async fn $first(&self) -> u8 {
                            1
                        }

                        #[listen($first)]
                        async fn second(&self, $first: u8) -> u8 {
                            $first
                        }
                    }
                };
            }
        }

        two_steps!(Made, first);
    ";
    let package = Crate::new("renamed", "2024", "engine = { package = \"flow-core\", PATH }");
    package.file("lib.rs", &format!("use engine::flow;\n{constructs}\n{paths}"));
    silent(&package.messages("check"));
}

/// The same, but nobody has said it: either it is found, or there is one message that says what to write.
#[test]
fn a_renamed_dependency_that_is_not_named() {
    let package = Crate::new("unnamed", "2024", "engine = { package = \"flow-core\", PATH }");
    package.file(
        "lib.rs",
        "pub struct A;\n#[engine::flow]\nimpl A {\n    #[start]\n    async fn a(&self) -> u8 {\n        1\n    }\n}\n",
    );
    let messages = package.messages("check");
    assert!(messages.is_empty() || messages.len() == 1 && messages[0].contains("crate = "), "{messages:#?}");
}

/// Lints, the restrictive ones too, find nothing to say about generated code, in its crate and in one that uses it.
#[test]
fn lints() {
    let (lints, constructs) = (part("lints"), part("constructs"));
    let package = Crate::new("lints", "2024", FLOW_CORE);
    let flows = format!("//! Flows.\nuse flow_core::flow;\n{constructs}")
        .replace("pub struct", "#[allow(clippy::exhaustive_structs)]\npub struct");
    let hidden =
        private(&format!("//! Flows.\nuse flow_core::flow;\n{constructs}")).replace("pub ", "pub(crate) ");
    package
        .file("regions.rs", &flows)
        .file("mesh.rs", &on_the_mesh(&flows))
        .file("hidden_regions.rs", &hidden.replace("\nasync fn all", "\npub(crate) async fn all"))
        .file("hidden_mesh.rs", &on_the_mesh(&hidden).replace("\nasync fn all", "\npub(crate) async fn all"))
        .file(
            "lib.rs",
            &format!(
                "{lints}
                pub mod mesh;
                pub mod regions;
                mod hidden_mesh;
                mod hidden_regions;

                /// Runs all.
                ///
                /// # Errors
                ///
                /// One of them fails.
                pub async fn all() -> Result<(), flow_core::FlowError> {{
                    hidden_mesh::all().await?;
                    hidden_regions::all().await
                }}
                "
            ),
        )
        .file(
            "bin/dependent.rs",
            &format!(
                "{lints}
                #[tokio::main(flavor = \"current_thread\")]
                #[expect(clippy::unwrap_used, reason = \"the user's own\")]
                async fn main() {{
                    lints::all().await.unwrap();
                    let article = lints::regions::Article.run(\"flows\");
                    assert_eq!(article.await.unwrap(), Some(6));
                    let answers = lints::mesh::Answers.run(String::new()).await.unwrap();
                    assert_eq!(answers.report, None);
                }}
                "
            ),
        );
    silent(&package.messages("clippy"));
}

/// Attributes on steps are kept, once, above and below flow's own: what they do to a method is seen from outside.
#[test]
fn attributes_on_steps() {
    let dependencies = format!("{FLOW_CORE}\ntraced = {{ path = \"traced\" }}");
    let package = Crate::new("attributes", "2024", &dependencies);
    package.dependency("traced", "[lib]\nproc-macro = true\n", &part("traced"));
    let program = part("attributes_on_steps");
    package.file("bin/attributes.rs", &program).file("bin/attributes_mesh.rs", &on_the_mesh(&program));
    silent(&package.messages("check"));
    package.run("attributes");
    package.run("attributes_mesh");
}

/// What a user has to be told about code of the user's own is told.
#[test]
fn warnings_of_the_users_own() {
    let package = Crate::new("warnings", "2024", FLOW_CORE);
    package.file(
        "bin/warnings.rs",
        "use flow_core::prelude::*;
struct Used { unread: u8 }
#[flow]
impl Used {
    #[start]
    async fn step(&self) -> u8 { 1 }
    fn nobody_calls(&self) {}
    #[listen(step)]
    #[must_use]
    fn number(&self) -> u8 { 2 }
}
struct Unused;
#[flow]
impl Unused {
    #[start]
    async fn one(&self) -> u8 { 1 }
    #[listen(one)]
    #[must_use]
    fn two(&self, one: u8) -> u8 { one }
}
struct Never;
#[flow]
impl Never {
    #[start]
    async fn one(&self, unused: u8) -> u8 { 1 }
    #[deprecated]
    #[start]
    async fn two(&self) -> u8 { 1 }
}
fn main() {
    Used { unread: 1 }.run();
    let used = Used { unread: 1 };
    used.runner();
    let _ = used.step();
    let _ = Never.two();
    used.number();
}
",
    );
    let lines: Vec<String> = package
        .messages("check")
        .iter()
        .filter_map(|message| {
            // The line, and what is said without help.
            let mut parts = message.splitn(4, ':').skip(1);
            let (line, text) = (parts.next()?, parts.nth(1)?);
            let text = text.trim_start_matches(" warning: ").split(": help").next()?;
            Some(format!("{line}: {text}"))
        })
        .collect();
    let expected = [
        "2: field `unread` is never read",
        "7: method `nobody_calls` is never used",
        "12: struct `Unused` is never constructed",
        "16: methods `one` and `two` are never used",
        "25: method `one` is never used",
        "25: unused variable: `unused`",
        "31: unused implementer of `Future` that must be used",
        "33: unused `UsedRunner` that must be used",
        "35: use of deprecated method `Never::two`",
        "36: unused return value of `Used::number` that must be used",
    ];
    let mut lines_of: Vec<&str> = lines.iter().map(String::as_str).collect();
    lines_of.sort_by_key(|line| line.split(':').next().and_then(|line| line.parse::<u32>().ok()));
    assert_eq!(lines_of, expected);
}

/// One mistake is one message, whatever stands beside it.
#[test]
fn a_mistake_beside_other_members() {
    let package = Crate::new("mistake", "2024", FLOW_CORE);
    package.file(
        "bin/mistake.rs",
        "#![deny(warnings)]
use flow_core::prelude::*;
pub struct A;
#[flow]
impl A {
    const NUMBER: u8 = 1;
    #[start]
    async fn a(&self, x: impl Iterator<Item = u8>) -> u8 { x.count() as u8 + Self::NUMBER }
    #[listen(aa)]
    fn b(&self) {}
    #[cfg(any())]
    fn off(&self) {}
    fn of(&self, x: impl Iterator<Item = u8>) -> u8 { x.count() as u8 }
    #[deprecated]
    fn old(&self) {}
    #[deprecated]
    #[listen(a)]
    fn older(&self) {}
    unsafe fn danger<const N: usize, T>() -> [T; N] { panic!() }
}
fn main() { let _ = A; }
",
    );
    let messages = package.messages("check");
    assert_eq!(messages.len(), 1, "{messages:#?}");
}

/// The names of the methods that a flow gets are taken, and that is said once for each.
#[test]
fn methods_with_names_that_are_taken() {
    let package = Crate::new("taken", "2024", FLOW_CORE);
    package.file(
        "bin/taken.rs",
        "use flow_core::prelude::*;
pub struct A;
#[flow]
impl A {
    #[start]
    async fn a(&self) -> u8 { 1 }
    fn run(&self) {}
    fn runner(&self) {}
    #[cfg(any())]
    fn run(&self) {}
}
trait Run {
    fn run(&self) -> u8 { 3 }
    fn runner(&self) -> u8 { 3 }
    fn a(&self) -> u8 { 3 }
}
pub struct B;
impl Run for B {}
#[flow]
impl B {
    #[start]
    async fn a(&self) -> u8 { 1 }
    #[listen(a)]
    fn b(&self, a: u8) -> u8 { a }
}
fn main() {
    let run = B.run();
    drop(run);
    assert_eq!(Run::run(&B) + Run::runner(&B) + Run::a(&B), 9);
}
",
    );
    let messages = package.messages("check");
    assert_eq!(messages.len(), 2, "{messages:#?}");
}

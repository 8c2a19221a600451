//! `cargo flow new`: what `cargo new` makes, with a flow in it.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::args::New;
use super::failure::Failure;
use super::message;

/// The files. `{crate}` is the package's name as paths have it, `{flow}` the name of the flow.
const FILES: [(&str, &str); 4] = [
    ("build.rs", include_str!("new/build.rs.txt")),
    ("src/lib.rs", include_str!("new/lib.rs.txt")),
    ("src/main.rs", include_str!("new/main.rs.txt")),
    ("tests/flow.rs", include_str!("new/test.rs.txt")),
];

const DEPENDENCIES: &str = include_str!("new/dependencies.toml");

pub(super) fn run(args: &New) -> Result<(), Failure> {
    cargo_new(args)?;
    let manifest = args.path.join("Cargo.toml");
    let text = read(&manifest)?;
    let name = text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    let name = name.ok_or_else(|| Failure::new(format!("`{}` names no package", manifest.display())))?;
    let crate_name = name.replace('-', "_");
    let flow = camel_case(name);
    let fill = |text: &str| {
        let version = env!("CARGO_PKG_VERSION");
        text.replace("{crate}", &crate_name).replace("{flow}", &flow).replace("{version}", version)
    };
    write(&manifest, &text.replacen("\n[dependencies]\n", &format!("\n{}", fill(DEPENDENCIES)), 1))?;
    for (file, text) in FILES {
        let file = args.path.join(file);
        if let Some(directory) = file.parent() {
            fs::create_dir_all(directory).map_err(|error| failed("create", directory, &error))?;
        }
        write(&file, &fill(text))?;
    }
    message::status("Added", &format!("the flow `{flow}`, a build script that draws it, and a test"));
    let path = args.path.display();
    message::status("Try", &format!("`cd {path} && cargo test`, then `cargo run` and `cargo flow explain`"));
    Ok(())
}

/// Cargo knows which names are good, whether the directory is, and what a workspace around it needs.
fn cargo_new(args: &New) -> Result<(), Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["new", "--quiet", "--bin"]);
    if let Some(name) = &args.name {
        command.args(["--name", name]);
    }
    if let Some(vcs) = &args.vcs {
        command.args(["--vcs", vcs]);
    }
    command.arg("--").arg(&args.path);
    let status = command.status().map_err(|error| {
        Failure::new(format!("cannot run `cargo new`: {error}"))
            .help("is `cargo` installed, and in the path?")
    })?;
    // It has said why.
    if status.success() { Ok(()) } else { Err(Failure::Reported) }
}

fn read(file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file).map_err(|error| failed("read", file, &error))
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    fs::write(file, text).map_err(|error| failed("write", file, &error))
}

fn failed(what: &str, file: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot {what} `{}`: {error}", file.display()))
}

/// `my-shop` becomes `MyShop`.
fn camel_case(name: &str) -> String {
    let words = name.split(['-', '_']).filter(|word| !word.is_empty());
    let camel: String = words
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect::<Vec<char>>()
        })
        .collect();
    // Names that the program has already.
    match &*camel {
        "Self" | "FlowError" | "Flow" | "Context" | "String" | "Result" | "Option" | "Vec" | "Box" => {
            format!("{camel}Flow")
        }
        _ => camel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_flows() {
        assert_eq!(camel_case("my-shop_2"), "MyShop2");
        assert_eq!(camel_case("flow"), "FlowFlow");
        assert_eq!(camel_case("über"), "Über");
    }
}

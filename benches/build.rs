//! Writes the shapes that have too many steps to be written down: as flows, and as a person would write them with
//! `join!` and `select!`. Both call the same steps. And what some other crates want to be written down.

#[path = "build/cloacina.rs"]
mod cloacina;
#[path = "build/dfir.rs"]
mod dfir;
#[path = "build/directed.rs"]
mod directed;
#[path = "build/flow.rs"]
mod flow;
#[path = "build/hand.rs"]
mod hand;
#[path = "build/sizes.rs"]
mod sizes;

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let out = env::var_os("OUT_DIR").expect("Cargo names it");
    let out = Path::new(&out);
    fs::write(out.join("flow.rs"), flow::all()).expect("the directory is there");
    fs::write(out.join("cloacina.rs"), cloacina::all()).expect("the directory is there");
    fs::write(out.join("dfir.rs"), dfir::all()).expect("the directory is there");
    fs::write(out.join("directed.rs"), directed::all()).expect("the directory is there");
    for (file, join) in [("hand.rs", "tokio::join! { biased; "), ("hand_futures.rs", "futures::join! { ")] {
        fs::write(out.join(file), hand::all(join, file == "hand.rs")).expect("the directory is there");
    }
    fs::write(out.join("hand_races.rs"), hand::nested_races()).expect("the directory is there");
}

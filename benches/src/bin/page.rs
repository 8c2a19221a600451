//! `page SECTION` puts what is on standard input into that section of `docs/performance.md`.

use std::io::Read;
use std::{env, io};

fn main() -> io::Result<()> {
    let section = env::args().nth(1).ok_or_else(|| io::Error::other("name a section"))?;
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    flow_benches::page::replace(&section, &text)
}

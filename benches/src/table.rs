//! Markdown tables, and the numbers in them.

use std::fmt::Write;

/// What stands where nothing is measured.
pub const NOTHING: &str = "–";

/// A table with that header.
#[must_use]
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("| {} |\n|{}\n", header.join(" | "), "---|".repeat(header.len()));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text
}

/// As many columns stand beside those that are repeated: more cannot be read.
const BESIDE: usize = 8;

/// The same cut into as many tables as it takes. Each begins with the first columns, and has no rows without anything.
#[must_use]
pub fn tables(header: &[&str], rows: &[Vec<String>], repeated: usize) -> String {
    let mut texts = Vec::new();
    for from in (repeated..header.len()).step_by(BESIDE) {
        let beside = from..header.len().min(from + BESIDE);
        let header = [&header[..repeated], &header[beside.clone()]].concat();
        let rows = rows.iter().filter(|row| row[beside.clone()].iter().any(|cell| cell != NOTHING));
        let rows: Vec<_> = rows.map(|row| [&row[..repeated], &row[beside.clone()]].concat()).collect();
        texts.push(table(&header, &rows));
    }
    texts.join("\n")
}

/// The middle one. There is at least one.
#[must_use]
pub fn median(numbers: &[f64]) -> f64 {
    let mut numbers = numbers.to_vec();
    numbers.sort_by(f64::total_cmp);
    (numbers[(numbers.len() - 1) / 2] + numbers[numbers.len() / 2]) / 2.0
}

/// A time in a fitting unit.
#[must_use]
pub fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        below if below < 1e2 => format!("{below:.1} ns"),
        below if below < 1e3 => format!("{below:.0} ns"),
        below if below < 1e6 => format!("{:.2} µs", below / 1e3),
        more => format!("{:.2} ms", more / 1e6),
    }
}

/// How many times as much, shorter where it is a lot.
#[must_use]
pub fn ratio(ratio: f64) -> String {
    match ratio {
        below if below < 10.0 => format!("{below:.2}"),
        below if below < 100.0 => format!("{below:.1}"),
        more => format!("{more:.0}"),
    }
}

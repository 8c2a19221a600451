//! A join as parameters, as a tuple, as a tuple of references, nested, and taken apart by a pattern.

use flow_core::prelude::*;

struct Joins;

#[flow]
impl Joins {
    #[start]
    fn a(&self) -> u8 {
        1
    }

    #[start]
    fn b(&self) -> String {
        "b".to_string()
    }

    #[start]
    fn nothing(&self) {}

    #[start]
    fn c(&self) -> char {
        'c'
    }

    #[listen(and(a, nothing, b))]
    fn parameters(&self, a: u8, b: &str) -> String {
        format!("{a}{b}")
    }

    #[listen(and(a, b))]
    fn tuple(&self, (a, b): (u8, String)) -> String {
        format!("{a}{b}")
    }

    #[listen(and(a, b, nothing))]
    fn references(&self, both: (&u8, &String)) -> String {
        format!("{}{}", both.0, both.1)
    }

    #[listen(and(c, and(a, b)))]
    fn nested(&self, c: char, (a, b): (u8, String)) -> String {
        format!("{c}{a}{b}")
    }

    #[listen(and(a, b))]
    fn ignored(&self) -> &'static str {
        "ignored"
    }
}

fn main() {
    let output = futures::executor::block_on(Joins.run()).unwrap();
    assert_eq!((output.parameters.as_str(), output.tuple.as_str()), ("1b", "1b"));
    assert_eq!((output.references.as_str(), output.nested.as_str()), ("1b", "c1b"));
    assert_eq!(output.ignored, "ignored");
}

//! A payload may borrow from another one.

use flow_core::prelude::*;

struct Reader;

#[flow]
impl Reader {
    #[start]
    async fn read(&self, text: &str) -> String {
        text.to_uppercase()
    }

    #[listen(read)]
    fn lines(text: &str) -> Vec<&str> {
        text.lines().collect()
    }

    #[listen(lines)]
    async fn longest<'t>(&self, lines: &[&'t str]) -> &'t str {
        lines.iter().max_by_key(|line| line.len()).copied().unwrap_or_default()
    }

    #[listen(longest)]
    async fn show(&self, line: &str) -> String {
        line.to_string()
    }
}

fn main() {
    assert_eq!(futures::executor::block_on(Reader.run("a\nbcd\nef")).unwrap(), "BCD");
}

//! `gen` is a keyword from edition 2024 on, and generated code is of edition 2024: in this crate it is a name.

#![deny(warnings)]
#![allow(dead_code, non_camel_case_types, keyword_idents)]

use ::flow_core::flow;

pub struct Keywords {
    names: Vec<String>,
}

pub enum Gen {
    gen(u8),
    Other,
}

#[flow]
impl Keywords {
    #[start]
    async fn gen(&self, gen: &str, n: u8) -> u8 {
        n + gen.len() as u8
    }

    #[router(gen)]
    async fn unsafe_(&self, gen: u8) -> Gen {
        if gen > 3 { Gen::gen(gen) } else { Gen::Other }
    }

    #[listen(unsafe_::gen)]
    async fn names<'a>(&'a self, gen: u8) -> Option<&'a str> {
        self.names.get(usize::from(gen)).map(|it| it.as_str())
    }

    #[listen(unsafe_::Other)]
    fn nothing(&self, #[from(gen)] gen: u8) -> impl Iterator<Item = u8> {
        vec![gen].into_iter()
    }

    #[listen(names::Some)]
    fn first_letter(&self, name: &str) -> Option<char> {
        let mut letters = name.chars();
        let mut next = || letters.next();
        next()
    }
}

#[::tokio::main(flavor = "current_thread")]
async fn main() {
    let names = vec!["a".to_string(); 9];
    let output = Keywords { names }.run("12", 3).await.unwrap();
    assert_eq!(output.first_letter, Some(Some('a')));
}

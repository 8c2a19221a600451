//! Lifetimes in the state and in steps, constant parameters, where-clauses, closures of all kinds in bodies, a trait's
//! methods with the names of steps.

#![allow(dead_code)]

use std::collections::HashMap;

use flow_core::prelude::*;

pub struct Index<'t, 'u: 't, K, const N: usize = 3>
where
    K: Clone + 't,
{
    text: &'t str,
    keys: [K; N],
    map: HashMap<&'u str, &'t K>,
}

trait Named {
    fn words(&self) -> u8;
    fn longest(&self) -> u8 {
        1
    }
}

impl<K: Clone, const N: usize> Named for Index<'_, '_, K, N> {
    fn words(&self) -> u8 {
        0
    }
}

#[flow]
impl<'t, 'u: 't, K, const N: usize> Index<'t, 'u, K, N>
where
    K: Clone + 't + std::fmt::Debug,
    for<'x> &'x K: PartialEq,
{
    #[start]
    async fn words<'a>(&self, limit: &'a usize) -> Vec<&'t str> {
        let upper = async |word: &str| word.len() < *limit;
        let mut kept = Vec::new();
        for word in self.text.split(' ') {
            if upper(word).await {
                kept.push(word);
            }
        }
        kept
    }

    #[listen(each(words), limit = 2)]
    async fn length<'a>(&'a self, word: &'a str) -> usize {
        let count = || word.chars().count();
        std::future::ready(count()).await
    }

    #[listen(and(words, length))]
    fn longest<'x>(&self, words: &'x [&'t str], lengths: &[usize]) -> Option<&'t str> {
        words.iter().zip(lengths).max_by_key(|(_, length)| **length).map(|(word, _)| *word)
    }

    #[listen(longest::Some)]
    async fn key(&self, word: &'t str) -> Option<&'t K>
    where
        K: 't,
    {
        self.map.get(word).copied()
    }

    #[listen(longest::None)]
    fn nothing(&self, #[from(words)] words: &[&str]) -> [u8; 2] {
        let [first, second] = [words.len(), N];
        [first as u8, second as u8]
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let index = Index { text: "a bc d", keys: [1_u8, 2, 3], map: HashMap::new() };
    let output = index.run(&5).await.unwrap();
    assert_eq!((output.key.is_some(), output.nothing), (true, None));
}

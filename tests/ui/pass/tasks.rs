//! Steps on tasks and threads of their own, in generic flows and beside steps that are not `Send`.

#![deny(warnings, unused, clippy::all, clippy::pedantic)]

use std::rc::Rc;
use std::sync::Arc;

use flow_core::prelude::*;

struct Hash<T> {
    salt: T,
}

#[flow]
impl<T> Hash<T>
where
    T: AsRef<[u8]> + Send + Sync + 'static,
{
    #[start]
    #[blocking]
    fn read(path: String, lines: usize) -> Vec<String> {
        vec![path; lines]
    }

    #[listen(each(read), limit = 2)]
    #[spawn]
    async fn hash(self: Arc<Self>, line: String) -> usize {
        line.len() * self.salt.as_ref().len()
    }

    #[listen(hash)]
    #[blocking]
    fn sum(self: std::sync::Arc<Self>, hashes: Vec<usize>, #[from(read)] lines: Vec<String>) -> usize {
        hashes.iter().sum::<usize>() + lines.len()
    }

    #[listen(sum)]
    async fn local(&self, sum: usize) -> Rc<usize> {
        Rc::new(sum)
    }

    #[listen(local)]
    async fn held(self: Arc<Self>, sum: &Rc<usize>) -> usize {
        **sum + self.salt.as_ref().len()
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let sum = Arc::new(Hash { salt: "salt" }).run("abc".to_string(), 3).await.unwrap();
    assert_eq!(sum, 3 * 12 + 3 + 4);
}

//! `#[flow(output = step)]` picks one step's value.

use flow_core::prelude::*;

struct Picked;

#[flow(output = length)]
impl Picked {
    #[start]
    async fn name(&self) -> String {
        "name".to_string()
    }

    #[listen(name)]
    async fn length(&self, name: &str) -> usize {
        name.len()
    }

    #[listen(length)]
    async fn double(&self, length: usize) -> usize {
        length * 2
    }

    #[listen(name)]
    async fn greet(&self, name: String) -> String {
        format!("hello {name}")
    }
}

struct Maybe;

#[flow(output = even)]
impl Maybe {
    #[start]
    fn half(&self, n: u32) -> Option<u32> {
        n.is_multiple_of(2).then_some(n / 2)
    }

    #[listen(half::Some)]
    fn even(&self, half: u32) -> u32 {
        half
    }

    #[listen(half::None)]
    fn odd(&self) -> &'static str {
        "odd"
    }
}

fn main() {
    assert_eq!(futures::executor::block_on(Picked.run()).unwrap(), 4);
    assert_eq!(futures::executor::block_on(Maybe.run(4)).unwrap(), Some(2));
    assert_eq!(futures::executor::block_on(Maybe.run(3)).unwrap(), None);
}

//! Steps and inputs that are not in snake case, which the user has allowed.

#![deny(warnings)]

use flow_core::prelude::*;

pub struct Upper;

#[allow(non_camel_case_types)]
pub struct lower;

#[allow(non_snake_case)]
#[flow]
impl Upper {
    #[start]
    async fn Draft(&self, Topic: u8) -> u8 {
        Topic
    }

    #[start]
    async fn Review(&self) -> Vec<u8> {
        vec![1]
    }

    #[listen(each(Review))]
    async fn Judge(&self, Item: u8) -> u8 {
        Item
    }
}

#[flow]
impl lower {
    #[start]
    async fn one(&self) -> u8 {
        1
    }

    #[start]
    async fn two(&self) -> u8 {
        1
    }
}

fn main() {
    let _ = (Upper.run(1), lower.run());
}

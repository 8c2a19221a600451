//! Types with the names of primitive ones.

#![allow(dead_code, non_camel_case_types)]

mod own {
    pub struct usize;
    pub struct u16;
    pub struct u32;
    pub struct u64;
    pub struct str;
    pub struct bool;
}

mod flows {
    #[allow(unused_imports)]
    use super::own::*;
    use ::flow_core::flow;

    /// Its own types aside, it uses none.
    pub struct Primitive;

    #[flow]
    impl Primitive {
        #[start]
        async fn one(&self, n: u8) -> ::core::result::Result<u8, ::core::fmt::Error> {
            ::core::result::Result::Ok(n)
        }

        #[start]
        async fn other(&self, n: u8) -> u8 {
            n
        }

        #[start(times = 3, limit = 2, first = 1)]
        #[retry(times = 1)]
        async fn several(&self) -> ::core::result::Result<u8, ::core::fmt::Error> {
            ::core::result::Result::Ok(1)
        }

        #[listen(quorum(2, one, other, several::Err))]
        async fn two(&self) -> u8 {
            2
        }

        #[listen(or(one, other))]
        fn first(&self, n: u8) -> u8 {
            n
        }

        #[listen(one::Err)]
        fn report(&self) {}
    }
}

fn main() {}

//! A flow written by a macro of the user's.

use flow_core::prelude::*;

macro_rules! counting_flow {
    ($name:ident, $first:ident, $ty:ty, $add:expr) => {
        struct $name;

        #[flow]
        impl $name {
            #[start]
            async fn $first(&self, n: $ty) -> $ty {
                n + $add
            }

            #[listen($first)]
            async fn last(&self, n: $ty) -> $ty {
                n * 2
            }
        }
    };
}

counting_flow!(Bytes, first, u8, 1);
counting_flow!(Words, begin, u32, 40);

fn main() {
    assert_eq!(futures::executor::block_on(Bytes.run(2)).unwrap(), 6);
    assert_eq!(futures::executor::block_on(Words.run(2)).unwrap(), 84);
}

//! `vis` says who sees `run` and the output.

#![deny(warnings, unreachable_pub, missing_docs)]

use flow_core::prelude::*;

mod inner {
    use flow_core::prelude::*;

    pub(crate) struct Hidden;

    #[flow(vis = pub(crate))]
    impl Hidden {
        #[start]
        fn one(&self) -> u8 {
            1
        }

        #[start]
        fn two(&self) -> u8 {
            2
        }
    }
}

struct Private;

#[flow(vis = pub(self))]
impl Private {
    #[start]
    fn one(&self) {}
}

fn main() {
    let output: inner::HiddenOutput = futures::executor::block_on(inner::Hidden.run()).unwrap();
    assert_eq!((output.one, output.two), (1, 2));
    futures::executor::block_on(Private.run()).unwrap();
}

//! Flows that come out of macros of the user's, with names from both sides.

#![allow(dead_code)]

macro_rules! all_flows {
    ($flow:ident) => {
        use ::flow_core::$flow;

        // CONSTRUCTS
    };
}

all_flows!(flow);

macro_rules! one_flow {
    ($name:ident, $first:ident, $input:ident: $ty:ty, $verdict:ident :: $yes:ident, $error:ty, $crate_:path) => {
        pub struct $name;

        pub enum $verdict {
            $yes($ty),
            Otherwise,
        }

        #[flow(crate = $crate_)]
        impl $name {
            #[start]
            #[retry(times = 1)]
            async fn $first(&self, $input: $ty, out: $ty) -> ::core::result::Result<$ty, $error> {
                ::core::result::Result::Ok($input + out)
            }

            #[router($first)]
            async fn watch(&self, $input: $ty) -> $verdict {
                if $input > 0 { $verdict::$yes($input) } else { $verdict::Otherwise }
            }

            #[listen(watch::$yes)]
            async fn $input(&self, value: $ty, #[from($first)] $first: &$ty) -> $ty {
                value + $first
            }

            #[listen(or(watch::Otherwise, $first::Err {}))]
            fn otherwise(&self) -> ::std::vec::Vec<$ty> {
                ::std::vec::Vec::new()
            }

            #[listen(each(otherwise))]
            async fn each_one(&self, item: &$ty) -> $ty {
                *item
            }
        }
    };
}

one_flow!(Bytes, first, watch_it: u8, Choice::Yes, ::core::fmt::Error, ::flow_core);
one_flow!(Words, out_of, item: u32, Decision::Accept, ::std::io::Error, flow_core);

#[::tokio::main(flavor = "current_thread")]
async fn main() {
    all().await.unwrap();
    assert_eq!(Bytes.run(1, 2).await.unwrap().watch_it, Some(6));
}

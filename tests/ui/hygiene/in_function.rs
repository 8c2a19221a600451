//! Flows in a function, and in a block in it.

#![allow(dead_code)]

fn main() {
    {
        use ::flow_core::flow;

        // CONSTRUCTS

        ::tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(all()).unwrap();
    }
}

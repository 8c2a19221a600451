#![doc = include_str!("../README.md")]

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod context;
mod error;
mod flow;
mod mesh;
pub mod observe;
mod runner;

pub use flow_graph::Graph;
pub use flow_graph::model;
pub use flow_graph::render;
#[doc(inline)]
pub use flow_macros::{blocking, flow, listen, must_finish, retry, router, spawn, start, subflow, timeout};

pub use crate::__private::Unobserved;
pub use crate::context::Context;
pub use crate::error::{BoxError, Cause, FlowError, FlowErrorKind, ItemsFailed, TimedOut};
pub use crate::flow::Flow;

/// Everything a crate with flows needs in scope.
///
/// ```
/// use flow_core::prelude::*;
///
/// struct Greeting;
///
/// #[flow]
/// impl Greeting {
///     #[start]
///     async fn greet(&self, name: &str) -> String {
///         format!("hello {name}")
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let greeting: Result<String, FlowError> = Greeting.run("world").await;
/// assert_eq!(greeting.unwrap(), "hello world");
/// # }
/// ```
pub mod prelude {
    pub use flow_macros::{
        blocking, flow, listen, must_finish, retry, router, spawn, start, subflow, timeout,
    };

    pub use crate::context::Context;
    pub use crate::error::{FlowError, FlowErrorKind};
    pub use crate::flow::Flow;
}

//! One test, both schedules.

/// A flow and a test of it, run on the schedule that the flow would get and on the mesh.
///
/// ```
/// use flow_core::prelude::*;
/// use flow_tests::{Log, both_schedules};
///
/// both_schedules! {
///     struct Greeting { log: Log }
///
///     #[flow]
///     impl Greeting {
///         #[start]
///         async fn greet(&self) { self.log.step("greet", 5).await; }
///     }
///
///     async fn a_step_runs() {
///         let log = Log::new();
///         Greeting { log: log.clone() }.run().await.unwrap();
///         assert_eq!(log.lines(), ["0 greet begins", "5 greet ends"]);
///     }
/// }
/// # fn main() {}
/// ```
///
/// This makes the tests `a_step_runs::regions` and `a_step_runs::mesh`. Further items may follow, for both.
///
/// They run on one thread, with tokio's clock paused. `#![runtime(flavor = "multi_thread", worker_threads = 2)]` in
/// front of it all says otherwise, in the words of `tokio::test`.
#[macro_export]
macro_rules! both_schedules {
    (
        #![runtime($($runtime:tt)*)]

        $(#[$attr:meta])*
        struct $name:ident $fields:tt

        #[flow $(($($options:tt)*))?]
        impl $flow:ident { $($steps:tt)* }

        $(#[$doc:meta])*
        async fn $test:ident() $body:block

        $($items:item)*
    ) => {
        $(#[$doc])*
        mod $test {
            use super::*;

            #[::tokio::test($($runtime)*)]
            async fn regions() {
                $($items)*

                $(#[$attr])*
                struct $name $fields

                #[flow $(($($options)*))?]
                impl $flow { $($steps)* }

                $body
            }

            #[::tokio::test($($runtime)*)]
            async fn mesh() {
                $($items)*

                $(#[$attr])*
                struct $name $fields

                #[flow(schedule = "mesh" $(, $($options)*)?)]
                impl $flow { $($steps)* }

                $body
            }
        }
    };
    ($(#[$attr:meta])* struct $($rest:tt)*) => {
        $crate::both_schedules! {
            #![runtime(start_paused = true)]

            $(#[$attr])*
            struct $($rest)*
        }
    };
}

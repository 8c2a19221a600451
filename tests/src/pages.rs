//! The pages that users read: their Rust is compiled and run as documentation tests.

#[doc = include_str!("../../README.md")]
mod readme {}

#[doc = include_str!("../../docs/language.md")]
mod language {
    #[doc = include_str!("../../docs/language/errors.md")]
    mod errors {}

    #[doc = include_str!("../../docs/language/fan_out.md")]
    mod fan_out {}

    #[doc = include_str!("../../docs/language/loops.md")]
    mod loops {}

    #[doc = include_str!("../../docs/language/policies.md")]
    mod policies {}

    #[doc = include_str!("../../docs/language/routes.md")]
    mod routes {}

    #[doc = include_str!("../../docs/language/running.md")]
    mod running {}

    #[doc = include_str!("../../docs/language/state.md")]
    mod state {}

    #[doc = include_str!("../../docs/language/subflows.md")]
    mod subflows {}

    #[doc = include_str!("../../docs/language/tasks.md")]
    mod tasks {}

    #[doc = include_str!("../../docs/language/triggers.md")]
    mod triggers {}

    #[doc = include_str!("../../docs/language/values.md")]
    mod values {}

    #[doc = include_str!("../../docs/language/watching.md")]
    mod watching {}
}

//! The cases of the semantics' page.

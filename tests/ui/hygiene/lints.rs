//! Every lint there is, those aside that the code of a user says something to by itself.

#![warn(warnings, missing_docs, unused, unreachable_pub, unsafe_code, unused_qualifications, unused_results)]
#![warn(single_use_lifetimes, unused_lifetimes, elided_lifetimes_in_paths, let_underscore_drop, let_underscore)]
#![warn(rust_2018_idioms, rust_2021_compatibility, rust_2024_compatibility, future_incompatible, nonstandard_style)]
#![warn(refining_impl_trait, keyword_idents, explicit_outlives_requirements, non_ascii_idents, redundant_imports)]
#![warn(redundant_lifetimes, trivial_casts, trivial_numeric_casts, unit_bindings, unnameable_types)]
#![warn(unused_extern_crates, unused_import_braces, unused_macro_rules, variant_size_differences)]
#![warn(absolute_paths_not_starting_with_crate, closure_returning_async_block, impl_trait_redundant_captures)]
#![warn(macro_use_extern_crate, meta_variable_misuse, private_bounds, private_interfaces, async_fn_in_trait)]
#![warn(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
// The user's own.
#![allow(
    clippy::absolute_paths,
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    clippy::arbitrary_source_item_ordering,
    clippy::as_conversions,
    clippy::blanket_clippy_restriction_lints,
    clippy::default_numeric_fallback,
    clippy::duration_suboptimal_units,
    clippy::exhaustive_enums,
    clippy::field_scoped_visibility_modifiers,
    clippy::future_not_send,
    clippy::implicit_return,
    clippy::missing_assert_message,
    clippy::missing_const_for_fn,
    clippy::missing_docs_in_private_items,
    clippy::missing_inline_in_public_items,
    clippy::missing_panics_doc,
    clippy::missing_trait_methods,
    clippy::needless_pass_by_value,
    clippy::pattern_type_mismatch,
    clippy::pub_with_shorthand,
    clippy::pub_without_shorthand,
    clippy::question_mark_used,
    clippy::redundant_pub_crate,
    clippy::ref_option,
    clippy::shadow_reuse,
    clippy::single_call_fn,
    clippy::single_char_lifetime_names,
    clippy::std_instead_of_alloc,
    clippy::trivially_copy_pass_by_ref,
    clippy::unused_async,
    clippy::unused_self
)]

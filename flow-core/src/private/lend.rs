//! References to several values, or to one that is there as the analysis knows. Functions, because what methods of that
//! kind are called is what traits of the user's have.

use core::ops::Deref;

/// What is there.
#[track_caller]
pub fn certain<T>(value: &Option<T>) -> &T {
    value.as_ref().unwrap_or_else(|| super::impossible())
}

/// A reference to each.
pub fn each_ref<T>(values: &[T]) -> Vec<&T> {
    values.iter().collect()
}

/// A reference to each that is there.
pub fn each_ref_any<T>(values: &[Option<T>]) -> Vec<Option<&T>> {
    values.iter().map(Option::as_ref).collect()
}

/// What each guard or reference gives.
pub fn each_deref<T: Deref>(values: &[T]) -> Vec<&T::Target> {
    values.iter().map(|value| &**value).collect()
}

/// What each guard or reference that is there gives.
pub fn each_deref_any<T: Deref>(values: &[Option<T>]) -> Vec<Option<&T::Target>> {
    values.iter().map(Option::as_deref).collect()
}

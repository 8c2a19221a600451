//! The text of an error whose type need not have one.

use core::fmt::{Debug, Display};

/// An error that is to be described. What `describe!` calls is the first of the traits below that the error's type
/// allows, because method calls prefer fewer dereferences. The method has a name that no other trait's has.
pub struct Describe<'a, T: ?Sized>(pub &'a T);

/// It has a text.
pub trait ByDisplay {
    /// The text.
    fn __flow_text(&self) -> Option<String>;
}

impl<T: Display + ?Sized> ByDisplay for &&Describe<'_, T> {
    fn __flow_text(&self) -> Option<String> {
        Some(self.0.to_string())
    }
}

/// It can be shown to a programmer.
pub trait ByDebug {
    /// What the programmer sees.
    fn __flow_text(&self) -> Option<String>;
}

impl<T: Debug + ?Sized> ByDebug for &Describe<'_, T> {
    fn __flow_text(&self) -> Option<String> {
        Some(format!("{:?}", self.0))
    }
}

/// Nothing is known of it.
pub trait Opaque {
    /// Nothing.
    fn __flow_text(&self) -> Option<String>;
}

impl<T: ?Sized> Opaque for Describe<'_, T> {
    fn __flow_text(&self) -> Option<String> {
        None
    }
}

/// The text of the error behind a reference: its `Display`, else its `Debug`, else `None`. Without an error, a closure
/// that gives it.
#[doc(hidden)]
#[macro_export]
macro_rules! describe {
    () => {
        |__error| $crate::describe!(__error)
    };
    ($error:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{ByDebug as _, ByDisplay as _, Opaque as _};
        (&&&$crate::__private::Describe($error)).__flow_text()
    }};
}

/// What broke a step, as text. Without it, a closure that gives it.
#[doc(hidden)]
#[macro_export]
macro_rules! describe_broken {
    () => {
        |__broken| $crate::describe_broken!(__broken)
    };
    ($broken:expr) => {
        $crate::__private::Broken::text($broken, $crate::describe!())
    };
}

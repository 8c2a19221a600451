//! Traits that every type implements, with methods of all names that generated code calls or might: by value, by shared
//! and by exclusive reference. A method call finds one that takes the value itself before any that borrows it.

#![allow(dead_code, unused_imports)]

/// Declares a trait with each method.
macro_rules! each {
    ($declare:ident) => {
        $declare! {
            // The standard library's.
            clone into from map map_err and_then ok_or unwrap unwrap_or unwrap_or_else is_some is_none is_ok is_err
            ok err as_ref as_mut as_deref as_pin_mut iter into_iter iter_mut collect next poll deref deref_mut borrow
            to_owned to_string fmt eq cmp hash drop default try_from try_into push extend pop get set insert
            remove take replace swap lock read write load store await_it get_mut into_inner into_future filter enumerate zip
            // Flow's own.
            step done result retrying item branch context polled decided losing settled iteration started cancelled
            wake succeeded failed broken stop is_set is_lost lost_to decision runs turned turns_to winner arrivals arrived
            entered came_back put take_any cloned cloned_any lend lend_any lend_part clear into_any again number attempts
            begin_poll decide poll_done cancel feed becomes fan_out into_failure into_error text found accept
            spawn spawn_fallible block block_fallible finish deadline timeout cancelled_by observed_by within
            handled timed_out verdict outline draft judge graph new of
        }
    };
}

mod by_value {
    use ::flow_core::flow;

    macro_rules! by_value {
        ($($name:ident)*) => {
            pub trait Everything: ::core::marker::Sized { $(fn $name(self) {})* }
            impl<T> Everything for T {}
        };
    }
    each!(by_value);

    // CONSTRUCTS
}

mod by_reference {
    use ::flow_core::flow;

    macro_rules! by_reference {
        ($($name:ident)*) => {
            pub trait Everything { $(fn $name(&self) {})* }
            impl<T: ?::core::marker::Sized> Everything for T {}
        };
    }
    each!(by_reference);

    // CONSTRUCTS
}

mod by_exclusive_reference {
    use ::flow_core::flow;

    macro_rules! by_exclusive_reference {
        ($($name:ident)*) => {
            pub trait Everything { $(fn $name(&mut self) {})* }
            impl<T: ?::core::marker::Sized> Everything for T {}
        };
    }
    each!(by_exclusive_reference);

    // CONSTRUCTS
}

mod without_self {
    use ::flow_core::flow;

    macro_rules! without_self {
        ($($name:ident)*) => {
            pub trait Everything { $(fn $name() {})* }
            impl<T: ?::core::marker::Sized> Everything for T {}
        };
    }
    each!(without_self);

    // CONSTRUCTS
}

fn main() {}

//! Steps that run once for each item of a collection, or several times: `each(…)` and `times = …`.

mod collections;
mod failures;
mod first;
mod items;
mod places;
mod times;
mod values;

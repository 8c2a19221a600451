//! Steps and inputs with the names of generated locals, and steps whose names with a suffix are other steps' names.

#![allow(dead_code)]

use ::flow_core::flow;

pub struct Steps;

#[flow]
impl Steps {
    #[start]
    async fn watch(&self, watch: u8, tasks: u8, this: &u8) -> ::core::result::Result<u8, ::core::fmt::Error> {
        ::core::result::Result::Ok(watch + tasks + this)
    }

    #[start]
    async fn tasks(&self, stop: ::std::string::String, owned: u8, out: u8) -> u8 {
        owned + out + u8::try_from(stop.len()).unwrap()
    }

    #[listen(or(watch, tasks))]
    async fn this(&self, control: u8) -> u8 {
        control
    }

    #[listen(and(watch, tasks))]
    async fn control(&self, watch: &u8, out: u8) -> u8 {
        watch + out
    }

    #[listen(watch::Err)]
    fn watch_error(&self, error: ::core::fmt::Error) -> u8 {
        let _ = error;
        0
    }

    #[listen(control)]
    async fn out(&self, owned: u8) -> ::std::vec::Vec<u8> {
        ::std::vec::Vec::from([owned])
    }

    #[listen(each(out), limit = 2)]
    #[timeout("1s")]
    #[retry(times = 1)]
    async fn items(&self, item: u8, #[from(tasks)] index: u8, #[context] cx: ::flow_core::Context<'_>) -> u8 {
        cx.emit(index);
        item
    }

    #[listen(each(out))]
    async fn item(&self, items: u8, #[from(tasks)] out: &u8) -> u8 {
        items + out
    }

    #[listen(and(items, item))]
    async fn index(&self, value0: &[u8], arg0: ::std::vec::Vec<u8>) -> usize {
        value0.len() + arg0.len()
    }

    #[start]
    #[must_finish]
    async fn stop(&self, failures: u8, cx: u8, phase: &u8, flow: u8, options: u8) -> u8 {
        failures + cx + phase + flow + options
    }
}

/// The names in a flow whose state is owned.
pub struct Owned;

#[flow]
impl Owned {
    #[start]
    #[spawn]
    async fn tasks(self: ::std::sync::Arc<Self>, tasks: u8, owned: u8) -> u8 {
        tasks + owned
    }

    #[start]
    #[blocking]
    fn owned(this: u8, watch: u8) -> u8 {
        this + watch
    }

    #[listen(and(tasks, owned))]
    async fn rt(&self, tasks: u8, owned: u8) -> u8 {
        tasks + owned
    }
}

/// The names in a loop, with state that changes.
pub struct Loop {
    state: u8,
}

pub enum Route {
    Again(u8),
    Done(u8),
}

#[flow]
impl Loop {
    #[start]
    async fn error(&mut self, run: u8, runner: u8, value: u8, result: u8) -> u8 {
        self.state = 1;
        run + runner + value + result
    }

    #[listen(or(error, turn::Again))]
    async fn rounds(&mut self, turn: u8) -> u8 {
        turn
    }

    #[router(rounds)]
    async fn turn(&self, route: u8) -> Route {
        if route > 2 { Route::Done(route) } else { Route::Again(route) }
    }

    #[listen(turn::Done)]
    async fn turn_first(&self, done: u8) -> u8 {
        done
    }
}

fn main() {}

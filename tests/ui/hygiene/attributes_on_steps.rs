//! What attributes do to steps.

#![deny(warnings, clippy::all)]

use std::panic::Location;
use std::sync::Mutex;

use flow_core::prelude::*;
use traced::traced;

static TRACE: Mutex<Vec<&str>> = Mutex::new(Vec::new());

fn trace(name: &'static str) {
    TRACE.lock().unwrap().push(name);
}

pub struct Steps;

#[flow]
impl Steps {
    #[traced]
    #[start]
    async fn above(&self, n: u8) -> Result<u8, std::fmt::Error> {
        Ok(n)
    }

    #[listen(above)]
    #[traced]
    async fn below(&self, n: u8) -> Vec<u8> {
        vec![n; 2]
    }

    #[traced]
    #[listen(each(below))]
    #[timeout("1s")]
    #[retry(times = 1)]
    async fn between(&self, n: u8) -> Result<u8, std::fmt::Error> {
        Ok(n)
    }

    #[listen(between)]
    #[expect(unused_variables, reason = "one message is expected, and there is one")]
    #[track_caller]
    fn called(&self, all: &[u8]) -> u32 {
        Location::caller().line()
    }

    #[listen(above)]
    #[allow(unused_variables, clippy::needless_return)]
    #[inline]
    #[cold]
    #[doc(hidden)]
    #[must_use]
    async fn others(&self, #[expect(unused_mut)] mut n: u8) -> u8 {
        return 1;
    }

    #[listen(above)]
    #[cfg_attr_like::nothing]
    fn by_path(&self) {}
}

/// An attribute macro under a path.
mod cfg_attr_like {
    pub use traced::traced as nothing;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let output = Steps.run(7).await.unwrap();
    assert_eq!(output.others, 1);
    let mut trace = TRACE.lock().unwrap().clone();
    trace.sort_unstable();
    assert_eq!(trace, ["above", "below", "between", "between", "by_path"]);
    let line = Steps.called(&[]);
    assert_eq!(line, line!() - 1);
}

//! Attributes and comments on steps are kept, and code of ours that uses what they mark says nothing.

use ::flow_core::flow;

/// A type that nobody should use any more.
#[deprecated = "use another"]
#[derive(Clone, Debug)]
pub struct Old(pub u8);

/// A flow.
pub struct Kept;

#[allow(deprecated)]
#[flow]
impl Kept {
    /// Documented.
    #[deprecated(since = "0.1.0", note = "call the flow")]
    #[inline]
    #[start]
    async fn begin(&self, old: Old) -> Old {
        old
    }

    #[must_use = "it is"]
    #[inline(always)]
    #[listen(begin)]
    #[allow(non_snake_case)]
    fn Middle(&self, #[allow(unused_variables, unused_mut)] mut Older: Old) -> Old {
        Older
    }

    #[cold]
    #[track_caller]
    #[listen(Middle)]
    #[expect(clippy::unused_self, reason = "it is a step")]
    fn end(&self, old: &Old) -> u8 {
        old.0
    }
}

fn main() {
    let _ = Kept;
}

//! Nothing has to be `Send`, `Sync` or `'static`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use flow_core::prelude::*;

struct Local<'a> {
    count: &'a Cell<u32>,
}

#[flow]
impl<'a> Local<'a> {
    #[start]
    async fn left(&self) -> Rc<str> {
        self.count.set(self.count.get() + 1);
        Rc::from("left")
    }

    #[start]
    async fn right(&self) -> Rc<RefCell<Vec<u8>>> {
        self.count.set(self.count.get() + 1);
        Rc::default()
    }

    #[listen(and(left, right))]
    async fn both(&self, left: &str, right: Rc<RefCell<Vec<u8>>>) -> Rc<RefCell<Vec<u8>>> {
        right.borrow_mut().extend(left.as_bytes());
        right
    }
}

fn main() {
    let count = Cell::new(0);
    let bytes = futures::executor::block_on(Local { count: &count }.run()).unwrap();
    assert_eq!((bytes.borrow().as_slice(), count.get()), (&b"left"[..], 2));
}

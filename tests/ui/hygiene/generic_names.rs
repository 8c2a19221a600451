//! Types, lifetimes and modules under the names of generated type parameters, lifetimes, types and modules.

#![allow(dead_code, non_camel_case_types)]

use ::flow_core::flow;

pub mod rt {
    #[derive(Clone)]
    pub struct Value(pub u8);
}

pub struct T0(pub u8);
pub struct T1(pub u8);
pub struct S(pub u8);
pub struct O(pub u8);
pub struct P(pub u8);
pub struct W(pub u8);
pub struct PLAN(pub u8);
pub struct STEPS(pub u8);
pub struct NamesRunner(pub u8);

pub struct Names<'flow>(pub &'flow u8);

#[flow]
impl<'flow> Names<'flow> {
    #[start]
    #[must_finish]
    async fn own(&self, n: NamesRunner) -> &'flow u8 {
        let _ = n;
        self.0
    }
}

pub struct Types;

#[flow]
impl Types {
    #[start]
    fn module(&self, s: S, o: O, p: P, w: W) -> rt::Value {
        rt::Value(s.0 + o.0 + p.0 + w.0)
    }

    #[listen(module)]
    async fn back(&self, value: rt::Value, #[from(module)] again: &rt::Value) -> rt::Value {
        rt::Value(value.0 + again.0)
    }

    #[start]
    fn zero(&self) -> T1 {
        T1(0)
    }

    #[start]
    fn one(&self, plan: PLAN, steps: STEPS) -> T0 {
        T0(plan.0 + steps.0)
    }
}

// CONSTRUCTS

fn main() {}

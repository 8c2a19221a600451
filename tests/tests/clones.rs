//! How often a value is cloned: never where its last user can have it.

use flow_core::prelude::*;
use flow_tests::{Counted, Log, both_schedules};

both_schedules! {
    struct Chain {}

    #[flow]
    impl Chain {
        #[start]
        async fn a(&self, value: Counted) -> Counted { value }
        #[listen(a)]
        async fn b(&self, value: Counted) -> Counted { value }
        #[listen(b)]
        async fn c(&self, value: &Counted) -> u32 { value.clones() }
        #[listen(c)]
        async fn d(&self, _clones: u32, #[from(b)] value: Counted) -> Counted { value }
    }

    async fn a_chain_moves() {
        assert_eq!(Chain {}.run(Counted::default()).await.unwrap().clones(), 0);
    }
}

both_schedules! {
    struct Borrowers { log: Log }

    #[flow]
    impl Borrowers {
        #[start]
        async fn a(&self) -> Counted { Counted::default() }
        #[listen(a)]
        async fn b(&self, _value: &Counted) { self.log.step("b", 10).await; }
        #[listen(a)]
        async fn c(&self, _value: &Counted) { self.log.step("c", 5).await; }
        #[listen(and(b, c))]
        async fn d(&self, #[from(a)] value: Counted) -> Counted { value }
    }

    async fn borrowers_that_have_finished_do_not_count() {
        assert_eq!(Borrowers { log: Log::new() }.run().await.unwrap().clones(), 0);
    }
}

both_schedules! {
    struct Owners { log: Log }

    #[flow]
    impl Owners {
        #[start]
        async fn a(&self) -> Counted { Counted::default() }
        #[listen(a)]
        async fn b(&self, value: Counted) -> Counted {
            self.log.step("b", 5).await;
            value
        }
        #[listen(a)]
        async fn c(&self, value: Counted) -> Counted {
            self.log.step("c", 5).await;
            value
        }
        #[listen(a)]
        async fn d(&self, value: Counted) -> Counted {
            self.log.step("d", 5).await;
            value
        }
        #[listen(and(b, c, d))]
        async fn j(&self, all: (Counted, Counted, Counted)) -> u32 { all.2.clones() }
    }

    async fn of_owners_beside_each_other_all_but_the_last_clone() {
        assert_eq!(Owners { log: Log::new() }.run().await.unwrap(), 2);
    }
}

both_schedules! {
    struct Beside { log: Log }

    #[flow]
    impl Beside {
        #[start]
        async fn a(&self) -> Counted { Counted::default() }
        #[listen(a)]
        async fn owner(&self, value: Counted) -> Counted { value }
        #[listen(a)]
        async fn borrower(&self, value: &Counted) -> u32 {
            self.log.step("borrower", 5).await;
            value.clones()
        }
    }

    async fn an_owner_beside_a_borrower_clones() {
        let output = Beside { log: Log::new() }.run().await.unwrap();
        assert_eq!((output.owner.clones(), output.borrower), (1, 1));
    }
}

both_schedules! {
    struct Routes { left: bool }

    #[flow]
    impl Routes {
        #[start]
        async fn a(&self) -> Counted { Counted::default() }
        #[router(a)]
        async fn judge(&self, _value: &Counted) -> Way { if self.left { Way::Left } else { Way::Right } }
        #[listen(judge::Left)]
        async fn left(&self, #[from(a)] value: Counted) -> Counted { value }
        #[listen(judge::Right)]
        async fn right(&self, #[from(a)] value: Counted) -> Counted { value }
        #[listen(or(left, right))]
        async fn end(&self, value: Counted) -> Counted { value }
    }

    async fn owners_that_exclude_one_another_both_move() {
        for left in [true, false] {
            assert_eq!(Routes { left }.run().await.unwrap().clones(), 0);
        }
    }

    enum Way { Left, Right }
}

both_schedules! {
    struct Variants {}

    #[flow]
    impl Variants {
        #[router]
        async fn judge(&self) -> Verdict { Verdict::Good(Counted::default(), Counted::default()) }
        #[listen(judge::Good)]
        async fn good(&self, a: Counted, b: Counted) -> Counted {
            drop(a);
            b
        }
    }

    async fn the_fields_of_a_variant_move() {
        assert_eq!(Variants {}.run().await.unwrap().clones(), 0);
    }

    enum Verdict { Good(Counted, Counted) }
}

both_schedules! {
    struct Race { log: Log }

    #[flow]
    impl Race {
        #[start]
        async fn fast(&self) -> Counted {
            self.log.step("fast", 5).await;
            Counted::default()
        }
        #[start]
        async fn slow(&self) -> Counted {
            self.log.step("slow", 10).await;
            Counted::default()
        }
        #[listen(or(fast, slow))]
        async fn h(&self, value: Counted) -> Counted { value }
    }

    async fn the_winners_value_moves() {
        assert_eq!(Race { log: Log::new() }.run().await.unwrap().clones(), 0);
    }
}

both_schedules! {
    struct Loop {}

    #[flow]
    impl Loop {
        #[start]
        async fn a(&self) -> (u32, Counted) { (0, Counted::default()) }
        #[router(or(a, work::Again))]
        async fn work(&self, (n, value): (u32, Counted)) -> Turn {
            if n < 5 { Turn::Again((n + 1, value)) } else { Turn::Done(value) }
        }
        #[listen(work::Done)]
        async fn end(&self, value: Counted) -> Counted { value }
    }

    async fn a_way_back_moves() {
        assert_eq!(Loop {}.run().await.unwrap().clones(), 0);
    }

    enum Turn { Again((u32, Counted)), Done(Counted) }
}

both_schedules! {
    struct Inputs {}

    #[flow]
    impl Inputs {
        #[start]
        async fn a(&self, value: Counted) -> Counted { value }
        #[start]
        async fn b(&self, value: Counted) -> Counted { value }
        #[listen(and(a, b))]
        async fn end(&self, a: Counted, _b: Counted) -> Counted { a }
    }

    async fn an_input_is_cloned_for_all_starts_but_the_last() {
        assert_eq!(Inputs {}.run(Counted::default()).await.unwrap().clones(), 1);
    }
}

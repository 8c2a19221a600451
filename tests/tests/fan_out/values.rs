//! How often collections, items and what stands beside them are cloned.

use flow_core::prelude::*;
use flow_tests::{Counted, Log, both_schedules};

both_schedules! {
    struct Moved {}

    #[flow]
    impl Moved {
        #[start]
        async fn plan(&self) -> Vec<Counted> { vec![Counted::default(), Counted::default()] }
        #[listen(each(plan))]
        async fn work(&self, it: Counted) -> Counted { it }
        #[listen(work)]
        async fn all(&self, all: Vec<Counted>) -> Vec<Counted> { all }
    }

    async fn the_last_who_needs_a_collection_moves_it_and_its_items() {
        let all = Moved {}.run().await.unwrap();
        assert_eq!(all.iter().map(Counted::clones).collect::<Vec<_>>(), [0, 0]);
    }
}

both_schedules! {
    struct Twice { log: Log }

    #[flow]
    impl Twice {
        #[start]
        async fn plan(&self) -> Vec<Counted> { vec![Counted::default(), Counted::default()] }
        #[listen(each(plan))]
        async fn one(&self, it: Counted) -> Counted {
            self.log.step("one", 5).await;
            it
        }
        #[listen(each(plan))]
        async fn two(&self, it: Counted) -> Counted {
            self.log.step("two", 5).await;
            it
        }
    }

    async fn of_two_owners_one_clones_the_collection() {
        let output = Twice { log: Log::new() }.run().await.unwrap();
        let clones: Vec<_> = output.one.iter().chain(&output.two).map(Counted::clones).collect();
        assert_eq!(clones, [1, 1, 1, 1]);
    }
}

both_schedules! {
    struct Lent { log: Log }

    #[flow]
    impl Lent {
        #[start]
        async fn plan(&self) -> Vec<Counted> { vec![Counted::default(), Counted::default()] }
        #[listen(each(plan))]
        async fn look(&self, it: &Counted) -> u32 {
            self.log.step("look", 5).await;
            it.clones()
        }
        #[listen(each(plan))]
        async fn ignore(&self) { self.log.step("ignore", 5).await; }
        #[listen(and(look, ignore))]
        async fn all(&self, clones: Vec<u32>, #[from(plan)] plan: Vec<Counted>) -> (Vec<u32>, u32) {
            (clones, plan[0].clones())
        }
    }

    async fn who_borrows_or_counts_the_items_clones_nothing() {
        assert_eq!(Lent { log: Log::new() }.run().await.unwrap(), (vec![0, 0], 0));
    }
}

both_schedules! {
    struct Beside { log: Log }

    #[flow]
    impl Beside {
        #[start]
        async fn prompt(&self) -> Counted { Counted::default() }
        #[listen(prompt)]
        async fn plan(&self) -> Vec<u32> { vec![1, 2, 3] }
        #[listen(each(plan))]
        async fn owned(&self, #[from(prompt)] prompt: Counted, n: u32, #[from(plan)] plan: &[u32]) -> u32 {
            self.log.step("owned", 1).await;
            drop(prompt);
            n * 10 + plan.len() as u32
        }
        #[listen(owned)]
        async fn clones(&self, owned: Vec<u32>, #[from(prompt)] prompt: &Counted) -> (Vec<u32>, u32) {
            (owned, prompt.clones())
        }
    }

    async fn what_is_read_by_value_beside_an_item_is_cloned_for_each() {
        let (owned, clones) = Beside { log: Log::new() }.run().await.unwrap();
        assert_eq!(owned, [13, 23, 33]);
        // One for each item; and one for `clones`, which reads it later, is not needed: it borrows.
        assert!((3..=4).contains(&clones), "{clones} clones");
    }
}

both_schedules! {
    struct BesideByReference { log: Log }

    #[flow]
    impl BesideByReference {
        #[start]
        async fn prompt(&self) -> Counted { Counted::default() }
        #[listen(prompt)]
        async fn plan(&self) -> Vec<u32> { vec![1, 2, 3] }
        #[listen(each(plan))]
        async fn lent(&self, n: u32, #[from(prompt)] prompt: &Counted) -> u32 {
            self.log.step("lent", 1).await;
            n + prompt.clones()
        }
    }

    async fn what_is_read_by_reference_beside_an_item_is_not() {
        assert_eq!(BesideByReference { log: Log::new() }.run().await.unwrap(), [1, 2, 3]);
    }
}

both_schedules! {
    struct Optional { there: bool }

    #[flow]
    impl Optional {
        #[router(ends(None))]
        async fn hint(&self) -> Option<u32> { self.there.then_some(100) }
        #[listen(hint::Some)]
        async fn more(&self, hint: u32) -> u32 { hint }
        #[listen(or(more, hint::None {}))]
        async fn plan(&self) -> Vec<u32> { vec![1, 2] }
        #[listen(each(plan))]
        async fn work(&self, n: u32, #[from(more)] more: Option<u32>, #[from(hint)] hint: &Option<u32>) -> u32 {
            n + more.unwrap_or_default() + hint.unwrap_or_default()
        }
    }

    async fn what_may_not_have_run_can_be_read_beside_an_item() {
        assert_eq!(Optional { there: true }.run().await.unwrap(), [201, 202]);
        assert_eq!(Optional { there: false }.run().await.unwrap(), [1, 2]);
    }
}

//! `times = n`: the same step several times.

use flow_core::Context;
use flow_core::prelude::*;
use flow_tests::{Broken, Counted, Log, both_schedules};

both_schedules! {
    struct Vote { log: Log }

    #[flow]
    impl Vote {
        #[start(times = 3)]
        async fn ask(&self, prompt: &str, #[context] cx: Context<'_>) -> String {
            let item = cx.item().unwrap();
            self.log.item("ask", item, 30 - 10 * item as u64).await;
            format!("{prompt}{item}")
        }
        #[listen(ask)]
        async fn count(&self, answers: Vec<String>) -> String { answers.join(",") }
    }

    async fn a_start_runs_several_times_and_its_values_are_in_order() {
        let log = Log::new();
        assert_eq!(Vote { log: log.clone() }.run("q").await.unwrap(), "q0,q1,q2");
        assert_eq!((log.items_ended("ask"), log.most_at_once(), log.now()), (vec![2, 1, 0], 3, 30));
    }
}

both_schedules! {
    struct Bounded { log: Log }

    #[flow]
    impl Bounded {
        #[start]
        async fn text(&self) -> String { "t".to_string() }
        #[listen(text, times = 5, limit = 2, first = 3)]
        async fn ask(&self, text: &str) -> usize {
            self.log.step("ask", 10).await;
            text.len()
        }
    }

    async fn with_a_limit_and_first() {
        let log = Log::new();
        assert_eq!(Bounded { log: log.clone() }.run().await.unwrap(), [1, 1, 1]);
        assert_eq!((log.most_at_once(), log.now()), (2, 20));
        assert!(log.begun().len() <= 4, "{log:?}");
    }
}

both_schedules! {
    struct Clones { log: Log }

    #[flow]
    impl Clones {
        #[start]
        async fn value(&self) -> Counted { Counted::default() }
        #[listen(value, times = 4)]
        async fn owned(&self, value: Counted) -> Counted {
            self.log.step("owned", 5).await;
            value
        }
        #[listen(owned)]
        async fn count(&self, all: Vec<Counted>) -> (usize, u32) { (all.len(), all[0].clones()) }
    }

    async fn each_run_gets_a_clone_of_its_own() {
        assert_eq!(Clones { log: Log::new() }.run().await.unwrap(), (4, 4));
    }
}

both_schedules! {
    struct Inputs { log: Log }

    #[flow]
    impl Inputs {
        #[start(times = 2)]
        async fn ask(&self, value: Counted, text: &str) -> (u32, usize) {
            self.log.step("ask", 5).await;
            (value.clones(), text.len())
        }
    }

    async fn inputs_are_cloned_for_each_run() {
        let value = Counted::default();
        let run = Inputs { log: Log::new() };
        assert_eq!(run.run(value, "abc").await.unwrap(), [(2, 3), (2, 3)]);
    }
}

both_schedules! {
    struct Joined {}

    #[flow]
    impl Joined {
        #[start]
        fn a(&self) -> u32 { 1 }
        #[start]
        fn b(&self) -> String { "b".to_string() }
        #[listen(and(a, b), times = 2)]
        fn each(&self, a: u32, b: &str) -> String { format!("{a}{b}") }
        #[listen(and(a, b), times = 2)]
        fn tuple(&self, all: (u32, String)) -> String { format!("{}{}", all.0, all.1) }
        #[listen(or(a, b), times = 2)]
        fn first(&self, it: It) -> u32 { it.0 }
    }

    async fn any_trigger_can_run_a_step_several_times() {
        let output = Joined {}.run().await.unwrap();
        assert_eq!((output.each, output.tuple), (vec!["1b".to_string(); 2], vec!["1b".to_string(); 2]));
        assert_eq!(output.first, [1, 1]);
    }

    #[derive(Clone)]
    struct It(u32);
    impl From<u32> for It {
        fn from(it: u32) -> It { It(it) }
    }
    impl From<String> for It {
        fn from(it: String) -> It { It(it.len() as u32) }
    }
}

both_schedules! {
    struct Failing { log: Log }

    #[flow]
    impl Failing {
        #[start(times = 3)]
        async fn ask(&self, #[context] cx: Context<'_>) -> Result<usize, Broken> {
            let item = cx.item().unwrap();
            self.log.item("ask", item, 10 * (1 + item as u64)).await;
            if item == 1 { Err(Broken("it")) } else { Ok(item) }
        }
    }

    async fn failures_are_those_of_items() {
        let log = Log::new();
        let error = Failing { log: log.clone() }.run().await.unwrap_err();
        assert_eq!((error.step(), error.item(), log.now()), ("ask", Some(1), 20));
        assert_eq!(log.items_dropped("ask"), [2]);
    }
}

both_schedules! {
    struct Once {}

    #[flow]
    impl Once {
        #[start(times = 1)]
        async fn ask(&self) -> u8 { 1 }
    }

    async fn once_is_a_vec_of_one() {
        assert_eq!(Once {}.run().await.unwrap(), [1]);
    }
}

//! Who can watch: closures, streams, several at a time; and what a step hands them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flow_core::Context;
use flow_core::observe::{self, Event, Kind, Observer, Recorder};
use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

/// Compiles where it is so.
fn is_send<T: Send>(it: T) -> T {
    it
}

both_schedules! {
    struct Talks { log: Log }

    #[flow]
    impl Talks {
        #[start]
        async fn a(&self, #[context] cx: Context<'_>, word: &str) -> usize {
            cx.emit(word.to_string());
            self.log.step("a", 10).await;
            cx.emit(Words(word.len()));
            word.len()
        }
        #[listen(a)]
        fn b(&self, n: usize, #[context] cx: Context<'_>) -> (usize, bool, String) {
            cx.emit(n);
            let said = format!("{} {} {} {:?}", cx.flow(), cx.step(), cx.attempt(), cx.item());
            (n, cx.is_observed(), said)
        }
    }

    async fn a_step_hands_out_values_of_any_type() {
        let flow = Talks { log: Log::new() };
        let said = "Talks b 1 None".to_string();
        assert_eq!(flow.run("abc").await.unwrap(), (3, false, said.clone()));
        let recorder = Recorder::new();
        assert_eq!(is_send(flow.runner().observed_by(&recorder).run("abc")).await.unwrap(), (3, true, said));
        let events = recorder.events();
        let emitted: Vec<_> = events.iter().filter_map(|event| match &event.kind {
            Kind::Emitted(it) => Some((event.step_name().unwrap(), it)),
            _ => None,
        }).collect();
        assert_eq!(emitted[0].1.downcast_ref::<String>().unwrap(), "abc");
        assert!(emitted[1].1.is::<Words>() && emitted[1].1.type_name().ends_with("Words"));
        assert_eq!(emitted[2].1.clone().downcast::<usize>().unwrap(), Arc::new(3));
        assert_eq!(emitted.iter().map(|it| it.0).collect::<Vec<_>>(), ["a", "a", "b"]);
    }

    struct Words(#[allow(dead_code, reason = "only its type is looked at")] usize);
}

both_schedules! {
    struct Plain { log: Log }

    #[flow]
    impl Plain {
        #[start]
        async fn a(&self) -> u8 {
            self.log.step("a", 10).await;
            1
        }
        #[listen(a)]
        async fn b(&self, a: u8) -> u8 { a }
    }

    async fn closures_tuples_options_boxes_and_arcs_can_watch() {
        let flow = Plain { log: Log::new() };
        let count = AtomicUsize::new(0);
        let lines = Mutex::new(Vec::new());
        let counting = observe::from_fn(|_: &Event| { count.fetch_add(1, Ordering::Relaxed); });
        let writing = observe::from_fn(|event: &Event| lines.lock().unwrap().push(event.to_string()));
        is_send(flow.runner().observed_by((&counting, writing)).run()).await.unwrap();
        assert_eq!((count.load(Ordering::Relaxed), lines.lock().unwrap().len()), (6, 6));
        flow.runner().observed_by(Some(&counting)).run().await.unwrap();
        flow.runner().observed_by(None::<Recorder>).run().await.unwrap();
        assert_eq!(count.load(Ordering::Relaxed), 12);
        let boxed: Box<dyn Observer + Send + '_> = Box::new(&counting);
        is_send(flow.runner().observed_by(boxed).run()).await.unwrap();
        let shared = Arc::new(Recorder::new());
        is_send(flow.runner().observed_by(Arc::clone(&shared)).run()).await.unwrap();
        assert_eq!((count.load(Ordering::Relaxed), shared.events().len()), (18, 6));
    }
}

both_schedules! {
    struct Last {}

    #[flow]
    impl Last {
        #[start]
        fn a(&self) {}
    }

    async fn the_last_one_named_watches() {
        let (one, two) = (Recorder::new(), Recorder::new());
        Last {}.runner().observed_by(&one).observed_by(&two).timeout(Duration::from_secs(1)).run().await.unwrap();
        assert_eq!((one.events().len(), two.events().len()), (0, 4));
    }
}

both_schedules! {
    struct Streamed { log: Log }

    #[flow]
    impl Streamed {
        #[start(times = 3, limit = 1)]
        async fn say(&self, #[context] cx: Context<'_>) {
            self.log.step("say", 10).await;
            cx.emit(cx.item().unwrap());
        }
    }

    async fn a_stream_has_what_was_emitted_at_once_and_ends_with_the_run() {
        let log = Log::new();
        let (observer, mut events) = observe::stream();
        let flow = Streamed { log: log.clone() };
        let run = flow.runner().observed_by(observer).run();
        let listen = async {
            let mut heard = Vec::new();
            while let Some(event) = events.recv().await {
                if let Kind::Emitted(it) = event.kind {
                    heard.push((log.now(), *it.downcast::<usize>().unwrap()));
                }
            }
            heard
        };
        let (result, heard) = tokio::join!(run, listen);
        result.unwrap();
        assert_eq!(heard, [(10, 0), (20, 1), (30, 2)]);
    }
}

both_schedules! {
    struct Held {}

    #[flow]
    impl Held {
        #[start]
        async fn a(&self, #[context] cx: Context<'_>) -> u8 {
            let inner = async move {
                tokio::task::yield_now().await;
                cx.emit("held across an await");
                cx.attempt()
            };
            inner.await as u8
        }
        #[start]
        async fn without_self(#[context] cx: Context<'_>, n: u8) -> u8 {
            cx.emit(n);
            n
        }
        #[listen(and(a, without_self))]
        async fn end<'a>(&self, both: (u8, u8), #[context] cx: Context<'a>) -> u8 {
            cx.emit(());
            both.0 + both.1
        }
    }

    async fn a_context_can_be_held_and_is_no_value() {
        let recorder = Recorder::new();
        let flow = Held {};
        assert_eq!(is_send(flow.runner().observed_by(&recorder).run(2)).await.unwrap(), 3);
        assert_eq!(is_send(flow.run(2)).await.unwrap(), 3);
        assert_eq!(recorder.lines().iter().filter(|line| line.starts_with("emitted")).count(), 3);
    }
}

both_schedules! {
    struct Alone { n: u32 }

    #[flow]
    impl Alone {
        #[start]
        #[retry]
        async fn a(&mut self, #[context] cx: Context<'_>) -> Result<u32, std::fmt::Error> {
            cx.emit("alone");
            self.n += cx.attempt();
            Ok(self.n)
        }
    }

    async fn a_step_with_the_state_to_itself_has_a_context_too() {
        let recorder = Recorder::new();
        assert_eq!(Alone { n: 1 }.runner().observed_by(&recorder).run().await.unwrap(), 2);
        assert!(recorder.lines().contains(&"emitted a: \"alone\"".to_string()));
    }
}

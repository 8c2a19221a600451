//! How values travel from step to step: moved, cloned or borrowed, and what a race or a join makes of them.

use flow_core::prelude::*;
use flow_tests::{Log, both_schedules};

both_schedules! {
    struct Results {}

    #[flow]
    impl Results {
        #[start]
        fn text(&self) -> Result<String, std::fmt::Error> { Ok("text".to_string()) }
        #[listen(text)]
        fn unit(&self, text: &str) -> std::io::Result<()> {
            assert_eq!(text, "text");
            Ok(())
        }
        #[listen(unit)]
        fn nothing(&self) {}
        #[listen(and(nothing, text, unit))]
        fn length(&self, text: &str) -> usize { text.len() }
    }

    async fn a_result_hands_on_its_success_and_unit_carries_nothing() {
        assert_eq!(Results {}.run().await.unwrap(), 4);
    }
}

both_schedules! {
    struct Routes {}

    #[flow]
    impl Routes {
        #[router]
        async fn judge(&self, n: u32) -> Result<Verdict, std::fmt::Error> {
            match n {
                0 => Err(std::fmt::Error),
                1 => Ok(Verdict::Good("one", 1)),
                _ => Ok(Verdict::Bad),
            }
        }
        #[listen(judge::Good)]
        fn good(&self, text: &'static str, n: u8) -> String { format!("{text} {n}") }
        #[listen(judge::Bad)]
        fn bad(&self) -> &'static str { "bad" }
        #[listen(judge::Err)]
        fn failed(&self, error: std::fmt::Error) -> String { error.to_string() }
        #[listen(or(judge::Ok {}, failed))]
        fn end(&self, failed: Option<String>) -> bool { failed.is_some() }
    }

    async fn variants_of_a_fallible_step_are_those_of_its_success() {
        let failed = Routes {}.run(0).await.unwrap();
        assert_eq!((failed.good, failed.bad, failed.end), (None, None, true));
        let good = Routes {}.run(1).await.unwrap();
        assert_eq!((good.good.as_deref(), good.bad, good.end), (Some("one 1"), None, false));
        let bad = Routes {}.run(2).await.unwrap();
        assert_eq!((bad.good, bad.bad, bad.end), (None, Some("bad"), false));
    }

    enum Verdict { Good(&'static str, u8), Bad }
}

both_schedules! {
    struct Tuples {}

    #[flow]
    impl Tuples {
        #[start]
        fn a(&self) -> (u8, u16) { (1, 2) }
        #[start]
        fn b(&self) -> String { "b".to_string() }
        #[listen(a)]
        fn alone(&self, pair: (u8, u16)) -> u16 { u16::from(pair.0) + pair.1 }
        #[listen(and(a, b))]
        fn parameters(&self, pair: &(u8, u16), text: &str) -> String { format!("{pair:?}{text}") }
        #[listen(and(a, b))]
        fn tuple(&self, all: ((u8, u16), String)) -> String { format!("{all:?}") }
    }

    async fn a_tuple_of_one_step_is_one_value() {
        let output = Tuples {}.run().await.unwrap();
        assert_eq!(output.alone, 3);
        assert_eq!(output.parameters, "(1, 2)b");
        assert_eq!(output.tuple, "((1, 2), \"b\")");
    }
}

both_schedules! {
    struct Convert { fast: u64, small: u64 }

    #[flow]
    impl Convert {
        #[start]
        async fn text(&self, log: Log) -> &'static str {
            log.step("text", self.fast).await;
            "text"
        }
        #[start]
        async fn number(&self, log: Log) -> Number {
            log.step("number", self.small).await;
            Number(7)
        }
        #[start]
        async fn answer(&self, log: Log) -> Answer {
            log.step("answer", 20).await;
            Answer("answer".to_string())
        }
        #[listen(or(text, number, answer))]
        async fn first(&self, first: Answer) -> String { first.0 }
    }

    async fn members_of_a_race_become_the_listeners_type() {
        for (fast, small, winner) in [(10, 30, "text"), (30, 10, "7"), (30, 30, "answer")] {
            assert_eq!(Convert { fast, small }.run(Log::new()).await.unwrap(), winner);
        }
    }

    struct Number(u32);
    struct Answer(String);
    impl From<&'static str> for Answer { fn from(text: &'static str) -> Answer { Answer(text.to_string()) } }
    impl From<Number> for Answer { fn from(number: Number) -> Answer { Answer(number.0.to_string()) } }
}

both_schedules! {
    struct Maybe { timer_ms: u64 }

    #[flow]
    impl Maybe {
        #[start]
        async fn timer(&self) { Log::new().step("timer", self.timer_ms).await; }
        #[start]
        async fn value(&self) -> u8 {
            Log::new().step("value", 20).await;
            7
        }
        #[listen(or(timer, value))]
        async fn first(&self, value: Option<u32>) -> Option<u32> { value }
    }

    async fn a_member_that_carries_nothing_makes_the_parameter_an_option() {
        assert_eq!(Maybe { timer_ms: 10 }.run().await.unwrap(), None);
        assert_eq!(Maybe { timer_ms: 30 }.run().await.unwrap(), Some(7));
    }
}

both_schedules! {
    struct Lent { left: u64 }

    #[flow]
    impl Lent {
        #[start]
        async fn left(&self) -> Unmovable {
            Log::new().step("left", self.left).await;
            Unmovable("left")
        }
        #[start]
        async fn right(&self) -> Unmovable {
            Log::new().step("right", 20).await;
            Unmovable("right")
        }
        #[listen(or(left, right))]
        async fn first(&self, first: &Unmovable) -> &'static str { first.0 }
    }

    async fn the_winner_of_a_race_can_be_borrowed() {
        assert_eq!(Lent { left: 10 }.run().await.unwrap(), "left");
        assert_eq!(Lent { left: 30 }.run().await.unwrap(), "right");
    }

    struct Unmovable(&'static str);
}

both_schedules! {
    struct Nested { b_ms: u64, judge: bool }

    #[flow]
    impl Nested {
        #[start]
        async fn a(&self) -> u8 {
            Log::new().step("a", 10).await;
            1
        }
        #[start]
        async fn b(&self) -> char {
            Log::new().step("b", self.b_ms).await;
            'b'
        }
        #[router(ends(None))]
        async fn judge(&self) -> Option<(u8, char)> {
            Log::new().step("judge", 20).await;
            self.judge.then_some((9, 'j'))
        }
        #[listen(or(and(a, b), judge::Some))]
        async fn first(&self, pair: (u8, char)) -> (u8, char) { pair }
    }

    async fn a_join_inside_a_race_is_a_tuple() {
        assert_eq!(Nested { b_ms: 15, judge: true }.run().await.unwrap(), (1, 'b'));
        assert_eq!(Nested { b_ms: 25, judge: true }.run().await.unwrap(), (9, 'j'));
        assert_eq!(Nested { b_ms: 25, judge: false }.run().await.unwrap(), (1, 'b'));
    }
}

both_schedules! {
    struct From_ {}

    #[flow]
    impl From_ {
        #[start]
        async fn config(&self) -> Config { Config("config") }
        #[listen(config)]
        async fn load(&self) -> u8 { 1 }
        #[listen(load)]
        async fn borrowed(&self, load: u8, #[from(config)] config: &Config) -> String { format!("{load} {}", config.0) }
        #[listen(borrowed)]
        async fn owned(&self, #[from(config)] config: Config, text: String) -> (String, Config) { (text, config) }
    }

    async fn from_reads_a_step_further_up() {
        let (text, config) = From_ {}.run().await.unwrap();
        assert_eq!((text.as_str(), config.0), ("1 config", "config"));
    }

    struct Config(&'static str);
}

both_schedules! {
    struct Maybe { here: bool }

    #[flow]
    impl Maybe {
        #[start]
        async fn pick(&self) -> Option<u8> { self.here.then_some(3) }
        #[listen(pick::Some)]
        async fn some(&self, n: u8) -> String { n.to_string() }
        #[listen(pick::None)]
        async fn none(&self) {}
        #[listen(or(some, none))]
        async fn borrowed(&self, #[from(some)] some: Option<&String>) -> usize { some.map_or(0, |it| it.len()) }
        #[listen(borrowed)]
        async fn owned(&self, #[from(some)] some: Option<String>) -> Option<String> { some }
    }

    async fn from_reads_an_option_where_the_step_may_not_have_run() {
        assert_eq!(Maybe { here: true }.run().await.unwrap().as_deref(), Some("3"));
        assert_eq!(Maybe { here: false }.run().await.unwrap(), None);
    }
}

both_schedules! {
    struct Inputs {}

    #[flow]
    impl Inputs {
        #[start]
        async fn b(&self, second: u8, first: String) -> String { format!("{first}{second}") }
        #[start]
        async fn a(&self, first: String, third: &mut Vec<u8>) -> String {
            third.push(1);
            first
        }
        #[listen(and(a, b))]
        async fn c(&self, a: String, b: String) -> String { format!("{a} {b}") }
    }

    async fn inputs_of_one_name_are_one_in_order_of_first_appearance() {
        let mut third = Vec::new();
        let output = Inputs {}.run(2, "first".to_string(), &mut third).await.unwrap();
        assert_eq!((output.as_str(), third), ("first first2", vec![1]));
    }
}

both_schedules! {
    struct Sinks { yes: bool }

    #[flow]
    impl Sinks {
        #[router(ends(No))]
        async fn judge(&self) -> Verdict { if self.yes { Verdict::Yes } else { Verdict::No } }
        #[listen(judge::Yes)]
        async fn sometimes(&self) -> char { 's' }
        #[start]
        async fn always(&self) -> u8 { 1 }
        #[start]
        async fn nothing(&self) {}
    }

    async fn the_output_has_an_option_for_a_sink_that_may_not_run() {
        assert_eq!(Sinks { yes: true }.run().await.unwrap(), SinksOutput { sometimes: Some('s'), always: 1 });
        assert_eq!(Sinks { yes: false }.run().await.unwrap(), SinksOutput { sometimes: None, always: 1 });
    }

    enum Verdict { Yes, No }
}

both_schedules! {
    struct Unit {}

    #[flow]
    impl Unit {
        #[start]
        async fn a(&self) -> u8 { 1 }
        #[listen(a)]
        async fn b(&self) {}
    }

    async fn without_a_sink_that_carries_something_the_output_is_unit() {
        let () = Unit {}.run().await.unwrap();
    }
}

both_schedules! {
    struct Picked { log: Log }

    #[flow(output = a)]
    impl Picked {
        #[start]
        async fn a(&self) -> u8 { 1 }
        #[listen(a)]
        async fn b(&self, a: u8) -> u8 {
            self.log.step("b", 5).await;
            a + 1
        }
        #[listen(b)]
        async fn c(&self, b: u8) -> u8 {
            self.log.step("c", 5).await;
            b + 1
        }
    }

    async fn with_a_picked_output_the_other_sinks_still_run() {
        let log = Log::new();
        assert_eq!(Picked { log: log.clone() }.run().await.unwrap(), 1);
        assert_eq!(log.ended(), ["b", "c"]);
    }
}

both_schedules! {
    struct Borrowed { separator: String }

    #[flow]
    impl Borrowed {
        #[start]
        async fn words<'t>(&self, text: &'t str) -> Vec<&'t str> { text.split(&self.separator).collect() }
        #[listen(words)]
        async fn first<'t>(&self, words: &[&'t str]) -> &'t str { words[0] }
        #[listen(words)]
        fn last<'t>(&self, words: Vec<&'t str>) -> &'t str { words[words.len() - 1] }
        #[start]
        fn separator(&self) -> &str { &self.separator }
    }

    async fn outputs_may_borrow_from_inputs_and_from_the_state() {
        let text = "a-b-c".to_string();
        let flow = Borrowed { separator: "-".to_string() };
        let output = flow.run(&text).await.unwrap();
        assert_eq!((output.first, output.last, output.separator), ("a", "c", "-"));
    }
}

both_schedules! {
    struct Changed { total: u32 }

    #[flow]
    impl Changed {
        #[start]
        async fn numbers(&self) -> Vec<u32> { vec![1, 2, 3] }
        #[listen(numbers)]
        async fn add(&mut self, numbers: &[u32]) { self.total += numbers.iter().sum::<u32>(); }
        #[listen(add)]
        async fn show(&self, #[from(numbers)] numbers: Vec<u32>) -> String { format!("{numbers:?} {}", self.total) }
    }

    async fn a_step_with_the_state_to_itself_can_borrow_a_payload() {
        let mut flow = Changed { total: 10 };
        assert_eq!(flow.run().await.unwrap(), "[1, 2, 3] 16");
        assert_eq!(flow.total, 16);
    }
}

both_schedules! {
    struct Elided;

    #[flow]
    impl Elided {
        #[start]
        async fn words<'t>(&self, text: &'t str) -> Vec<&'t str> { text.split('-').collect() }
        #[listen(words)]
        fn last(words: Vec<&str>) -> &str { words[words.len() - 1] }
    }

    async fn an_output_may_borrow_from_an_input_whose_lifetime_it_does_not_name() {
        let text = "a-b-c".to_string();
        assert_eq!(Elided.run(&text).await.unwrap(), "c");
    }
}

both_schedules! {
    struct TakenTwice;

    #[flow]
    impl TakenTwice {
        #[start]
        async fn fetch(&self, fails: bool) -> Result<String, std::fmt::Error> {
            if fails { Err(std::fmt::Error) } else { Ok("fresh".to_string()) }
        }
        #[listen(fetch::Err)]
        async fn fall_back(&self) -> String { "stale".to_string() }
        #[listen(or(fetch, fall_back))]
        fn show(#[from(fetch)] fetched: Option<String>, text: String) -> String { format!("{text} {fetched:?}") }
    }

    async fn a_step_can_take_a_value_through_a_race_and_read_it_too() {
        assert_eq!(TakenTwice.run(false).await.unwrap(), "fresh Some(\"fresh\")");
        assert_eq!(TakenTwice.run(true).await.unwrap(), "stale None");
    }
}

enum Turn {
    Again(String),
    Done,
}

both_schedules! {
    struct Overlapping;

    #[flow]
    impl Overlapping {
        #[start]
        async fn first(&self) -> String { "a".to_string() }
        #[start]
        async fn other(&self) -> String { "b".to_string() }
        #[listen(or(other, first))]
        async fn watch(&self, text: &str) -> usize { text.len() }
        #[listen(or(first, judge::Again))]
        async fn grow(&self, text: &str) -> String { format!("{text}.") }
        #[router(grow, ends(Done))]
        async fn judge(&self, text: String) -> Turn { if text.len() < 3 { Turn::Again(text) } else { Turn::Done } }
    }

    async fn races_by_reference_may_have_a_member_in_common() {
        assert_eq!(Overlapping.run().await.unwrap(), 1);
    }
}

/// An error that nobody can clone.
#[derive(Debug)]
struct Unique(&'static str);

impl From<Unique> for String {
    fn from(error: Unique) -> String {
        error.0.to_string()
    }
}

both_schedules! {
    struct ReadBeside;

    #[flow]
    impl ReadBeside {
        #[start]
        async fn fetch(&self, fails: bool) -> Result<u8, Unique> { if fails { Err(Unique("down")) } else { Ok(1) } }
        #[listen(fetch)]
        async fn name(&self, number: u8) -> String { format!("number {number}") }
        #[listen(or(fetch::Err, name))]
        fn show(text: String, #[from(fetch)] number: Option<u8>) -> String { format!("{text} {number:?}") }
    }

    async fn an_error_need_not_be_clone_because_its_steps_value_is_read_too() {
        assert_eq!(ReadBeside.run(false).await.unwrap(), "number 1 Some(1)");
        assert_eq!(ReadBeside.run(true).await.unwrap(), "down None");
    }
}

both_schedules! {
    struct Namesakes {}

    #[flow]
    impl Namesakes {
        #[start]
        fn value(&self, input: u8, out: u8, arg0: u8) -> (u8, u8, u8) { (input, out, arg0) }
        #[listen(value)]
        fn out(&self) -> u8 { 4 }
        #[listen(and(value, out))]
        fn both(&self, value: (u8, u8, u8), out: u8) -> [u8; 4] { [value.0, value.1, value.2, out] }
    }

    async fn steps_and_inputs_called_like_locals_keep_their_values() {
        assert_eq!(Namesakes {}.run(1, 2, 3).await.unwrap(), [1, 2, 3, 4]);
    }
}

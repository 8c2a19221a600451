//! Constants, statics, unit structs, variants and functions under the names of locals and of steps. A pattern that is the
//! name of a constant is no local but that constant, wherever it stands.

#![allow(dead_code, non_upper_case_globals, non_camel_case_types)]

/// Declares each name. The steps' own are among them: some macros make a unit struct of each function they stand on.
macro_rules! each {
    ($declare:ident) => {
        $declare! {
            // Words of generated code, and words that it had.
            attempt attempts again args arg0 arg1 arg2 arg3 branch broken control copy cx delay decided described each
            ended entry event failures field flow future gate guard header index input iteration joined lent limit limited
            loops make member members names never next options out outside own owned part parts phase place places plan
            policy polled pending poll ready quorum race result results retry rounds route routes run runner schedule scope
            shared state step steps stop store sink task tasks this turn value value0 value1 value2 value3 values
            variant verdict waiting watch watched winner won work
            // The steps, and what locals of theirs were called.
            outline outline_error outline_result outline_watch outline_out outline_branch outline_value outline_future
            draft_again draft_rounds for_draft for_judge judge judge_accept judge_is_accept judge_revise judge_revise_1
            thumbnail thumbnail_branch thumbnail_value post_branch save save_value count_branch topic_copy0 prompt_copy1
            swift swift_error swift_branch swift_future swift_value steady steady_branch steady_value for_show for_either
            for_two for_two_1 idle show either two report probe vote sum read small large album missing first add keep
            write decide tell list fetch partly first_some decide_some read_error read_result write_value
        }
    };
}

mod constants {
    use ::flow_core::flow;

    macro_rules! constants { ($($name:ident)*) => { $(pub const $name: u8 = 7;)* } }
    each!(constants);

    // CONSTRUCTS
}

mod statics {
    use ::flow_core::flow;

    macro_rules! statics { ($($name:ident)*) => { $(pub static $name: u8 = 7;)* } }
    each!(statics);

    // CONSTRUCTS
}

mod unit_structs {
    use ::flow_core::flow;

    macro_rules! unit_structs { ($($name:ident)*) => { $(pub struct $name;)* } }
    each!(unit_structs);

    // CONSTRUCTS
}

mod tuple_structs {
    use ::flow_core::flow;

    macro_rules! tuple_structs { ($($name:ident)*) => { $(pub struct $name(u8);)* } }
    each!(tuple_structs);

    // CONSTRUCTS
}

mod variants {
    #[allow(unused_imports)]
    use self::Names::*;
    use ::flow_core::flow;

    macro_rules! variants { ($($name:ident)*) => { pub enum Names { $($name,)* } } }
    each!(variants);

    // CONSTRUCTS
}

mod functions {
    use ::flow_core::flow;

    macro_rules! functions { ($($name:ident)*) => { $(pub fn $name() {})* } }
    each!(functions);

    // CONSTRUCTS
}

/// Constants that types of steps are written with, and constant parameters.
mod sizes {
    use ::flow_core::flow;

    pub const PLAN: usize = 2;
    pub const STEPS: usize = 3;
    pub const out: usize = 4;
    pub const first: usize = 5;

    pub struct Sizes<const watch: usize>;

    #[flow]
    impl<const watch: usize> Sizes<watch> {
        #[start]
        async fn first(&self) -> [u8; PLAN] {
            [0; PLAN]
        }

        #[start]
        fn second(&self) -> [u8; STEPS] {
            [0; STEPS]
        }

        #[listen(and(first, second))]
        async fn third(&self, one: &[u8; PLAN], two: [u8; STEPS]) -> [u8; out] {
            [one[0], two[0], 0, watch as u8]
        }

        #[listen(first)]
        async fn fourth(&self, one: &[u8; PLAN]) -> [u8; watch] {
            [one[0]; watch]
        }

        #[listen(and(third, fourth))]
        async fn fifth(&self, third: [u8; out], fourth: [u8; watch]) -> [u8; first] {
            [third[0], fourth[0], 0, 0, 0]
        }
    }
}

#[::tokio::main(flavor = "current_thread")]
async fn main() {
    constants::all().await.unwrap();
    assert_eq!(sizes::Sizes::<6>.run().await.unwrap(), [0; 5]);
}

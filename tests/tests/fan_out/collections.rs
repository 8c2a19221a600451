//! What can be iterated: anything that is `IntoIterator`, or `&` of it.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use flow_core::prelude::*;
use flow_tests::{Broken, both_schedules};

both_schedules! {
    struct Owned {}

    #[flow]
    impl Owned {
        #[start]
        fn map(&self) -> BTreeMap<&'static str, u32> { BTreeMap::from([("a", 1), ("b", 2)]) }
        #[listen(each(map))]
        fn of_map(&self, (name, n): (&'static str, u32)) -> String { format!("{name}{n}") }
        #[start]
        fn hash_map(&self) -> HashMap<String, u32> { HashMap::from([("c".to_string(), 3)]) }
        #[listen(each(hash_map))]
        fn of_hash_map(&self, entry: (String, u32)) -> String { format!("{}{}", entry.0, entry.1) }
        #[start]
        fn deque(&self) -> VecDeque<char> { VecDeque::from(['x', 'y']) }
        #[listen(each(deque))]
        fn of_deque(&self, it: char) -> char { it }
        #[start]
        fn option(&self) -> Option<u8> { Some(1) }
        #[listen(each(option))]
        fn of_option(&self, it: u8) -> u8 { it }
        #[start]
        fn range(&self) -> std::ops::RangeInclusive<u8> { 1..=3 }
        #[listen(each(range))]
        fn of_range(&self, it: u8) -> u8 { it }
        #[start]
        fn boxed(&self) -> Box<[String]> { Box::new(["b".to_string()]) }
        #[listen(each(boxed))]
        fn of_boxed(&self, it: String) -> String { it }
        #[start]
        fn iterator(&self) -> impl Iterator<Item = u32> + use<> { (1..4).map(|n| n * n) }
        #[listen(each(iterator))]
        fn of_iterator(&self, it: u32) -> u32 { it }
    }

    async fn by_value() {
        let output = Owned {}.run().await.unwrap();
        assert_eq!(output, OwnedOutput {
            of_map: vec!["a1".to_string(), "b2".to_string()],
            of_hash_map: vec!["c3".to_string()],
            of_deque: vec!['x', 'y'],
            of_option: vec![1],
            of_range: vec![1, 2, 3],
            of_boxed: vec!["b".to_string()],
            of_iterator: vec![1, 4, 9],
        });
    }
}

both_schedules! {
    struct Lent {}

    #[flow]
    impl Lent {
        #[start]
        fn strings(&self) -> Vec<String> { vec!["a".to_string(), "bb".to_string()] }
        #[listen(each(strings))]
        async fn of_strings(&self, it: &str) -> usize { it.len() }
        #[listen(each(strings))]
        #[allow(clippy::ptr_arg, reason = "that is what the items are")]
        async fn of_strings_too(&self, it: &String) -> usize { it.len() + 1 }
        #[start]
        fn deque(&self) -> VecDeque<char> { VecDeque::from(['x', 'y']) }
        #[listen(each(deque))]
        fn of_deque(&self, it: &char) -> char { *it }
        #[start]
        fn option(&self) -> Option<u8> { None }
        #[listen(each(option))]
        fn of_option(&self, it: &u8) -> u8 { *it }
        #[start]
        fn array(&self) -> [Vec<u8>; 2] { [vec![1], vec![2, 3]] }
        #[listen(each(array))]
        fn of_array(&self, it: &[u8]) -> usize { it.len() }
    }

    async fn by_reference() {
        let output = Lent {}.run().await.unwrap();
        assert_eq!(output, LentOutput {
            of_strings: vec![1, 2],
            of_strings_too: vec![2, 3],
            of_deque: vec!['x', 'y'],
            of_option: vec![],
            of_array: vec![1, 2],
        });
    }
}

both_schedules! {
    struct References { words: Vec<String>, numbers: Arc<[u32]> }

    #[flow]
    impl References {
        #[start]
        fn slice(&self) -> &[String] { &self.words }
        #[listen(each(slice))]
        async fn of_slice(&self, it: &str) -> usize { it.len() }
        #[start]
        fn vec(&self) -> &Vec<String> { &self.words }
        #[listen(each(vec))]
        #[allow(clippy::ptr_arg, reason = "that is what the items are")]
        async fn of_vec(&self, it: &String) -> usize { it.len() }
        #[start]
        fn fixed(&self) -> &'static [u32] { &[1, 2] }
        #[listen(each(fixed))]
        async fn of_fixed(&self, it: &u32) -> u32 { *it }
        #[listen(fixed)]
        async fn also(&self, fixed: &[u32]) -> usize { fixed.len() }
        #[start]
        fn borrows(&self) -> Vec<&u32> { self.numbers.iter().collect() }
        #[listen(each(borrows))]
        async fn of_borrows(&self, it: &u32) -> u32 { *it }
    }

    async fn that_are_references() {
        let words = vec!["a".to_string(), "bb".to_string()];
        let output = References { words, numbers: Arc::new([5, 6]) }.run().await.unwrap();
        assert_eq!(output.of_slice, [1, 2]);
        assert_eq!(output.of_vec, [1, 2]);
        assert_eq!((output.of_fixed, output.also), (vec![1, 2], 2));
        assert_eq!(output.of_borrows, [5, 6]);
    }
}

both_schedules! {
    struct Variants { many: bool }

    #[flow]
    impl Variants {
        #[router]
        async fn judge(&self) -> Verdict {
            if self.many { Verdict::Many(vec![1, 2]) } else { Verdict::One { it: 7 } }
        }
        #[listen(each(judge::Many))]
        async fn many(&self, n: u32) -> u32 { n }
        #[listen(judge::One)]
        async fn one(&self) -> u32 { 0 }
    }

    async fn in_a_field_of_a_variant() {
        let output = Variants { many: true }.run().await.unwrap();
        assert_eq!((output.many, output.one), (Some(vec![1, 2]), None));
        let output = Variants { many: false }.run().await.unwrap();
        assert_eq!((output.many, output.one), (None, Some(0)));
    }

    #[allow(dead_code, reason = "nobody takes what is in `One`")]
    enum Verdict { Many(Vec<u32>), One { it: u32 } }
}

both_schedules! {
    struct Routed { fails: bool }

    #[flow]
    impl Routed {
        #[start]
        async fn find(&self) -> Result<Option<Vec<String>>, Vec<Broken>> {
            if self.fails { Err(vec![Broken("a"), Broken("b")]) } else { Ok(Some(vec!["x".to_string()])) }
        }
        #[listen(each(find::Some))]
        async fn found(&self, it: &str) -> usize { it.len() }
        #[listen(find::None)]
        async fn nothing(&self) -> usize { 0 }
        #[listen(each(find::Err))]
        async fn mend(&self, it: Broken) -> &'static str { it.0 }
    }

    async fn in_a_result_or_its_error() {
        let output = Routed { fails: false }.run().await.unwrap();
        assert_eq!((output.found, output.nothing, output.mend), (Some(vec![1]), None, None));
        let output = Routed { fails: true }.run().await.unwrap();
        assert_eq!((output.found, output.nothing, output.mend), (None, None, Some(vec!["a", "b"])));
    }
}

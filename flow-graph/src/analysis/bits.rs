//! A fixed-size set of small numbers.

/// A set of numbers below a bound that is fixed when the set is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BitSet {
    words: Vec<u64>,
}

impl BitSet {
    /// The empty set of numbers below `bound`.
    pub(crate) fn new(bound: usize) -> BitSet {
        BitSet { words: vec![0; bound.div_ceil(64)] }
    }

    /// The set of some numbers below `bound`.
    pub(crate) fn of(bound: usize, members: impl IntoIterator<Item = usize>) -> BitSet {
        let mut set = BitSet::new(bound);
        for member in members {
            set.insert(member);
        }
        set
    }

    /// Whether the number is in the set.
    pub(crate) fn contains(&self, member: usize) -> bool {
        self.words.get(member / 64).is_some_and(|word| word & (1 << (member % 64)) != 0)
    }

    /// Puts the number in; whether it was not there.
    pub(crate) fn insert(&mut self, member: usize) -> bool {
        let word = &mut self.words[member / 64];
        let before = *word;
        *word |= 1 << (member % 64);
        *word != before
    }

    /// Takes the number out.
    pub(crate) fn remove(&mut self, member: usize) {
        self.words[member / 64] &= !(1 << (member % 64));
    }

    /// Puts all of `other` in.
    pub(crate) fn union(&mut self, other: &BitSet) {
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// Keeps what is also in `other`.
    pub(crate) fn intersect(&mut self, other: &BitSet) {
        for (word, keep) in self.words.iter_mut().zip(&other.words) {
            *word &= keep;
        }
    }

    /// Takes all of `other` out.
    pub(crate) fn subtract(&mut self, other: &BitSet) {
        for (word, out) in self.words.iter_mut().zip(&other.words) {
            *word &= !out;
        }
    }

    /// What is in at least so many of the sets (at least one of which there must be, all below the same bound).
    pub(crate) fn in_at_least<'a>(count: usize, sets: impl Iterator<Item = &'a BitSet> + Clone) -> BitSet {
        let total = sets.clone().count();
        let mut all = sets.clone().cloned();
        let Some(first) = all.next() else { return BitSet::new(0) };
        if count <= 1 {
            return all.fold(first, |mut any, set| {
                any.union(&set);
                any
            });
        }
        if count == total {
            return all.fold(first, |mut every, set| {
                every.intersect(&set);
                every
            });
        }
        let mut result = BitSet::in_at_least(1, sets.clone());
        for member in result.clone().iter() {
            if sets.clone().filter(|set| set.contains(member)).count() < count {
                result.remove(member);
            }
        }
        result
    }

    /// Its numbers, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    index * 64 + bit
                })
            })
        })
    }
}

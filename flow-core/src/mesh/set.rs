//! Sets of small numbers: steps by place, gates in the order of decision.

/// A set of numbers below `64 * WORDS`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Set<const WORDS: usize> {
    words: [u64; WORDS],
}

impl<const WORDS: usize> Set<WORDS> {
    pub(super) const EMPTY: Set<WORDS> = Set { words: [0; WORDS] };

    #[inline]
    pub(super) fn insert(&mut self, number: u16) {
        self.words[usize::from(number / 64)] |= 1 << (number % 64);
    }

    /// Takes a number out; says whether it was in.
    #[inline]
    pub(super) fn remove(&mut self, number: u16) -> bool {
        let word = &mut self.words[usize::from(number / 64)];
        let bit = 1 << (number % 64);
        let was_in = *word & bit != 0;
        *word &= !bit;
        was_in
    }

    #[inline]
    pub(super) fn contains(&self, number: u16) -> bool {
        self.words[usize::from(number / 64)] & 1 << (number % 64) != 0
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Whether a number of this set is in `words` as well.
    #[inline]
    pub(super) fn meets(&self, words: &[u64]) -> bool {
        self.words.iter().zip(words).any(|(own, other)| own & other != 0)
    }

    /// The lowest number.
    #[inline]
    pub(super) fn first(&self) -> Option<u16> {
        lowest(self.words)
    }

    /// The lowest number that is in this set or in the other.
    #[inline]
    pub(super) fn first_of_both(&self, other: &Set<WORDS>) -> Option<u16> {
        let mut both = self.words;
        for (word, more) in both.iter_mut().zip(other.words) {
            *word |= more;
        }
        lowest(both)
    }

    /// Takes the lowest number out.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<u16> {
        let first = self.first()?;
        self.remove(first);
        Some(first)
    }

    /// Takes everything out.
    #[inline]
    pub(super) fn take(&mut self) -> Set<WORDS> {
        std::mem::replace(self, Set::EMPTY)
    }

    /// The numbers in ascending order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u16> + use<WORDS> {
        let mut rest = *self;
        std::iter::from_fn(move || rest.pop())
    }

    /// The numbers in descending order.
    pub(super) fn iter_down(&self) -> impl Iterator<Item = u16> + use<WORDS> {
        let mut rest = *self;
        std::iter::from_fn(move || {
            let last = rest.words.iter().rposition(|word| *word != 0)?;
            let number = (last * 64) as u16 + 63 - rest.words[last].leading_zeros() as u16;
            rest.remove(number);
            Some(number)
        })
    }
}

#[inline]
fn lowest<const WORDS: usize>(words: [u64; WORDS]) -> Option<u16> {
    let mut base = 0;
    for word in words {
        if word != 0 {
            // At most 63.
            return Some(base + word.trailing_zeros() as u16);
        }
        base += 64;
    }
    None
}

/// The numbers of a set of the plan, in ascending order.
pub(super) fn numbers(words: &[u64]) -> impl Iterator<Item = u16> + '_ {
    let bits = |word: u64| (0..64_u16).filter(move |bit| word & 1 << bit != 0);
    words
        .iter()
        .zip((0_u16..).step_by(64))
        .flat_map(move |(word, base)| bits(*word).map(move |bit| base + bit))
}

/// Whether a set of the plan has that number.
#[inline]
pub(super) fn has(words: &[u64], number: u16) -> bool {
    words.get(usize::from(number / 64)).is_some_and(|word| word & 1 << (number % 64) != 0)
}

#[cfg(test)]
mod tests {
    use super::{Set, has, numbers};

    #[test]
    fn numbers_beyond_one_word() {
        let mut set = Set::<3>::EMPTY;
        for number in [130, 63, 64, 0] {
            set.insert(number);
        }
        assert!(set.contains(64) && !set.contains(65));
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 130]);
        assert_eq!(set.iter_down().collect::<Vec<_>>(), [130, 64, 63, 0]);
        assert_eq!(set.pop(), Some(0));
        assert!(set.remove(63) && !set.remove(63));
        let mut other = Set::EMPTY;
        other.insert(7);
        assert_eq!(set.first_of_both(&other), Some(7));
        assert_eq!(set.take().iter().count(), 2);
        assert!(set.is_empty());
    }

    #[test]
    fn sets_of_the_plan() {
        let words = [1 << 63, 1 | 1 << 5];
        assert_eq!(numbers(&words).collect::<Vec<_>>(), [63, 64, 69]);
        assert!(has(&words, 69) && !has(&words, 5) && !has(&words, 200));
    }
}

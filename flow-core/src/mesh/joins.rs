//! Which steps of a mesh of joins have happened.

/// The state of one run of a mesh in which every step waits for all that it names, and runs once. Steps are numbered in
/// topological order; `WORDS` times 64 of them have room.
///
/// ```
/// use flow_core::__private::Joins;
///
/// let mut joins = Joins::<1>::new();
/// joins.happened(0);
/// assert!(joins.have_happened(0, 0b01) && !joins.have_happened(0, 0b11));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Joins<const WORDS: usize> {
    happened: [u64; WORDS],
}

impl<const WORDS: usize> Joins<WORDS> {
    /// Nothing has happened.
    #[must_use]
    pub const fn new() -> Joins<WORDS> {
        Joins { happened: [0; WORDS] }
    }

    /// Whether all steps of a mask have succeeded. Its lowest bit stands for step `64 * word`.
    #[inline]
    #[must_use]
    pub const fn have_happened(&self, word: usize, mask: u64) -> bool {
        self.happened[word] & mask == mask
    }

    /// A step has succeeded.
    #[inline]
    pub const fn happened(&mut self, step: usize) {
        self.happened[step / 64] |= 1 << (step % 64);
    }
}

impl<const WORDS: usize> Default for Joins<WORDS> {
    fn default() -> Joins<WORDS> {
        Joins::new()
    }
}

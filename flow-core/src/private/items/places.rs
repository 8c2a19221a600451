//! Places for futures that do not move, many in one allocation.
//!
//! A slice cannot be pinned element by element without `unsafe`, a struct can. So small futures lie in blocks of sixteen, and
//! where there are many in blocks of sixteen blocks. Large ones have an allocation each: they do enough for it to be nothing, and
//! a block of them would be made on the stack.

use core::pin::Pin;

use pin_project_lite::pin_project;

/// Futures of more bytes have an allocation each.
const LARGE: usize = 256;

/// So many lie in a block.
const BLOCK: usize = 16;

/// So many places are in blocks of their own. What comes after them is in blocks of blocks.
const FEW: usize = BLOCK * BLOCK;

pin_project! {
    /// A place.
    #[project = PlaceProjection]
    pub(super) struct Place<F> {
        // The item that is in it, or was last.
        pub(super) item: usize,
        #[pin]
        pub(super) future: Option<F>,
    }
}

/// What a block is made of.
trait Empty {
    fn empty() -> Self;
}

impl<F> Empty for Place<F> {
    fn empty() -> Place<F> {
        Place { item: 0, future: None }
    }
}

macro_rules! block {
    ($($index:literal: $part:ident),+ or $last:ident) => {
        pin_project! {
            struct Block<T> {
                $(#[pin] $part: T,)+
                #[pin] $last: T,
            }
        }

        impl<T: Empty> Empty for Block<T> {
            fn empty() -> Block<T> {
                Block { $($part: T::empty(),)+ $last: T::empty() }
            }
        }

        impl<T> Block<T> {
            #[inline]
            fn part(self: Pin<&mut Self>, index: usize) -> Pin<&mut T> {
                let this = self.project();
                match index % BLOCK {
                    $($index => this.$part,)+
                    _ => this.$last,
                }
            }
        }
    };
}

block! {
    0: a, 1: b, 2: c, 3: d, 4: e, 5: f, 6: g, 7: h, 8: i, 9: j, 10: k, 11: l, 12: m, 13: n, 14: o or p
}

/// Blocks, each in an allocation.
type Blocks<T> = Vec<Pin<Box<Block<T>>>>;

/// Places for futures.
pub(super) struct Places<F> {
    len: usize,
    large: Vec<Pin<Box<Place<F>>>>,
    blocks: Blocks<Place<F>>,
    blocks_of_blocks: Blocks<Block<Place<F>>>,
}

impl<F> Places<F> {
    const ARE_LARGE: bool = size_of::<F>() > LARGE;

    pub(super) const fn new() -> Places<F> {
        Places { len: 0, large: Vec::new(), blocks: Vec::new(), blocks_of_blocks: Vec::new() }
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// A new place, which is empty.
    pub(super) fn add(&mut self) -> usize {
        let place = self.len;
        self.len += 1;
        if Self::ARE_LARGE {
            self.large.push(Box::pin(Empty::empty()));
        } else if place < FEW {
            if place.is_multiple_of(BLOCK) {
                self.blocks.push(Box::pin(Empty::empty()));
            }
        } else if place.is_multiple_of(FEW) {
            self.blocks_of_blocks.push(Box::pin(Empty::empty()));
        }
        place
    }

    #[inline]
    pub(super) fn get(&mut self, place: usize) -> PlaceProjection<'_, F> {
        let place = if Self::ARE_LARGE {
            self.large[place].as_mut()
        } else if place < FEW {
            self.blocks[place / BLOCK].as_mut().part(place)
        } else {
            self.blocks_of_blocks[place / FEW - 1].as_mut().part(place / BLOCK).part(place)
        };
        place.project()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each_place_is_one_that_stays<const SIZE: usize>() {
        let mut places = Places::<[usize; SIZE]>::new();
        let mut addresses = Vec::new();
        for index in 0..2_000 {
            assert_eq!(places.add(), index);
            let mut place = places.get(index);
            assert!(place.future.is_none(), "place {index} is new");
            *place.item = index;
            place.future.set(Some([index; SIZE]));
            addresses.push(std::ptr::from_ref(place.future.as_ref().get_ref()));
        }
        for (index, address) in addresses.into_iter().enumerate() {
            let place = places.get(index);
            assert_eq!((*place.item, *place.future), (index, Some([index; SIZE])));
            assert_eq!(std::ptr::from_ref(place.future.as_ref().get_ref()), address);
        }
    }

    #[test]
    fn each_small_place_is_one_that_stays() {
        each_place_is_one_that_stays::<3>();
    }

    #[test]
    fn each_large_place_is_one_that_stays() {
        each_place_is_one_that_stays::<40>();
    }
}

//! A pair of words → what was found when they were last compared, while there is room.

use crate::lexicon::WordMatch;

/// Places at first, and at most.
const PLACES_MIN: usize = 1 << 8;
const PLACES_MAX: usize = 1 << 18;

/// A cache of bounded size: each pair of words has one place, which the latest pair takes.
#[derive(Debug, Default)]
pub(super) struct Matches {
    places: Vec<Option<Known>>,
    taken: usize,
}

/// What is known of a pair of words: what was found, or that their odds are not above the least.
#[derive(Debug, Clone, Copy)]
struct Known {
    pair: (u32, u32),
    least: f32,
    found: Option<WordMatch>,
}

impl Matches {
    /// What is known of a pair, or else found now, if their odds are above `least`.
    pub(super) fn get(
        &mut self,
        pair: (u32, u32),
        least: f32,
        find: impl FnOnce() -> Option<WordMatch>,
    ) -> Option<WordMatch> {
        if self.taken * 2 >= self.places.len() && self.places.len() < PLACES_MAX {
            self.grow();
        }
        let place = place(pair, self.places.len());
        match &self.places[place] {
            Some(known)
                if known.pair == pair && (known.found.is_some() || known.least <= least) =>
            {
                known.found.filter(|found| found.odds > least)
            }
            other => {
                self.taken += usize::from(other.is_none());
                let found = find();
                self.places[place] = Some(Known { pair, least, found });
                found
            }
        }
    }

    fn grow(&mut self) {
        let size = (self.places.len() * 4).clamp(PLACES_MIN, PLACES_MAX);
        let old = std::mem::replace(&mut self.places, vec![None; size]);
        self.taken = 0;
        for known in old.into_iter().flatten() {
            let place = &mut self.places[place(known.pair, size)];
            self.taken += usize::from(place.is_none());
            *place = Some(known);
        }
    }
}

/// The place of a pair among a power of two of them.
fn place((left, right): (u32, u32), size: usize) -> usize {
    let key = u64::from(left) << 32 | u64::from(right);
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (size - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_does_not_depend_on_what_is_kept() {
        let found = |(left, right): (u32, u32)| WordMatch {
            odds: (left * 1_000 + right) as f32,
            ..WordMatch::none()
        };
        let mut matches = Matches::default();
        for least in [400_000.0, 200_000.0, 500_000.0] {
            for pair in (0..800).flat_map(|left| (0..800).map(move |right| (left, right))) {
                let above = Some(found(pair)).filter(|found| found.odds > least);
                assert_eq!(matches.get(pair, least, || above), above);
            }
        }
        assert!(matches.places.len() <= PLACES_MAX);
    }
}

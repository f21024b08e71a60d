//! A seed → numbers that look random and are the same everywhere (SplitMix64: Steele, Lea & Flood
//! 2014, "Fast splittable pseudorandom number generators").

/// A source of chance. Two dice of one seed throw the same.
#[derive(Debug, Clone)]
pub(crate) struct Dice {
    state: u64,
}

impl Dice {
    /// Dice of their own for each place in a run: what one place throws does not move another.
    pub(crate) fn new(seed: u64, place: u64) -> Self {
        let mut dice = Self { state: seed ^ place.wrapping_mul(0xD1B5_4A32_D192_ED03) };
        dice.next();
        dice.state ^= place;
        dice
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to 1, 1 left out.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something of this probability happens.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A number below `count`; 0 where there is none.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        ((self.unit() * count as f64) as usize).min(count.saturating_sub(1))
    }

    /// A number from `least` to `most`, both possible.
    pub(crate) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most + 1 - least)
    }

    /// How often in a row something of this probability happens, `most` times at most.
    pub(crate) fn run(&mut self, probability: f64, most: usize) -> usize {
        (0..most).take_while(|_| self.chance(probability)).count()
    }

    /// One of the list.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    /// The list in another order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_throw_equally_and_places_apart() {
        let throws = |seed, place| {
            let mut dice = Dice::new(seed, place);
            (0..20).map(|_| dice.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(throws(1, 7), throws(1, 7));
        assert_ne!(throws(1, 7), throws(1, 8));
        assert_ne!(throws(1, 7), throws(2, 7));
    }

    #[test]
    fn chance_is_about_as_often_as_it_says() {
        let mut dice = Dice::new(3, 0);
        let often = (0..10_000).filter(|_| dice.chance(0.3)).count();
        assert!((2_700..3_300).contains(&often), "{often}");
    }
}

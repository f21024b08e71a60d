//! The weights of the features, in bits, from a table that the trainer writes.

use super::features::{FEATURES, NAMES};

/// A weight for each feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    values: [f64; FEATURES],
}

impl Weights {
    /// Weights from the lines of `data/model/names.txt`: `feature<TAB>bits`.
    ///
    /// # Errors
    /// The first line that names no feature or has no number, counted from 1.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut values = [0.0; FEATURES];
        for (number, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let parsed = line.split_once('\t').and_then(|(name, bits)| {
                let index = NAMES.iter().position(|known| *known == name)?;
                Some((index, bits.parse().ok()?))
            });
            let (index, bits) = parsed.ok_or(number + 1)?;
            values[index] = bits;
        }
        Ok(Self { values })
    }

    /// The weights that come with the library.
    #[must_use]
    pub fn bundled() -> Self {
        // That the table parses is held by a test of this file.
        Self::parse(include_str!("../../data/model/names.txt"))
            .unwrap_or(Self { values: [0.0; FEATURES] })
    }

    /// Bits of some parts of the features.
    #[must_use]
    pub fn bits(&self, parts: &[(usize, f64)]) -> f64 {
        parts.iter().map(|&(index, value)| self.values[index] * value).sum()
    }

    /// Bits of all features.
    #[must_use]
    pub fn total(&self, features: &[f64; FEATURES]) -> f64 {
        self.values.iter().zip(features).map(|(weight, value)| weight * value).sum()
    }

    /// The weight of one feature.
    #[must_use]
    pub fn of(&self, index: usize) -> f64 {
        self.values[index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_table_parses() {
        assert!(Weights::parse(include_str!("../../data/model/names.txt")).is_ok());
        assert_eq!(Weights::parse("shape\t1\nno\t2\n"), Err(2));
    }
}

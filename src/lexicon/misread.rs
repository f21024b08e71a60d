//! `data/names/misread.txt` → how many letters of a word a scanner would have to misread for another.

use rustc_hash::FxHashMap;

/// Letters that print alike.
#[derive(Debug, Clone)]
struct Alike {
    one: String,
    other: String,
    /// Alike as capitals only.
    at_start: bool,
}

/// All letters that print alike, by their first letters.
#[derive(Debug, Default)]
pub(crate) struct Misreadings {
    by_first: FxHashMap<(char, char), Vec<Alike>>,
}

/// A word of which more was misread is not worth a guess.
const ERRORS_MAX: usize = 3;
/// Letters of a word for each that was misread.
const LETTERS_EACH: usize = 3;

impl Misreadings {
    /// Reads lines of letters and their likes; see the head of the table.
    pub(crate) fn parse(text: &str) -> Self {
        let mut misreadings = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((one, others)) = line.split_once('\t') else { continue };
            let (one, at_start) =
                one.strip_prefix('^').map_or((one, false), |letters| (letters, true));
            for other in others.split(", ") {
                misreadings.add(one, other, at_start);
                misreadings.add(other, one, at_start);
            }
        }
        misreadings
    }

    fn add(&mut self, one: &str, other: &str, at_start: bool) {
        let (Some(first), Some(second)) = (one.chars().next(), other.chars().next()) else {
            return;
        };
        let alike = Alike { one: one.to_owned(), other: other.to_owned(), at_start };
        self.by_first.entry((first, second)).or_default().push(alike);
    }

    /// How many misreadings make one word of the other, if few do.
    pub(crate) fn errors(&self, one: &str, other: &str) -> Option<usize> {
        let letters = one.len().min(other.len());
        self.within(one, other, true, ERRORS_MAX.min(letters / LETTERS_EACH))
    }

    fn within(&self, one: &str, other: &str, at_start: bool, most: usize) -> Option<usize> {
        let alike = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
        let alike: usize = alike.map(|(letter, _)| letter.len_utf8()).sum();
        let (one, other) = (&one[alike..], &other[alike..]);
        if one.is_empty() && other.is_empty() {
            return Some(0);
        }
        let most = most.checked_sub(1)?;
        let first = (one.chars().next()?, other.chars().next()?);
        let rest = |alike_: &Alike| {
            let here = !alike_.at_start || (at_start && alike == 0);
            let rest = (one.strip_prefix(&alike_.one)?, other.strip_prefix(&alike_.other)?);
            here.then(|| self.within(rest.0, rest.1, false, most)).flatten()
        };
        let errors = self.by_first.get(&first)?.iter().filter_map(rest).min();
        errors.map(|errors| errors + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled() -> Misreadings {
        Misreadings::parse(include_str!("../../data/names/misread.txt"))
    }

    #[test]
    fn letters_that_print_alike_are_misread_both_ways() {
        let misreadings = bundled();
        for (one, other, errors) in [
            ("vladirnir", "vladimir", Some(1)),
            ("gcorg", "georg", Some(1)),
            ("guftav", "gustav", Some(1)),
            ("ilanna", "hanna", Some(1)),
            ("vonnet", "bonnet", Some(1)),
            ("strefemann", "stresemann", Some(1)),
            ("hanna", "hanna", Some(0)),
            ("иоснф", "иосиф", Some(1)),
            ("turganov", "turpanov", None),
            ("berik", "serik", None),
            // Capitals are alike at the beginning only.
            ("sebald", "sevald", None),
            ("", "ii", None),
        ] {
            assert_eq!(misreadings.errors(one, other), errors, "{one} {other}");
            assert_eq!(misreadings.errors(other, one), errors, "{other} {one}");
        }
    }

    #[test]
    fn the_table_has_each_pair_once_and_none_of_a_letter_with_itself() {
        for (letters, found) in &bundled().by_first {
            assert_ne!(letters.0, letters.1);
            let mut pairs: Vec<_> = found.iter().map(|one| (&one.one, &one.other)).collect();
            let before = pairs.len();
            pairs.sort_unstable();
            pairs.dedup();
            assert_eq!(pairs.len(), before, "{letters:?}");
        }
    }
}

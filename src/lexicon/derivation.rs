//! Elements by which family names are derived → which names have one base.
//!
//! Turpan-ov, Turpan-bay-ev and Turpan-uly are different family names of one base: a person may
//! have changed one for the other by law or habit, and relatives may bear different ones. Grades
//! say how much is stripped: a Russian suffix, or an element of a compound name.

use rustc_hash::FxHashMap;

use super::paradigms::ENDING_LETTERS_MAX;

/// What is stripped to reach the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DerivedEnding {
    /// The element (bay, bek …) counted from 1; 0 for none.
    pub(crate) element: u16,
    /// Whether a Russian suffix follows, in any case and gender, or a native one.
    pub(crate) suffix: Suffix,
}

/// What follows base and element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Suffix {
    Bare,
    Russian,
    Native,
}

/// All endings that are stripped.
#[derive(Debug, Default)]
pub(crate) struct Derivation {
    endings: FxHashMap<String, DerivedEnding>,
    /// How family names go on from one base, each that is a name of its own by its number.
    apart: FxHashMap<String, u16>,
}

/// Shortest base that is compared, in letters.
const BASE_LETTERS_MIN: usize = 4;
/// The same where two names go on differently.
const APART_LETTERS_MIN: usize = 3;
/// Longest element with its suffix.
const LETTERS_MAX: usize = ENDING_LETTERS_MAX + 6;

/// Russian suffixes in all cases and genders, in cognate romanization.
const RUSSIAN: [&str; 26] = [
    "ov", "ova", "ovu", "ovym", "ove", "ovoy", "ovoi", "ev", "eva", "evu", "evym", "eve", "evoy",
    "yev", "yeva", "yevu", "yevym", "iev", "ieva", "in", "ina", "inu", "inym", "off", "eff", "ow",
];

impl Derivation {
    /// Reads `data/names/derivation.txt`: lines `element FORM FORM …` (spellings of one element)
    /// `native FORM FORM …` and `apart FORM FORM …`.
    pub(crate) fn parse(text: &str) -> Self {
        let mut derivation = Self::default();
        derivation.add("", 0);
        let mut element = 0;
        let mut apart = 0;
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            match words.next() {
                Some("element") => {
                    element += 1;
                    words.for_each(|form| derivation.add(form, element));
                }
                Some("native") => words.for_each(|form| derivation.add_native(form)),
                Some("apart") => {
                    apart += 1;
                    derivation.apart.extend(words.map(|form| (form.to_owned(), apart)));
                }
                _ => {}
            }
        }
        derivation
    }

    fn add(&mut self, form: &str, element: u16) {
        let bare = DerivedEnding { element, suffix: Suffix::Bare };
        self.endings.entry(form.to_owned()).or_insert(bare);
        for suffix in RUSSIAN {
            let ending = DerivedEnding { element, suffix: Suffix::Russian };
            self.endings.entry(format!("{form}{suffix}")).or_insert(ending);
            // bay + ev is written bayev, baiev and baev.
            if let Some(open) = form.strip_suffix(['y', 'i'])
                && suffix.starts_with('e')
            {
                self.endings.entry(format!("{open}{suffix}")).or_insert(ending);
            }
        }
    }

    fn add_native(&mut self, form: &str) {
        let native = DerivedEnding { element: 0, suffix: Suffix::Native };
        self.endings.entry(form.to_owned()).or_insert(native);
    }

    /// Whether two family names (cognate romanizations) go on from one base as two names do:
    /// Berez-ovsky and Berez-utsky.
    pub(crate) fn are_apart(&self, one: &str, other: &str) -> bool {
        let alike = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        let least = alike.saturating_sub(ENDING_LETTERS_MAX).max(APART_LETTERS_MIN);
        (least..=alike).rev().any(|base| {
            let apart = |word: &str| word.get(base..).and_then(|rest| self.apart.get(rest));
            matches!((apart(one), apart(other)), (Some(one), Some(other)) if one != other)
        })
    }

    /// The derived endings that `word` (a cognate romanization) has, with their lengths.
    pub(crate) fn endings(&self, word: &str) -> Vec<(usize, DerivedEnding)> {
        let longest = LETTERS_MAX.min(word.len().saturating_sub(BASE_LETTERS_MIN));
        (0..=longest)
            .filter_map(|letters| {
                let ending = self.endings.get(word.get(word.len() - letters..)?)?;
                Some((letters, *ending))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_stripped_to_a_base_of_four_letters() {
        let derivation = Derivation::parse("element bay bai\nnative uly\n");
        let letters = |word: &str| -> Vec<usize> {
            derivation.endings(word).into_iter().map(|(letters, _)| letters).collect()
        };
        assert_eq!(letters("turpanbayev"), [0, 2, 3, 5]);
        assert_eq!(letters("ivov"), [0]);
    }

    #[test]
    fn family_names_of_one_base_that_go_on_differently_are_apart() {
        let derivation = Derivation::parse(include_str!("../../data/names/derivation.txt"));
        for (one, other, apart) in [
            ("berezovsky", "berezutsky", true),
            ("wisniewski", "wisnowski", true),
            ("marchenko", "marchuk", true),
            ("popovskogo", "popova", true),
            ("gorshkovskiy", "gorshkovym", true),
            ("petrovsky", "petrovskaya", false),
            ("petrovskomu", "petrovskoy", false),
            ("orlova", "orlovym", false),
            ("gorbachev", "gorbachov", false),
            ("berezovsky", "berezovskiy", false),
            ("turpanov", "turganov", false),
        ] {
            assert_eq!(derivation.are_apart(one, other), apart, "{one} {other}");
            assert_eq!(derivation.are_apart(other, one), apart, "{other} {one}");
        }
    }
}

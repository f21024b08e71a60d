//! What each standard or habit writes for each character → by which a name can be written so.

use super::lists::Spellings;
use crate::transliterate::explain::plain;

/// No token has a reading of more letters.
const LETTERS_MAX: usize = 64;

/// A standard or habit, and the spellings that it has for each character.
pub(super) struct Way {
    pub(super) standard: &'static str,
    pub(super) slots: Vec<Spellings>,
}

/// The standards of the ways that write `wanted`, each once.
pub(super) fn writing(ways: &[Way], wanted: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for way in ways {
        if !found.contains(&way.standard) && way.writes(wanted) {
            found.push(way.standard);
        }
    }
    found
}

impl Way {
    fn writes(&self, wanted: &str) -> bool {
        if self.slots.is_empty() {
            return false;
        }
        let written = |from: Ends, slot: &Spellings| from.after(slot.iter().copied(), wanted);
        self.slots.iter().fold(Ends::START, written).has(wanted.len())
    }
}

/// The letters of a word that spellings so far can end at.
#[derive(Clone, Copy)]
pub(super) struct Ends(u128);

impl Ends {
    pub(super) const NONE: Self = Self(0);
    /// Before the first letter.
    pub(super) const START: Self = Self(1);

    pub(super) fn has(self, end: usize) -> bool {
        end <= LETTERS_MAX && self.0 >> end & 1 == 1
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those before which a letter stands.
    pub(super) fn preceded_by(self, letter: &str, wanted: &str) -> Self {
        let ends = wanted.match_indices(letter).map(|(at, found)| at + found.len());
        Self(ends.filter(|end| self.has(*end)).fold(0, |all, end| all | 1 << end))
    }

    /// Where one more spelling ends.
    pub(super) fn after<'s>(self, spellings: impl Iterator<Item = &'s str>, wanted: &str) -> Self {
        if self.0 == 0 {
            return self;
        }
        spellings.fold(Self::NONE, |all, spelling| {
            let cleaned;
            let mut letters = spelling;
            if !spelling.bytes().all(|byte| byte.is_ascii_lowercase()) {
                cleaned = plain(spelling);
                letters = &cleaned;
            }
            let mut met = all.0;
            let mut starts = self.0;
            while starts != 0 {
                let start = starts.trailing_zeros() as usize;
                starts &= starts - 1;
                let end = start + letters.len();
                if end <= LETTERS_MAX && wanted.get(start..end) == Some(letters) {
                    met |= 1 << end;
                }
            }
            Self(met)
        })
    }
}

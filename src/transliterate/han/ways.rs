//! What standards and habits write for each character → by which of them a name can be written so.

use super::lists::{self, Surname};
use crate::transliterate::explain::plain;

/// No token has a reading of more letters.
pub(super) const LETTERS_MAX: usize = 63;

/// Standards or habits of one variety, a bit for each.
pub(super) type Set = u8;

/// A name in Han characters, with what every variety wants to know of it.
pub(super) struct Text<'t> {
    pub(super) written: &'t str,
    /// Simplified, separators dropped.
    pub(super) characters: Vec<char>,
    /// The family name that opens it, and how many characters that takes.
    pub(super) surname: Option<(&'static Surname, usize)>,
    /// Whether it is the sound of a foreign name.
    pub(super) is_foreign: bool,
}

impl<'t> Text<'t> {
    pub(super) fn new(written: &'t str, is_foreign: bool) -> Self {
        let characters = lists::simplified(written);
        let surname = lists::surname(&characters);
        Self { written, characters, surname, is_foreign }
    }
}

/// The letters of a spelling that pieces so far can end at, and whose pieces.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    /// By the letters before it.
    by: [Set; LETTERS_MAX + 1],
    /// The places that any standard reached.
    any: u64,
}

impl Ends {
    pub(super) const NONE: Self = Self { by: [0; LETTERS_MAX + 1], any: 0 };

    /// Before the first letter.
    pub(super) fn start(standards: Set) -> Self {
        let mut start = Self { any: 1, ..Self::NONE };
        start.by[0] = standards;
        start
    }

    pub(super) fn is_none(&self) -> bool {
        self.any == 0
    }

    /// Those who wrote so many letters.
    pub(super) fn at(&self, letters: usize) -> Set {
        self.by.get(letters).copied().unwrap_or(0)
    }

    /// The places.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + use<> {
        let any = self.any;
        (0..=LETTERS_MAX).filter(move |place| any >> place & 1 == 1)
    }

    /// Those before which a letter stands.
    pub(super) fn preceded_by(&self, letter: u8, wanted: &[u8]) -> Self {
        let mut those = Self::NONE;
        for place in self.places().filter(|place| *place > 0 && wanted[place - 1] == letter) {
            those.any |= 1 << place;
            those.by[place] = self.by[place];
        }
        those
    }

    /// Adds to `next` where a piece ends that some standards write here; letters from a to z only.
    pub(super) fn write(&self, piece: &str, of: Set, wanted: &[u8], next: &mut Self) {
        let mut starts = self.any;
        while starts != 0 {
            let start = starts.trailing_zeros() as usize;
            starts &= starts - 1;
            let standards = self.by[start] & of;
            let end = start + piece.len();
            if standards != 0 && end <= LETTERS_MAX && wanted[start..].starts_with(piece.as_bytes())
            {
                next.any |= 1 << end;
                next.by[end] |= standards;
            }
        }
    }
}

/// The way through the letters of a spelling, character by character.
pub(super) struct Walk<'w> {
    wanted: &'w [u8],
    ends: Ends,
}

impl<'w> Walk<'w> {
    /// Before the first letter, by these standards.
    pub(super) fn new(wanted: &'w str, standards: Set) -> Self {
        let ends = if wanted.len() > LETTERS_MAX { Ends::NONE } else { Ends::start(standards) };
        Self { wanted: wanted.as_bytes(), ends }
    }

    /// One more character, of which these are the spellings, each with those that have it; whether any standard goes on.
    pub(super) fn step<'s>(&mut self, spellings: impl Iterator<Item = (&'s str, Set)>) -> bool {
        let mut next = Ends::NONE;
        for (spelling, of) in spellings {
            if spelling.bytes().all(|byte| byte.is_ascii_lowercase()) {
                self.ends.write(spelling, of, self.wanted, &mut next);
            } else {
                self.ends.write(&plain(spelling), of, self.wanted, &mut next);
            }
        }
        self.ends = next;
        !next.is_none()
    }

    /// Those who wrote all of it.
    pub(super) fn end(&self) -> Set {
        self.ends.at(self.wanted.len())
    }
}

/// Whether one standard writes it so, which has these spellings for the characters.
pub(super) fn is_written<'s>(
    wanted: &str,
    mut slots: impl Iterator<Item = Option<&'s [&'s str]>>,
) -> bool {
    let mut walk = Walk::new(wanted, 1);
    let mut read = false;
    let goes_on = slots.all(|slot| {
        read = true;
        slot.is_some_and(|slot| walk.step(slot.iter().map(|&spelling| (spelling, 1))))
    });
    goes_on && read && walk.end() != 0
}

//! Tables of bearers per culture → how likely a word is as a name, and what kind of name it is.
//!
//! The build makes the tables of `data/names/frequency` ([`super::lists`]); here words are looked up.

use super::lists::{Beginnings, Table, USAGE, Usage, consonants, key};
use super::paradigms::Genders;
use crate::normalize::Script;

mod tables {
    include!(concat!(env!("OUT_DIR"), "/frequencies.rs"));
}

/// Usage by skeleton, and by consonant skeleton.
#[derive(Debug)]
pub(crate) struct Frequencies {
    words: Table<USAGE>,
    consonants: Table<USAGE>,
    spelled: Table<1>,
    beginnings: Beginnings,
}

impl Frequencies {
    /// The tables that come with the library.
    pub(crate) fn bundled() -> Self {
        Self {
            words: Table::of(tables::WORDS),
            consonants: Table::of(tables::CONSONANTS),
            spelled: Table::of(tables::SPELLED),
            beginnings: Beginnings(tables::BEGINNINGS),
        }
    }

    /// Those of `lists` that tell how a word of this script is borne: names of many peoples are
    /// written in Latin letters, but Анне is a case of Анна, whoever Anne is.
    pub(crate) fn lists_of(&self, lists: u128, script: Script) -> u128 {
        if script == Script::Latin { lists } else { lists & !tables::LATIN }
    }

    /// Whether one of `lists` is of a people whose second name is their father's.
    pub(crate) fn have_fathers(lists: u128) -> bool {
        lists & tables::FATHERS != 0
    }

    /// Whether one of `lists` is of a people whose names have no parts, and are all of their words.
    pub(crate) fn have_no_parts(lists: u128) -> bool {
        lists & tables::WHOLE != 0
    }

    /// The genders that lists tell of a word in cognate romanization as it is spelled, if any.
    pub(crate) fn genders(&self, plain: &str) -> Option<Genders> {
        self.spelled.get(key(plain)).map(|[genders]| Genders::of_code(*genders))
    }

    /// What is known of a word whose skeleton has this key.
    pub(crate) fn usage_of_key(&self, key: u64) -> Option<Usage> {
        // Whole skeletons are among the beginnings, which are met sooner.
        if self.begins(key) { self.words.get(key).map(Usage::of) } else { None }
    }

    /// Whether skeletons of known words begin with what has this key.
    pub(crate) fn begins(&self, beginning: u64) -> bool {
        self.beginnings.has(beginning)
    }

    /// What is known of the words that have these consonants.
    pub(crate) fn usage_of_consonants(&self, plain: &str) -> Option<Usage> {
        self.consonants.get(key(&consonants(plain, true))).map(Usage::of)
    }
}

//! Han characters → the Sino-Vietnamese spellings of a name.

use super::lists::{self, HAN_VIET, Spellings};
use super::ways::{Text, is_written};
use super::{SPELLINGS_MAX, combine};

/// Spellings with their marks, the usual first; nothing if a character's reading is not known.
pub(super) fn readings(text: &str) -> Vec<String> {
    let characters = lists::simplified(text);
    let slots = characters.iter().map(|character| HAN_VIET.get(character).cloned());
    slots
        .collect::<Option<Vec<Spellings>>>()
        .map_or(Vec::new(), |slots| combine(&slots, SPELLINGS_MAX))
}

/// Whether the name can be written so, with any reading of any character.
pub(super) fn is_spelling(text: &Text<'_>, wanted: &str) -> bool {
    let slot = |character| HAN_VIET.get(character).map(Vec::as_slice);
    is_written(wanted, text.characters.iter().map(slot))
}

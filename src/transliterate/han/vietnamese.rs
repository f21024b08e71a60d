//! Han characters → the Sino-Vietnamese spellings of a name.

use super::lists::HAN_VIET;
use super::ways::Way;
use super::{SPELLINGS_MAX, combine};

/// Spellings with their marks, the usual first; nothing if a character's reading is not known.
pub(super) fn readings(text: &str) -> Vec<String> {
    way(text).map(|way| combine(&way.slots, SPELLINGS_MAX)).unwrap_or_default()
}

/// The same with every reading of every character.
pub(super) fn way(text: &str) -> Option<Way> {
    let characters = super::lists::simplified(text);
    let slots = characters.iter().map(|character| HAN_VIET.get(character).cloned());
    Some(Way { standard: "Sino-Vietnamese", slots: slots.collect::<Option<_>>()? })
}

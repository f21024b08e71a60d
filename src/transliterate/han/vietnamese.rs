//! Han characters → the Sino-Vietnamese spellings of a name.

use super::lists::{HAN_VIET, Spellings};
use super::{SPELLINGS_MAX, combine};

/// Spellings with their marks, the usual first; nothing if a character's reading is not known.
pub(super) fn readings(text: &str) -> Vec<String> {
    let characters = super::lists::simplified(text);
    let slot = |character: &char| HAN_VIET.get(character).cloned();
    let slots: Option<Vec<Spellings>> = characters.iter().map(slot).collect();
    combine(&slots.unwrap_or_default(), SPELLINGS_MAX)
}

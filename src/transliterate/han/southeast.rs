//! Han characters → the spellings of Malaysia, Singapore and Indonesia.

use super::lists::{self, SOUTHERN, Spellings};
use super::ways::Way;
use super::{SPELLINGS_MAX, combine};

/// Spellings of a family name, of a given name, or of both.
pub(super) fn readings(text: &str) -> Vec<String> {
    ways(text).iter().flat_map(|way| combine(&way.slots, SPELLINGS_MAX)).collect()
}

/// The same with every spelling of every character: with a family name, and without.
pub(super) fn ways(text: &str) -> Vec<Way> {
    if super::is_transcription(text) {
        return Vec::new();
    }
    let characters = lists::simplified(text);
    let surname = lists::surname(&characters);
    let surname = surname.filter(|(surname, _)| !surname.southeast_asian.is_empty());
    let lengths = surname.map(|(_, length)| length).into_iter().chain([0]);
    let way = |length: usize| {
        let (family, given) = characters.split_at(length);
        let family = surname.filter(|_| !family.is_empty());
        let family = family.map(|(surname, _)| surname.southeast_asian.clone());
        let slots = family.into_iter().chain(given.iter().map(of_given_name)).collect();
        Way { standard: "Southeast Asian habit", slots }
    };
    lengths.map(way).collect()
}

/// The spellings of a character of a given name: without one of its own it is spelled as in Hong Kong.
fn of_given_name(character: &char) -> Spellings {
    let own = SOUTHERN.get(character.encode_utf8(&mut [0; 4]) as &str).cloned();
    let spelled = || Some(lists::cantonese(*character)?.hong_kong.clone());
    own.or_else(spelled).unwrap_or_default()
}

/// Spellings of a family name that stands alone.
pub(super) fn of_family_name(text: &str) -> Vec<String> {
    let characters = lists::simplified(text);
    match lists::surname(&characters) {
        Some((surname, length)) if length == characters.len() => {
            surname.southeast_asian.iter().map(|&spelling| spelling.to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

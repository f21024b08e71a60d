//! Han characters → the spellings of Malaysia, Singapore and Indonesia.

use super::lists::{self, SOUTHERN, Spellings, Surname};
use super::ways::{Text, is_written};
use super::{SPELLINGS_MAX, combine};

/// Spellings of a family name, of a given name, or of both.
pub(super) fn readings(text: &str) -> Vec<String> {
    let text = Text::new(text, super::is_transcription(text));
    let of = |length| {
        let slots: Vec<Spellings> = slots(&text, length).map(<[&str]>::to_vec).collect();
        combine(&slots, SPELLINGS_MAX)
    };
    lengths(&text).flat_map(of).collect()
}

/// Whether the name can be written so, with any spelling of any character.
pub(super) fn is_spelling(text: &Text<'_>, wanted: &str) -> bool {
    lengths(text).any(|length| is_written(wanted, slots(text, length).map(Some)))
}

/// How many characters are the family name: as the lists have it, or none.
fn lengths(text: &Text<'_>) -> impl Iterator<Item = usize> + use<> {
    let spelled = |(surname, _): &(&Surname, usize)| !surname.southeast_asian.is_empty();
    let surname = text.surname.filter(spelled);
    let most = if text.is_foreign { 0 } else { 2 };
    surname.map(|(_, length)| length).into_iter().chain([0]).take(most)
}

/// The spellings of each character.
fn slots(text: &Text<'_>, length: usize) -> impl Iterator<Item = &'static [&'static str]> {
    let (family, given) = text.characters.split_at(length);
    let family = text.surname.filter(|_| !family.is_empty());
    let family = family.map(|(surname, _)| surname.southeast_asian.as_slice());
    family.into_iter().chain(given.iter().map(of_given_name))
}

/// The spellings of a character of a given name: without one of its own it is spelled as in Hong Kong.
fn of_given_name(character: &char) -> &'static [&'static str] {
    let own = SOUTHERN.get(character.encode_utf8(&mut [0; 4]) as &str);
    let spelled = || Some(&lists::cantonese(*character)?.hong_kong);
    own.or_else(spelled).map_or(&[], Vec::as_slice)
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

//! Han characters → the spellings of Hong Kong and Macao documents.

use super::lists::{self, CANTONESE, JYUTPING, SOUTHERN, Spellings};
use super::{SPELLINGS_MAX, combine};

/// Hong Kong spellings, then Macao's.
pub(super) fn readings(text: &str) -> Vec<(String, &'static str)> {
    let mut found: Vec<(String, &'static str)> = habits(text, SPELLINGS_MAX)
        .into_iter()
        .map(|spelling| (spelling, "Hong Kong habit"))
        .collect();
    let macao = combine(&slots(text, true), 1);
    found.extend(macao.into_iter().map(|spelling| (spelling, "Macao habit")));
    found
}

/// Hong Kong spellings, the usual first; nothing if a character's Cantonese reading is not known.
pub(super) fn habits(text: &str, most: usize) -> Vec<String> {
    combine(&slots(text, false), most)
}

/// Spellings of Malaysia, Singapore and Indonesia: of a family name, of a given name, or of both. A
/// character of a given name without one of its own is spelled as in Hong Kong.
pub(super) fn southeast_asian(text: &str) -> Vec<String> {
    if super::is_transcription(text) {
        return Vec::new();
    }
    let characters = lists::simplified(text);
    let surname = lists::surname(&characters);
    let surname = surname.filter(|(surname, _)| !surname.southeast_asian.is_empty());
    let mut readings = Vec::new();
    let lengths = surname.map(|(_, length)| length).into_iter().chain([0]);
    for length in lengths {
        let (family, given) = characters.split_at(length);
        let mut slots: Vec<Spellings> = Vec::with_capacity(characters.len());
        slots.extend(
            surname
                .filter(|_| !family.is_empty())
                .map(|(surname, _)| surname.southeast_asian.clone()),
        );
        for character in given {
            let own = SOUTHERN.get(character.encode_utf8(&mut [0; 4]) as &str);
            let spelled = || JYUTPING.get(character).and_then(|jyutping| CANTONESE.get(jyutping));
            let spelled = own.cloned().or_else(|| Some(spelled()?.hong_kong.clone()));
            slots.push(spelled.unwrap_or_default());
        }
        readings.extend(combine(&slots, SPELLINGS_MAX));
    }
    readings
}

/// For each character its spellings; empty if the reading of one is not known.
fn slots(text: &str, macao: bool) -> Vec<Spellings> {
    let characters = lists::simplified(text);
    let surname = lists::surname(&characters).filter(|(surname, _)| {
        !macao && !surname.cantonese.is_empty() && !super::is_transcription(text)
    });
    let mut slots = Vec::with_capacity(characters.len());
    let mut rest = characters.as_slice();
    if let Some((surname, length)) = surname {
        slots.push(surname.cantonese.clone());
        rest = &rest[length..];
    }
    for character in rest {
        let spelled = JYUTPING.get(character).and_then(|jyutping| CANTONESE.get(jyutping));
        slots.push(match spelled {
            Some(spelled) if macao => vec![spelled.macao],
            Some(spelled) => spelled.hong_kong.clone(),
            None => return Vec::new(),
        });
    }
    slots
}

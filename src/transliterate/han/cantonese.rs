//! Han characters → the spellings of Hong Kong and Macao documents.

use super::lists::{self, Spellings};
use super::ways::Way;
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

/// The same with every spelling of every character.
pub(super) fn ways(text: &str) -> [Way; 2] {
    let mut hong_kong = slots(text, false);
    // A character that is a family name may open a given name as well.
    if let (Some(first), Some(&character)) =
        (hong_kong.first_mut(), lists::simplified(text).first())
        && let Some(spelled) = lists::cantonese(character)
    {
        first.extend(&spelled.hong_kong);
    }
    [
        Way { standard: "Hong Kong habit", slots: hong_kong },
        Way { standard: "Macao habit", slots: slots(text, true) },
    ]
}

/// Hong Kong spellings, the usual first; nothing if a character's Cantonese reading is not known.
pub(super) fn habits(text: &str, most: usize) -> Vec<String> {
    combine(&slots(text, false), most)
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
        slots.push(match lists::cantonese(*character) {
            Some(spelled) if macao => vec![spelled.macao],
            Some(spelled) => spelled.hong_kong.clone(),
            None => return Vec::new(),
        });
    }
    slots
}

//! Han characters → the spellings of Hong Kong and Macao documents.

use std::slice;

use super::lists::{self, Spellings, Surname};
use super::ways::{Text, is_written};
use super::{SPELLINGS_MAX, combine};

const HONG_KONG: &str = "Hong Kong habit";
const MACAO: &str = "Macao habit";

/// Hong Kong spellings, then Macao's.
pub(super) fn readings(text: &str) -> Vec<(String, &'static str)> {
    let mut found: Vec<(String, &'static str)> =
        habits(text, SPELLINGS_MAX).into_iter().map(|spelling| (spelling, HONG_KONG)).collect();
    let macao = combine(&slots(text, true), 1);
    found.extend(macao.into_iter().map(|spelling| (spelling, MACAO)));
    found
}

/// The standards that can write the name so, with any spelling of any character.
pub(super) fn standards_of(text: &Text<'_>, wanted: &str) -> impl Iterator<Item = &'static str> {
    let family = family(text);
    let (mut of_first, mut at) = (Spellings::new(), 0);
    if let Some((surname, length)) = family {
        of_first.clone_from(&surname.cantonese);
        at = length;
        // A character that is a family name may open a given name as well.
        let first = text.characters.first().and_then(|first| lists::cantonese(*first));
        of_first.extend(first.into_iter().flat_map(|spelled| &spelled.hong_kong));
    }
    let spelled = |character: &char| lists::cantonese(*character);
    let rest = text.characters[at..].iter().map(spelled);
    let first = family.map(|_| Some(of_first.as_slice()));
    let hong_kong = rest.map(|spelled| Some(spelled?.hong_kong.as_slice()));
    let hong_kong = is_written(wanted, first.into_iter().chain(hong_kong));
    let macao = text.characters.iter().map(spelled);
    let macao = macao.map(|spelled| Some(slice::from_ref(&spelled?.macao)));
    let macao = is_written(wanted, macao);
    [(hong_kong, HONG_KONG), (macao, MACAO)]
        .into_iter()
        .filter_map(|(writes, standard)| writes.then_some(standard))
}

/// The family name that Hong Kong has spellings of its own for, and how many characters it takes.
fn family(text: &Text<'_>) -> Option<(&'static Surname, usize)> {
    text.surname.filter(|(surname, _)| !surname.cantonese.is_empty() && !text.is_foreign)
}

/// Hong Kong spellings, the usual first; nothing if a character's Cantonese reading is not known.
pub(super) fn habits(text: &str, most: usize) -> Vec<String> {
    combine(&slots(text, false), most)
}

/// For each character its spellings; empty if the reading of one is not known.
fn slots(text: &str, macao: bool) -> Vec<Spellings> {
    let text = Text::new(text, super::is_transcription(text));
    let mut slots = Vec::with_capacity(text.characters.len());
    let mut rest = text.characters.as_slice();
    if let Some((surname, length)) = family(&text).filter(|_| !macao) {
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

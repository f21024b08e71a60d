//! Han text → is it the sound of a foreign name, and of which, where that is well known?

use std::{iter, slice};

use super::lists::{self, SURNAMES, Spellings, TRANSCRIBED, TRANSCRIBING};
use super::ways::{Text, is_written};
use super::{SPELLINGS_MAX, combine, japanese};

/// The dots that part the names of a foreigner: 弗拉基米尔·普京.
const DOTS: [char; 5] = ['·', '‧', '•', '・', '．'];

/// See [`super::is_transcription`].
pub(super) fn is_transcription(text: &str) -> bool {
    if text.contains(DOTS) {
        return true;
    }
    let characters = lists::simplified(text);
    let whole: String = characters.iter().collect();
    if characters.is_empty() || characters.iter().any(|character| character.is_ascii()) {
        return false;
    }
    if TRANSCRIBED.contains_key(whole.as_str()) && characters.len() > 1 {
        return true;
    }
    if japanese::is_known(text) {
        return false;
    }
    let typical =
        characters.iter().filter(|character| TRANSCRIBING.contains_key(character)).count();
    let strong = |character: &&char| TRANSCRIBING.get(character) == Some(&true);
    match characters.as_slice() {
        [_] => false,
        long if long.len() >= 4 => {
            let native = lists::surname(&characters).is_some();
            !native && typical * 4 >= long.len() * 3
        }
        [head, rest @ ..] => {
            let surname = SURNAMES.contains_key(head.encode_utf8(&mut [0; 4]) as &str);
            let strong_rest = rest.iter().filter(strong).count();
            if surname {
                // 马克龙 against 马克华: every later character must be one of transcriptions, most of them strong.
                typical == characters.len() && strong_rest * 2 > rest.len()
            } else {
                typical == characters.len() && (strong(&head) || strong_rest > 0)
            }
        }
        [] => false,
    }
}

/// The names that a whole transcription stands for: 约翰 John.
pub(super) fn known(text: &str) -> Vec<String> {
    let names = listed(text, &lists::simplified(text));
    names.map(|names| combine(slice::from_ref(names), SPELLINGS_MAX)).unwrap_or_default()
}

/// Whether it is one of those names.
pub(super) fn is_spelling(text: &Text<'_>, wanted: &str) -> bool {
    let names = listed(text.written, &text.characters);
    names.is_some_and(|names| is_written(wanted, iter::once(Some(names.as_slice()))))
}

fn listed(text: &str, simplified: &[char]) -> Option<&'static Spellings> {
    let whole: String = simplified.iter().collect();
    TRANSCRIBED.get(whole.as_str()).or_else(|| TRANSCRIBED.get(text))
}

//! Hangul → the spellings of passports; Han characters → their Sino-Korean reading, spelled likewise.

use super::combine;
use super::lists::{HANJA, KO_SURNAMES, KO_SYLLABLES, Spellings};
use super::ways::is_written;

/// The first syllable of Unicode's Hangul block, and how the block is laid out: initial × vowel × final.
const FIRST: u32 = 0xAC00;
const VOWELS: u32 = 21;
const FINALS: u32 = 28;
const RIEUL: u32 = 5;
const NIEUN: u32 = 2;
const IEUNG: u32 = 11;

/// Is it a Hangul syllable?
pub(super) fn is_syllable(character: char) -> bool {
    ('가'..='힣').contains(&character)
}

/// The passport spellings of a Korean name; nothing if a syllable is none that Korean names have.
pub(super) fn habits(text: &str, most: usize) -> Vec<String> {
    match &slots(text)[..] {
        [whole] => whole.iter().map(|&spelling| spelling.to_owned()).collect(),
        slots => combine(slots, most),
    }
}

/// Whether passports can spell it so, with any spelling of any syllable.
pub(super) fn is_habit(text: &str, wanted: &str) -> bool {
    is_written(wanted, slots(text).iter().map(|slot| Some(slot.as_slice())))
}

fn slots(text: &str) -> Vec<Spellings> {
    let text: String = text.chars().filter(|character| super::is_written(*character)).collect();
    if let Some(surname) = KO_SURNAMES.get(text.as_str()) {
        // The same syllable may be a given name: 현 Hyun, 진 Jin.
        let given = KO_SYLLABLES.get(text.as_str()).into_iter().flatten();
        let mut spellings = Spellings::new();
        for &spelling in surname.iter().chain(given) {
            if !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
        return vec![spellings];
    }
    let length = text.chars().count();
    // Family names have one syllable or two, given names one to three.
    let surname_length = match length {
        0..=2 => 0,
        3 | 4 => {
            [2, 1].into_iter().find(|taken| opens_with_surname(&text, *taken, length)).unwrap_or(0)
        }
        _ => return Vec::new(),
    };
    let split = text.char_indices().nth(surname_length).map_or(text.len(), |(index, _)| index);
    let (surname, given) = text.split_at(split);
    let given = given.chars().map(|syllable| {
        KO_SYLLABLES.get(syllable.encode_utf8(&mut [0; 4]) as &str).cloned().unwrap_or_default()
    });
    KO_SURNAMES.get(surname).cloned().into_iter().chain(given).collect()
}

/// Whether a family name of so many syllables leaves one syllable or two for the given name.
fn opens_with_surname(text: &str, taken: usize, length: usize) -> bool {
    let end = text.char_indices().nth(taken).map_or(text.len(), |(index, _)| index);
    (1..=2).contains(&(length - taken)) && KO_SURNAMES.contains_key(&text[..end])
}

/// The passport spellings of the Sino-Korean reading of a name in Han characters.
pub(super) fn sino_korean(text: &str, most: usize) -> Vec<String> {
    hangul(text).map(|hangul| habits(&hangul, most)).unwrap_or_default()
}

/// Whether that can be spelled so, with any spelling of any syllable.
pub(super) fn is_sino_korean(text: &str, wanted: &str) -> bool {
    hangul(text).is_some_and(|hangul| is_habit(&hangul, wanted))
}

/// 李在明 → 이재명. The rule of initial sounds holds for the family name and for the given name.
fn hangul(text: &str) -> Option<String> {
    let characters: Vec<char> =
        text.chars().filter(|character| super::is_written(*character)).collect();
    if characters.is_empty() || characters.len() > 4 {
        return None;
    }
    let given = usize::from(characters.len() >= 3);
    let mut written = String::new();
    for (index, character) in characters.iter().enumerate() {
        let syllable = HANJA.get(character)?.chars().next()?;
        let opens = index == 0 || index == given;
        written.push(if opens { soften(syllable) } else { syllable });
    }
    Some(written)
}

/// The rule of initial sounds: 리 → 이, 로 → 노, 녀 → 여.
fn soften(syllable: char) -> char {
    let code = u32::from(syllable).wrapping_sub(FIRST);
    let initial = code / (VOWELS * FINALS);
    let vowel = code / FINALS % VOWELS;
    // ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ
    let high = matches!(vowel, 2 | 3 | 6 | 7 | 12 | 17 | 20);
    let softened = match (initial, high) {
        (RIEUL | NIEUN, true) => IEUNG,
        (RIEUL, false) => NIEUN,
        _ => return syllable,
    };
    let code = softened * VOWELS * FINALS + code % (VOWELS * FINALS);
    char::from_u32(FIRST + code).unwrap_or(syllable)
}

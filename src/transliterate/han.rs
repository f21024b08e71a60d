//! Han characters and Hangul syllables → the Latin spellings that a name written so is met in.
//!
//! A character has no sound of its own: 陳 is Chen in Peking, Ch’en in Taipei, Chan in Hong Kong, Tan in
//! Singapore, Jin in Seoul. Each variety has its leaf here and its lists in `data/names/han/`, `data/names/hangul/`.
//! Nothing here is mutable; each list is parsed once, at its first use.

mod lists;
mod ways;
mod mandarin;
mod cantonese;
mod southeast;
mod japanese;
mod korean;
mod vietnamese;
mod transcription;

use std::slice;

use unicode_normalization::UnicodeNormalization;

use super::cognate::is_han;
use ways::Text;

/// The most spellings that one variety gives for one token: a token has few syllables, but each has many spellings.
const SPELLINGS_MAX: usize = 12;
/// The most romanizations that [`cognates`] gives.
const COGNATES_MAX: usize = 8;

/// Whose spellings of a token are asked for.
struct Asked<'l> {
    language: Option<&'l str>,
    is_hangul: bool,
    /// Whether the writing or the caller says that it is Japanese.
    is_japanese: bool,
}

impl<'l> Asked<'l> {
    fn of(text: &str, tag: Option<&'l str>) -> Self {
        let language = tag.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag));
        Self {
            language,
            is_hangul: text.chars().any(korean::is_syllable),
            is_japanese: language == Some("ja") || japanese::is_certain(text),
        }
    }

    fn includes(&self, variety: &Variety) -> bool {
        self.language.is_none_or(|language| variety.languages.contains(&language))
    }
}

/// How the speakers of some languages spell Han characters.
struct Variety {
    languages: &'static [&'static str],
    /// Those that are listed, each with its standard or habit.
    readings: fn(&str) -> Vec<(String, &'static str)>,
    /// Adds the standards by which a name can be written so.
    standards_of: fn(&Text<'_>, &str, &mut Vec<&'static str>),
}

/// All but Japanese, which reads whole words.
const VARIETIES: [Variety; 6] = [
    Variety {
        languages: &["zh", "cmn"],
        readings: |text| named(transcription::known(text), TRANSCRIPTION),
        standards_of: |text, wanted, found| {
            found.extend(transcription::is_spelling(text, wanted).then_some(TRANSCRIPTION));
        },
    },
    Variety {
        languages: &["zh", "cmn"],
        readings: mandarin::readings,
        standards_of: |text, wanted, found| found.extend(mandarin::standards_of(text, wanted)),
    },
    Variety {
        languages: &["zh", "yue", "nan", "hak"],
        readings: cantonese::readings,
        standards_of: |text, wanted, found| found.extend(cantonese::standards_of(text, wanted)),
    },
    Variety {
        languages: &["zh", "yue", "nan", "hak"],
        readings: |text| named(southeast::readings(text), SOUTHEAST),
        standards_of: |text, wanted, found| {
            found.extend(southeast::is_spelling(text, wanted).then_some(SOUTHEAST));
        },
    },
    Variety {
        languages: &["ko"],
        readings: |text| named(korean::sino_korean(text, SPELLINGS_MAX), SINO_KOREAN),
        standards_of: |text, wanted, found| {
            let written = korean::is_sino_korean(text.written, wanted);
            found.extend(written.then_some(SINO_KOREAN));
        },
    },
    Variety {
        languages: &["vi"],
        readings: |text| named(vietnamese::readings(text), SINO_VIETNAMESE),
        standards_of: |text, wanted, found| {
            found.extend(vietnamese::is_spelling(text, wanted).then_some(SINO_VIETNAMESE));
        },
    },
];

const TRANSCRIPTION: &str = "known transcription";
const SOUTHEAST: &str = "Southeast Asian habit";
const SINO_KOREAN: &str = "Sino-Korean, passport habit";
const SINO_VIETNAMESE: &str = "Sino-Vietnamese";
const KOREAN: &str = "Korean passport habit";

/// The Latin spellings of a token in Han characters or Hangul, each with the standard or habit that it follows.
///
/// `language` (BCP 47: `zh`, `yue`, `ja`, `ko`, `vi`) narrows to one variety; Hangul is read as Korean whatever it says.
pub(crate) fn readings(text: &str, language: Option<&str>) -> Vec<(String, &'static str)> {
    let asked = Asked::of(text, language);
    if asked.is_hangul {
        return named(korean::habits(text, SPELLINGS_MAX), KOREAN);
    }
    let mut found = Vec::new();
    if asked.is_japanese {
        found.extend(japanese::readings(text, asked.language == Some("ja")));
    }
    for variety in VARIETIES.iter().filter(|variety| asked.includes(variety)) {
        found.extend((variety.readings)(text));
    }
    if asked.language.is_none() && !asked.is_japanese {
        // Of a name that no list knows, kanji by kanji: it may be Japanese all the same.
        let known = japanese::readings(text, false);
        let read = !known.is_empty() || is_transcription(text);
        found.extend(if read { known } else { japanese::readings(text, true) });
    }
    found
}

/// The standards and habits by which it can be written so, in plain letters. Every spelling of every
/// character counts, not only those that are listed; nothing is spelled.
///
/// `is_foreign` is what [`is_transcription`] says of it.
pub(crate) fn standards_of(
    text: &str,
    language: Option<&str>,
    wanted: &str,
    is_foreign: bool,
) -> Vec<&'static str> {
    let asked = Asked::of(text, language);
    let mut found = Vec::new();
    if asked.is_hangul {
        found.extend(korean::is_habit(text, wanted).then_some(KOREAN));
        return found;
    }
    let name = Text::new(text, is_foreign);
    for variety in VARIETIES.iter().filter(|variety| asked.includes(variety)) {
        (variety.standards_of)(&name, wanted, &mut found);
    }
    if asked.is_japanese || (asked.language.is_none() && !is_foreign) {
        found.extend(japanese::standards_of(text, wanted));
    }
    found
}

/// The romanizations that comparison learns on, lower-case a-z, the usual first, each with the variety it belongs to.
///
/// The first is pinyin, unless the writing can only be Japanese (kana, 々, characters simplified in Japan alone).
pub(crate) fn cognates(text: &str) -> Vec<(String, &'static str)> {
    let mut found: Vec<(String, &'static str)> = Vec::new();
    if japanese::has_kana(text) {
        extend(&mut found, with_kana(text), "Japanese");
        return distinct(found);
    }
    if japanese::is_certain(text) {
        extend(&mut found, japanese::romanize(text, true), "Japanese");
        found.truncate(2);
    }
    extend(&mut found, mandarin::pinyin(text).into_iter().take(2).collect(), "pinyin");
    let known = transcription::known(text).into_iter().take(1).collect();
    extend(&mut found, known, "known transcription");
    let foreign = is_transcription(text);
    extend(&mut found, cantonese::habits(text, 1), "Cantonese");
    if !foreign {
        extend(&mut found, first(japanese::romanize(text, false)), "Japanese");
        extend(&mut found, first(korean::sino_korean(text, 1)), "Sino-Korean");
        extend(&mut found, mandarin::wade_giles(text, 1), "Wade-Giles");
        extend(&mut found, first(southeast::of_family_name(text)), "Southeast Asia");
        let vietnamese = vietnamese::readings(text).into_iter().take(2).collect();
        extend(&mut found, vietnamese, "Sino-Vietnamese");
    }
    distinct(found)
}

/// The syllables of Mandarin as pinyin, Wade-Giles and Tongyong write them, without a fixed order.
pub(crate) fn mandarin_syllables() -> impl Iterator<Item = [&'static [&'static str]; 3]> {
    let written = |(pinyin, other): (&'static &'static str, &'static lists::Syllable)| {
        [slice::from_ref(pinyin), &other.wade_giles, slice::from_ref(&other.tongyong)]
    };
    lists::SYLLABLES.iter().map(written)
}

/// The syllables of Korean given names and the family names, each as passports write it, without a
/// fixed order.
pub(crate) fn korean_syllables() -> impl Iterator<Item = &'static [&'static str]> {
    lists::KO_SYLLABLES.values().chain(lists::KO_SURNAMES.values()).map(Vec::as_slice)
}

/// The readings of kanji with kana among them: no kanji of such a text is Chinese. One that no list
/// knows is read by its Chinese sound all the same, rather than left out.
fn with_kana(text: &str) -> Vec<String> {
    let whole = japanese::romanize(text, true);
    if !whole.is_empty() {
        return whole;
    }
    let mut joined = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let kana = japanese::is_kana(letter);
        let end = rest.find(|letter| japanese::is_kana(letter) != kana).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        match japanese::romanize(run, true).first() {
            Some(known) => joined.push_str(known),
            None => joined.extend(run.chars().map(kanji_alone)),
        }
        rest = after;
    }
    vec![joined]
}

fn kanji_alone(kanji: char) -> String {
    let text = kanji.to_string();
    let japanese = japanese::romanize(&text, true).into_iter().next();
    let chinese = || mandarin::pinyin(&text).into_iter().next();
    japanese.or_else(chinese).unwrap_or_default()
}

/// Plain letters, each spelling once.
fn distinct(mut found: Vec<(String, &'static str)>) -> Vec<(String, &'static str)> {
    for (romanized, _) in &mut found {
        *romanized = plain(romanized);
    }
    let mut kept: Vec<(String, &'static str)> = Vec::new();
    for (romanized, note) in found {
        if !romanized.is_empty() && kept.iter().all(|(other, _)| *other != romanized) {
            kept.push((romanized, note));
        }
    }
    kept.truncate(COGNATES_MAX);
    kept
}

/// Whether two characters are forms of one: traditional, simplified, or as Japan writes it.
pub(crate) fn are_one_character(one: char, other: char) -> bool {
    let forms = |character: char| {
        let simplified = lists::SIMPLIFIED.get(&character).copied();
        let japanese = lists::SHINJITAI.get(&character).copied();
        [Some(character), simplified, japanese].into_iter().flatten()
    };
    forms(one).any(|form| forms(other).any(|of_other| form == of_other))
}

/// Is this Han text the sound of a foreign name (托卡耶夫, 特朗普), rather than a name of East Asia?
///
/// Then pinyin is a transcription of a transcription, and comparison must be lenient where transcription is coarse.
pub(crate) fn is_transcription(text: &str) -> bool {
    transcription::is_transcription(text)
}

fn first(mut spellings: Vec<String>) -> Vec<String> {
    spellings.truncate(1);
    spellings
}

fn extend(found: &mut Vec<(String, &'static str)>, spellings: Vec<String>, title: &'static str) {
    found.extend(named(spellings, title));
}

fn named(spellings: Vec<String>, title: &'static str) -> Vec<(String, &'static str)> {
    spellings.into_iter().map(|spelling| (spelling, title)).collect()
}

/// One spelling from each slot, joined; those that deviate least from the usual spelling of each slot come first.
fn combine(slots: &[Vec<&str>], spellings_max: usize) -> Vec<String> {
    if slots.is_empty() || slots.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    if spellings_max == 1 {
        return vec![slots.iter().map(|slot| slot[0]).collect()];
    }
    // Long tokens are transcriptions, of which only the usual spelling makes sense.
    let choices_max = match slots.len() {
        0..=2 => 8,
        3..=4 => 4,
        _ => 1,
    };
    let mut products: Vec<(usize, String)> = vec![(0, String::new())];
    for slot in slots {
        let mut longer = Vec::with_capacity(products.len() * slot.len().min(choices_max));
        for (rank, prefix) in &products {
            for (index, spelling) in slot.iter().take(choices_max).enumerate() {
                longer.push((rank + index, format!("{prefix}{spelling}")));
            }
        }
        longer.sort_by_key(|(rank, _)| *rank);
        longer.truncate(spellings_max * 2);
        products = longer;
    }
    let mut spellings: Vec<String> = Vec::new();
    for (_, spelling) in products {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings.truncate(spellings_max);
    spellings
}

/// Whether it counts in a name; Han characters and syllables do, without a long search.
fn is_written(character: char) -> bool {
    is_han(character) || korean::is_syllable(character) || character.is_alphanumeric()
}

/// The letters a-z of a reading; marks and apostrophes fall away.
fn plain(reading: &str) -> String {
    if reading.is_ascii() {
        return reading.chars().filter(char::is_ascii_lowercase).collect();
    }
    let letters = reading.nfd().map(|letter| if letter == 'đ' { 'd' } else { letter });
    letters.filter(char::is_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests;

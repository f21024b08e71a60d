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
use ways::Way;

/// The most spellings that one variety gives for one token: a token has few syllables, but each has many spellings.
const SPELLINGS_MAX: usize = 12;
/// The most romanizations that [`cognates`] gives.
const COGNATES_MAX: usize = 8;

/// Whose spellings of a token are asked for.
struct Varieties {
    is_hangul: bool,
    /// Whether the writing or the caller says that it is Japanese.
    is_japanese: bool,
    mandarin: bool,
    southern: bool,
    korean: bool,
    vietnamese: bool,
    any: bool,
}

impl Varieties {
    fn of(text: &str, language: Option<&str>) -> Self {
        let language = language.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag));
        Self {
            is_hangul: text.chars().any(korean::is_syllable),
            is_japanese: language == Some("ja") || japanese::is_certain(text),
            mandarin: matches!(language, None | Some("zh" | "cmn")),
            southern: matches!(language, None | Some("zh" | "yue" | "nan" | "hak")),
            korean: matches!(language, None | Some("ko")),
            vietnamese: matches!(language, None | Some("vi")),
            any: language.is_none(),
        }
    }
}

/// The Latin spellings of a token in Han characters or Hangul, each with the standard or habit that it follows.
///
/// `language` (BCP 47: `zh`, `yue`, `ja`, `ko`, `vi`) narrows to one variety; Hangul is read as Korean whatever it says.
pub(crate) fn readings(text: &str, language: Option<&str>) -> Vec<(String, &'static str)> {
    let varieties = Varieties::of(text, language);
    let mut found = Vec::new();
    if varieties.is_hangul {
        extend(&mut found, korean::habits(text, SPELLINGS_MAX), "Korean passport habit");
        return found;
    }
    if varieties.is_japanese {
        found.extend(japanese::readings(text, language.is_some_and(is_japanese)));
    }
    if varieties.mandarin {
        extend(&mut found, transcription::known(text), "known transcription");
        found.extend(mandarin::readings(text));
    }
    if varieties.southern {
        found.extend(cantonese::readings(text));
        extend(&mut found, southeast::readings(text), "Southeast Asian habit");
    }
    if varieties.korean {
        extend(&mut found, korean::sino_korean(text, SPELLINGS_MAX), "Sino-Korean, passport habit");
    }
    if varieties.vietnamese {
        extend(&mut found, vietnamese::readings(text), "Sino-Vietnamese");
    }
    if varieties.any && !varieties.is_japanese {
        // Of a name that no list knows, kanji by kanji: it may be Japanese all the same.
        let known = japanese::readings(text, false);
        let read = !known.is_empty() || is_transcription(text);
        found.extend(if read { known } else { japanese::readings(text, true) });
    }
    found
}

/// The standards and habits by which it can be written so, in plain letters. Every spelling of every
/// character counts, not only those that are listed; nothing is spelled.
pub(crate) fn standards_of(text: &str, language: Option<&str>, wanted: &str) -> Vec<&'static str> {
    let varieties = Varieties::of(text, language);
    let mut ways: Vec<Way> = Vec::new();
    if varieties.is_hangul {
        ways.extend(korean::way(text, "Korean passport habit"));
        return ways::writing(&ways, wanted);
    }
    if varieties.mandarin {
        ways.extend(transcription::way(text));
        ways.extend(mandarin::ways(text));
    }
    if varieties.southern {
        ways.extend(cantonese::ways(text));
        ways.extend(southeast::ways(text));
    }
    if varieties.korean {
        ways.extend(korean::sino_korean_way(text));
    }
    if varieties.vietnamese {
        ways.extend(vietnamese::way(text));
    }
    let mut found = ways::writing(&ways, wanted);
    if varieties.is_japanese || (varieties.any && !is_transcription(text)) {
        found.extend(japanese::standards_of(text, wanted));
    }
    found
}

fn is_japanese(language: &str) -> bool {
    language.split(['-', '_']).next() == Some("ja")
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
    found.extend(spellings.into_iter().map(|spelling| (spelling, title)));
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

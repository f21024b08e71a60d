//! A text decoded by the wrong table → the text that was meant.
//!
//! Three accidents are known: UTF-8 read as CP1252 or Latin-1 (`MÃ¼ller`), UTF-8 read as CP1251
//! (`РўРѕРєР°РµРІ`), CP1251 read as CP1252 or Latin-1 (`Òîêàåâ`). The tests are strict: a right
//! text that passes them would have to be a string that no language writes.

use super::Script;
use super::clean::{Glyph, glyphs_of};

/// CP1252 from 0x80 to 0x9F; the five places that it leaves open are the C1 controls of Latin-1.
const CP1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
/// CP1251 from 0x80 to 0xBF; 0xC0 to 0xFF are the letters from А to я.
const CP1251: &str =
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї";
/// A text may have gone through the wrong table more than once.
const ROUNDS: usize = 3;

/// The characters that were meant; `None` where nothing speaks for a wrong decoding.
pub(super) fn repair(text: &str) -> Option<Vec<Glyph>> {
    if !is_suspicious(text) {
        return None;
    }
    let mut glyphs = glyphs_of(text);
    let mut repaired = false;
    for _ in 0..ROUNDS {
        let Some(better) = round(&glyphs) else { break };
        glyphs = better;
        repaired = true;
    }
    repaired.then_some(glyphs)
}

/// A cheap look that every wrongly decoded text fails, and nearly every right one passes.
fn is_suspicious(text: &str) -> bool {
    let (mut latin, mut plain, mut odd, mut lead, mut pair) = (false, false, false, false, false);
    for character in text.chars() {
        match character {
            'a'..='z' | 'A'..='Z' => plain = true,
            '\u{80}'..='\u{bf}' => pair |= lead,
            '\u{c0}'..='\u{ff}' => latin = true,
            '\u{152}'..='\u{17e}' | '\u{192}' | '\u{2c6}'..='\u{2dc}' | '\u{2013}'..='\u{2122}' => {
                pair |= lead;
            }
            _ => {}
        }
        odd |= is_odd(character);
        lead = matches!(character, '\u{c2}'..='\u{f4}');
    }
    pair || odd || (latin && !plain)
}

fn round(glyphs: &[Glyph]) -> Option<Vec<Glyph>> {
    if let Some(decoded) = cyrillic(glyphs) {
        return Some(decoded);
    }
    let mut done = Vec::with_capacity(glyphs.len());
    let mut found = false;
    for (index, word) in glyphs.split(|glyph| glyph.character == ' ').enumerate() {
        if index > 0 {
            let at = done_to(glyphs, word);
            done.push(glyphs[at]);
        }
        let decoded =
            utf8(word, cp1252, is_western).or_else(|| utf8(word, cp1251, is_cyrillic_accident));
        found |= decoded.is_some();
        done.extend(decoded.unwrap_or_else(|| word.to_vec()));
    }
    found.then_some(done)
}

/// The index of the space before a word.
fn done_to(glyphs: &[Glyph], word: &[Glyph]) -> usize {
    match word.first() {
        Some(first) => glyphs.partition_point(|glyph| glyph.start < first.start).saturating_sub(1),
        None => glyphs.iter().rposition(|glyph| glyph.character == ' ').unwrap_or(0),
    }
}

/// The word as bytes of the wrong table, read as UTF-8.
fn utf8(
    word: &[Glyph],
    encode: fn(char) -> Option<u8>,
    accept: fn(&[Glyph], &str) -> bool,
) -> Option<Vec<Glyph>> {
    if word.iter().all(|glyph| glyph.character.is_ascii()) {
        return None;
    }
    let bytes = word.iter().map(|glyph| encode(glyph.character)).collect::<Option<Vec<u8>>>()?;
    let text = String::from_utf8(bytes).ok()?;
    if !accept(word, &text) {
        return None;
    }
    let glyph = |(at, character): (usize, char)| Glyph {
        character,
        start: word[at].start,
        end: word[at + character.len_utf8() - 1].end,
    };
    Some(text.char_indices().map(glyph).collect())
}

/// What has gone through the table once, or twice.
fn is_western(_: &[Glyph], text: &str) -> bool {
    is_decoded(text) || utf8(&glyphs_of(text), cp1252, |_, text| is_decoded(text)).is_some()
}

/// Letters of one kind, or the punctuation of print.
fn is_decoded(text: &str) -> bool {
    let latin = text.chars().any(|letter| letter.is_ascii_alphabetic());
    text.chars().filter(|letter| !letter.is_ascii()).all(|letter| match letter {
        '\u{a0}' | '‘' | '’' | '“' | '”' | '„' | '–' | '—' | '«' | '»' | '·' => {
            true
        }
        '\u{c0}'..='\u{24f}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{300}'..='\u{36f}'
        | '\u{2b0}'..='\u{2bf}' => true,
        _ => !latin && letter.is_alphanumeric(),
    }) && is_one_script(text)
}

/// A letter of Latin with a mark, or two letters of one other script.
fn is_one_script(text: &str) -> bool {
    let mut scripts = text.chars().filter(|letter| !letter.is_ascii()).filter_map(Script::of);
    let Some(first) = scripts.next() else {
        return false;
    };
    let rest: Vec<Script> = scripts.collect();
    rest.iter().all(|script| *script == first) && (first == Script::Latin || !rest.is_empty())
}

/// A sign of CP1251 that no word has: UTF-8 read by that table is full of them.
fn is_odd(character: char) -> bool {
    if super::clean::is_plain(character) {
        return matches!(character, 'Ѕ' | 'ѕ' | 'Ђ' | 'Ѓ' | 'ѓ' | 'ђ' | 'ќ');
    }
    matches!(
        character,
        '°' | '±'
            | 'µ'
            | '¶'
            | '·'
            | '№'
            | '»'
            | '«'
            | '¤'
            | '¦'
            | '§'
            | '©'
            | '¬'
            | '®'
            | '‚'
            | '„'
            | '…'
            | '†'
            | '‡'
            | '€'
            | '‰'
            | '‹'
            | '›'
            | '™'
            | '•'
            | '“'
            | '”'
            | '–'
            | '—'
            | '\u{98}'
            | '\u{a0}'
    )
}

/// Two letters or more of one alphabet, out of signs that no Cyrillic text mixes.
fn is_cyrillic_accident(word: &[Glyph], text: &str) -> bool {
    let letters = text.chars().filter(|letter| !letter.is_ascii());
    let cyrillic = letters.clone().filter(|letter| matches!(letter, '\u{400}'..='\u{4ff}')).count();
    let latin = letters.clone().filter(|letter| matches!(letter, '\u{c0}'..='\u{24f}')).count();
    let all = letters.count();
    word.iter().any(|glyph| is_odd(glyph.character))
        && ((cyrillic == all && all >= 2) || (latin == all && all >= 1))
}

fn cp1252(character: char) -> Option<u8> {
    match u8::try_from(u32::from(character)) {
        Ok(byte) => Some(byte),
        Err(_) => high(CP1252, character),
    }
}

fn cp1251(character: char) -> Option<u8> {
    match character {
        '\0'..='\u{7f}' => u8::try_from(u32::from(character)).ok(),
        'А'..='я' => u8::try_from(u32::from(character) - u32::from('А') + 0xc0).ok(),
        _ => high(CP1251, character),
    }
}

fn high(table: &str, character: char) -> Option<u8> {
    let at = table.chars().position(|other| other == character)?;
    u8::try_from(at + 0x80).ok()
}

/// The letter that a byte of CP1251 stands for, where that is one.
fn letter_1251(character: char) -> Option<char> {
    let byte = cp1252(character)?;
    let letter = match byte {
        0xc0.. => char::from_u32(u32::from(byte) - 0xc0 + u32::from('А'))?,
        0x80.. => CP1251.chars().nth(usize::from(byte) - 0x80)?,
        _ => return None,
    };
    letter.is_alphabetic().then_some(letter)
}

/// CP1251 read as Latin-1: words of nothing but accented letters that are words in Cyrillic.
fn cyrillic(glyphs: &[Glyph]) -> Option<Vec<Glyph>> {
    let word =
        |glyph: &Glyph| glyph.character.is_alphanumeric() || letter_1251(glyph.character).is_some();
    if glyphs.iter().any(|glyph| glyph.character.is_ascii_alphabetic()) {
        return None;
    }
    let longest = glyphs.split(|glyph| !word(glyph)).map(<[Glyph]>::len).max()?;
    let decoded: Vec<Glyph> = glyphs
        .iter()
        .map(|glyph| match letter_1251(glyph.character) {
            Some(character) => Some(Glyph { character, ..*glyph }),
            None => glyph.character.is_ascii().then_some(*glyph),
        })
        .collect::<Option<_>>()?;
    let letters = || decoded.iter().filter(|glyph| glyph.character.is_alphabetic());
    let vowel = |glyph: &&Glyph| {
        "аеёиоуыэюяіїє".contains(glyph.character.to_lowercase().next().unwrap_or(' '))
    };
    let (all, vowels) = (letters().count(), letters().filter(vowel).count());
    let plausible = longest >= 4 && vowels * 5 >= all && vowels * 10 <= all * 7;
    (plausible && has_sane_case(&decoded)).then_some(decoded)
}

/// No capital after a small letter.
fn has_sane_case(glyphs: &[Glyph]) -> bool {
    !glyphs
        .windows(2)
        .any(|pair| pair[0].character.is_lowercase() && pair[1].character.is_uppercase())
}

/// The repaired text, where it differs from the original.
pub(super) fn meant(original: &str, glyphs: &[Glyph]) -> Option<String> {
    let same = original.chars().eq(glyphs.iter().map(|glyph| glyph.character));
    (!same).then(|| glyphs.iter().map(|glyph| glyph.character).collect())
}

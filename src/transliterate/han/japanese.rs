//! Kanji, with kana among them → the readings that Japanese names have, by Hepburn, Kunrei and the passport.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::lists::{JA_CHARACTERS, JA_GIVEN, JA_SURNAMES, KANA, SHINJITAI, Spellings};
use super::ways::{Ends, LETTERS_MAX, Set};
use super::{SPELLINGS_MAX, combine};

/// The most readings of a name that is read kanji by kanji: nobody but its bearer knows which.
const KANJI_SPELLINGS_MAX: usize = 32;

/// No Japanese name has more characters.
const CHARACTERS_MAX: usize = 12;
/// The most characters of a word of the list of kanji: 左衛門.
const KANJI_MAX: usize = 3;

/// Readings in modified Hepburn and what the other standards make of them.
///
/// `asked` says that the text is known to be Japanese; otherwise only names that the lists know are read, since any
/// Chinese name could be read kanji by kanji.
pub(super) fn readings(text: &str, asked: bool) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    let mut hepburns = romanize(text, asked);
    let name = usual(text);
    if let Some(known) = JA_GIVEN.get(name.as_str()) {
        // Parents may choose any reading of the kanji.
        let others = by_character(&name).into_iter();
        hepburns.extend(others.filter(|other| !known.contains(&other.as_str())));
    }
    for hepburn in hepburns {
        found.push((kunrei(&hepburn), "Kunrei"));
        let passport = passport(&hepburn);
        if hepburn.contains('ō') {
            found.push((strip(&labial(&hepburn).replace('ō', "oh")), "Japanese passport"));
            found.push((strip(&hepburn.replace('ō', "ou")), "kana keyboard habit"));
        }
        found.push((passport, "Japanese passport"));
        found.push((labial(&hepburn), "Traditional Hepburn"));
        found.push((hepburn, "Modified Hepburn"));
    }
    // By standard, the commonest reading first within each.
    found.sort_by_key(|(_, title)| match *title {
        "Modified Hepburn" => 0,
        "Japanese passport" => 1,
        _ => 2,
    });
    found
}

/// Readings in modified Hepburn, the usual first; see [`readings`] for `asked`.
pub(super) fn romanize(text: &str, asked: bool) -> Vec<String> {
    let name = usual(text);
    let whole = whole(&name);
    if !whole.is_empty() {
        return whole;
    }
    let boundaries = boundaries(&name);
    if boundaries.is_empty() {
        return if asked { by_character(&name) } else { Vec::new() };
    }
    let mut best: Option<(&Spellings, &str)> = None;
    let is_given = |given: &str| JA_GIVEN.contains_key(given);
    for &boundary in &boundaries {
        let (family, given) = name.split_at(boundary);
        let Some(families) = JA_SURNAMES.get(family) else {
            continue;
        };
        let known = is_given(given);
        let better = known || (asked && best.is_none_or(|(_, best)| !is_given(best)));
        // Among equals the longer family name: 長谷川 before 長.
        if better && (known || !by_character(given).is_empty()) {
            best = Some((families, given));
        }
    }
    let Some((families, given)) = best else {
        return if asked { by_character(&name) } else { Vec::new() };
    };
    let spelled: Vec<String>;
    let givens = match JA_GIVEN.get(given) {
        Some(known) => known.clone(),
        None => {
            spelled = by_character(given);
            spelled.iter().map(String::as_str).collect()
        }
    };
    combine(&[families.clone(), givens], SPELLINGS_MAX)
}

/// How the readings of a name can be written, a bit for each.
const HEPBURN: Set = 1;
const WITH_OH: Set = 1 << 1;
const WITH_OU: Set = 1 << 2;
const KUNREI: Set = 1 << 3;

/// The standards by which it can be written so, in plain letters: by the lists of names and kanji by kanji,
/// wherever the family name ends.
pub(super) fn standards_of(text: &str, wanted: &str) -> Vec<&'static str> {
    let name = usual(text);
    let ends: Vec<usize> = name.char_indices().map(|(at, _)| at).chain([name.len()]).collect();
    if ends.len() > CHARACTERS_MAX || wanted.len() > LETTERS_MAX {
        return Vec::new();
    }
    // m before b, m and p is an n.
    let labial = |at: usize| matches!(wanted.as_bytes().get(at + 1), Some(b'b' | b'm' | b'p'));
    let letters = wanted.bytes().enumerate();
    let wanted: Vec<u8> = letters
        .map(|(at, letter)| if letter == b'm' && labial(at) { b'n' } else { letter })
        .collect();
    let writing = writing(&name, &ends, &wanted);
    let mut found = Vec::new();
    if writing & HEPBURN != 0 {
        found.extend(["Modified Hepburn", "Japanese passport", "Traditional Hepburn"]);
    } else if writing & WITH_OH != 0 {
        found.push("Japanese passport");
    }
    if writing & WITH_OU != 0 {
        found.push("kana keyboard habit");
    }
    if writing & KUNREI != 0 {
        found.push("Kunrei");
    }
    found
}

/// How readings of the parts of a name make up the letters.
fn writing(name: &str, ends: &[usize], wanted: &[u8]) -> Set {
    let last = ends.len() - 1;
    let mut reached = vec![Ends::NONE; ends.len()];
    reached[0] = Ends::start(Set::MAX);
    for from in 0..last {
        let here = reached[from];
        if here.is_none() {
            continue;
        }
        let rest = &name[ends[from]..];
        let mut write = |to: usize, hepburns: &[&str]| {
            let opening = hepburns.iter().filter(|hepburn| may_open(hepburn, &here, wanted));
            opening.for_each(|hepburn| write_reading(hepburn, &here, wanted, &mut reached[to]));
        };
        for to in from + 1..=last {
            let part = &name[ends[from]..ends[to]];
            let family = JA_SURNAMES.get(part).filter(|_| from == 0);
            let given = JA_GIVEN.get(part).filter(|_| to == last);
            let kanji = JA_CHARACTERS.get(part).filter(|_| to - from <= KANJI_MAX);
            [family, given, kanji].into_iter().flatten().for_each(|known| write(to, known));
        }
        if let Some((length, latin)) = kana(rest) {
            write(from + rest[..length].chars().count(), &[latin]);
        }
        if rest.starts_with('々') && from > 0 {
            let again = &name[ends[from - 1]..ends[from]];
            JA_CHARACTERS.get(again).into_iter().for_each(|known| write(from + 1, known));
        }
    }
    reached[last].at(wanted.len())
}

/// Whether the first letter of a reading stands where it would be written, by any system: most do not.
fn may_open(hepburn: &str, here: &Ends, wanted: &[u8]) -> bool {
    let Some(first) = hepburn.bytes().next() else { return true };
    here.places().any(|place| {
        let before = place.checked_sub(1).map(|before| wanted[before]);
        let there = wanted.get(place).copied();
        match first {
            b'c' => matches!(there, Some(b'c' | b't')),
            b'j' => matches!(there, Some(b'j' | b'z')),
            b'f' => matches!(there, Some(b'f' | b'h')),
            b'o' | b'u' => there == Some(first) || before == Some(first),
            _ if first.is_ascii_lowercase() => there == Some(first),
            _ => true,
        }
    })
}

/// Adds where a reading ends, by each system.
fn write_reading(hepburn: &str, here: &Ends, wanted: &[u8], next: &mut Ends) {
    let spelled = [
        (strip(hepburn), HEPBURN),
        (strip(&hepburn.replace('ō', "oh")), WITH_OH),
        (strip(&hepburn.replace('ō', "ou")), WITH_OU),
        (strip(&kunrei(hepburn)), KUNREI),
    ];
    for (spelled, of) in &spelled {
        here.write(spelled, *of, wanted, next);
        // Where one long vowel ends and begins in two kanji, it is written once: 豊雄 Toyo.
        for vowel in [b'o', b'u'] {
            if spelled.as_bytes().first() == Some(&vowel) {
                here.preceded_by(vowel, wanted).write(&spelled[1..], *of, wanted, next);
            }
        }
    }
}

/// Where a given name may begin; nowhere if the name is too long for one.
fn boundaries(name: &str) -> Vec<usize> {
    const MOST: usize = 6;
    let all = name.char_indices().map(|(index, _)| index).skip(1);
    let found: Vec<usize> = all.take(MOST + 1).collect();
    if found.len() > MOST { Vec::new() } else { found }
}

/// Do the lists know it, as a family name, a given name, or both together?
pub(super) fn is_known(text: &str) -> bool {
    let name = usual(text);
    let both = |boundary: usize| {
        let (family, given) = name.split_at(boundary);
        JA_SURNAMES.contains_key(family) && JA_GIVEN.contains_key(given)
    };
    JA_SURNAMES.contains_key(name.as_str())
        || JA_GIVEN.contains_key(name.as_str())
        || boundaries(&name).into_iter().any(both)
}

/// Can the writing only be Japanese: kana beside kanji, 々, or a form that Japan alone has (沢, 竜, 畑)?
pub(super) fn is_certain(text: &str) -> bool {
    let mut kanji = false;
    let mut mark = false;
    for character in text.chars() {
        kanji |= ('\u{4e00}'..='\u{9fff}').contains(&character);
        mark |= character == '々'
            || matches!(character, '\u{3041}'..='\u{30fa}' | 'ー')
            || JAPANESE_FORMS.contains(&character);
    }
    kanji && mark
}

/// Is any of it kana?
pub(super) fn has_kana(text: &str) -> bool {
    text.chars().any(is_kana)
}

pub(super) fn is_kana(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | 'ー' | 'ヽ' | 'ヾ')
}

/// Kokuji, and simplifications that China did not make.
static JAPANESE_FORMS: LazyLock<FxHashSet<char>> = LazyLock::new(|| {
    "辻畑込峠笹榊畠凪栃匂働枠麿椙雫粂糀沢浜竜渋桜広辺斎恵徳穂栄関実対塩児渓拡覚観伝戦弾桟黒歩徴郷薫頼髪経亀斉瀬槙円囲応厳巌単豊暁壱釈駅択壊聴転軽鉄銭"
        .chars()
        .collect()
});

/// Old and variant characters in their usual form, separators dropped.
fn usual(text: &str) -> String {
    text.chars()
        .filter(|character| super::is_written(*character))
        .map(|character| SHINJITAI.get(&character).copied().unwrap_or(character))
        .collect()
}

/// The readings of a text that the lists have as a whole.
fn whole(name: &str) -> Vec<String> {
    let family = JA_SURNAMES.get(name).into_iter().flatten();
    let given = JA_GIVEN.get(name).into_iter().flatten();
    let mut readings: Vec<String> = Vec::new();
    for reading in family.chain(given) {
        if readings.iter().all(|other| other != reading) {
            readings.push((*reading).to_owned());
        }
    }
    readings
}

/// Kanji by kanji, kana by sound; nothing if a kanji is in no list.
fn by_character(name: &str) -> Vec<String> {
    let mut slots: Vec<Spellings> = Vec::new();
    let mut rest = name;
    while let Some(character) = rest.chars().next() {
        let mut taken = character.len_utf8();
        if character == '々' {
            let Some(previous) = slots.last().cloned() else {
                return Vec::new();
            };
            slots.push(previous);
        } else if let Some((length, latin)) = kana(rest) {
            taken = length;
            slots.push(vec![latin]);
        } else if let Some((length, found)) = kanji(rest) {
            taken = length;
            slots.push(found.clone());
        } else {
            return Vec::new();
        }
        rest = &rest[taken..];
    }
    combine(&slots, KANJI_SPELLINGS_MAX)
}

/// The longest word of the list of characters that opens the text: 三郎 is read as one.
fn kanji(text: &str) -> Option<(usize, &'static Spellings)> {
    let ends = text.char_indices().map(|(index, letter)| index + letter.len_utf8());
    let ends: Vec<usize> = ends.take(KANJI_MAX).collect();
    ends.into_iter().rev().find_map(|end| Some((end, JA_CHARACTERS.get(&text[..end])?)))
}

/// The longest kana that opens the text, two signs or one, in Latin.
fn kana(text: &str) -> Option<(usize, &'static str)> {
    let mut ends =
        text.char_indices().map(|(index, character)| index + character.len_utf8()).take(2);
    let (one, two) = (ends.next()?, ends.next());
    two.into_iter().chain([one]).find_map(|end| KANA.get(&text[..end]).map(|latin| (end, *latin)))
}

/// Modified Hepburn → traditional: m before b, m, p.
fn labial(hepburn: &str) -> String {
    ["b", "m", "p"].iter().fold(hepburn.to_owned(), |text, letter| {
        text.replace(&format!("n{letter}"), &format!("m{letter}"))
    })
}

/// Modified Hepburn → the passport: no long marks, no apostrophe.
fn passport(hepburn: &str) -> String {
    strip(&labial(hepburn))
}

fn strip(text: &str) -> String {
    super::plain(text)
}

/// Hepburn → Kunrei.
fn kunrei(hepburn: &str) -> String {
    const PAIRS: [(&str, &str); 17] = [
        ("shi", "si"),
        ("sh", "sy"),
        ("tch", "cch"),
        ("chi", "ti"),
        ("ch", "ty"),
        ("ctyi", "tti"),
        ("cty", "tty"),
        ("cti", "tti"),
        ("ts", "t"),
        ("fu", "hu"),
        ("fū", "hū"),
        ("ji", "zi"),
        ("j", "zy"),
        ("ā", "â"),
        ("ū", "û"),
        ("ō", "ô"),
        ("ē", "ê"),
    ];
    PAIRS.iter().fold(hepburn.to_owned(), |text, (from, to)| text.replace(from, to))
}

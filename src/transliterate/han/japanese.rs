//! Kanji, with kana among them → the readings that Japanese names have, by Hepburn, Kunrei and the passport.

use super::lists::{JA_CHARACTERS, JA_GIVEN, JA_SURNAMES, KANA, SHINJITAI, Spellings};
use super::ways::Ends;
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

/// The standards by which it can be written so, in plain letters: by the lists of names and kanji by kanji,
/// wherever the family name ends.
pub(super) fn standards_of(text: &str, wanted: &str) -> Vec<&'static str> {
    let name = usual(text);
    let ends: Vec<usize> = name.char_indices().map(|(at, _)| at).chain([name.len()]).collect();
    if ends.len() > CHARACTERS_MAX {
        return Vec::new();
    }
    // m before b, m and p is an n.
    let wanted = ["b", "m", "p"].iter().fold(wanted.to_owned(), |text, letter| {
        text.replace(&format!("m{letter}"), &format!("n{letter}"))
    });
    let writes = |spell: &dyn Fn(&str) -> String| is_written(&name, &ends, &wanted, spell);
    let mut found = Vec::new();
    if writes(&strip) {
        found.extend(["Modified Hepburn", "Japanese passport", "Traditional Hepburn"]);
    } else if writes(&|hepburn| strip(&hepburn.replace('ō', "oh"))) {
        found.push("Japanese passport");
    }
    if writes(&|hepburn| strip(&hepburn.replace('ō', "ou"))) {
        found.push("kana keyboard habit");
    }
    if writes(&|hepburn| strip(&kunrei(hepburn))) {
        found.push("Kunrei");
    }
    found
}

/// Whether readings of the parts of a name, spelled so, make up the letters.
fn is_written(name: &str, ends: &[usize], wanted: &str, spell: &dyn Fn(&str) -> String) -> bool {
    let last = ends.len() - 1;
    let mut reached = vec![Ends::NONE; ends.len()];
    reached[0] = Ends::START;
    for from in 0..last {
        let here = reached[from];
        let rest = &name[ends[from]..];
        let mut write = |to: usize, hepburns: &[&str]| {
            let spelled: Vec<String> = hepburns.iter().map(|hepburn| spell(hepburn)).collect();
            let mut after = here.after(spelled.iter().map(String::as_str), wanted);
            // Where one long vowel ends and begins in two kanji, it is written once: 豊雄 Toyo.
            for vowel in ["o", "u"] {
                let rests = spelled.iter().filter_map(|spelled| spelled.strip_prefix(vowel));
                after = after.with(here.preceded_by(vowel, wanted).after(rests, wanted));
            }
            reached[to] = reached[to].with(after);
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
    reached[last].has(wanted.len())
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
            || is_japanese_form(character);
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
fn is_japanese_form(character: char) -> bool {
    "辻畑込峠笹榊畠凪栃匂働枠麿椙雫粂糀沢浜竜渋桜広辺斎恵徳穂栄関実対塩児渓拡覚観伝戦弾桟黒歩徴郷薫頼髪経亀斉瀬槙円囲応厳巌単豊暁壱釈駅択壊聴転軽鉄銭"
        .contains(character)
}

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

//! Han characters → Mandarin: pinyin, the passport's ü, Wade-Giles, and the systems of Taiwan.

use pinyin::ToPinyin;

use super::lists::{self, GWOYEU, NAME_PINYIN, SURNAMES, SYLLABLES, Spellings, Syllable};
use super::ways::Way;
use super::{SPELLINGS_MAX, combine};

/// Every Mandarin spelling, each with its standard.
pub(super) fn readings(text: &str) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    for reading in pinyin(text) {
        if reading.contains('ü') {
            // Passports write LYU since 2012, keyboards lv, and many leave the dots out.
            found.push((reading.replace('ü', "yu"), "Chinese passport"));
            found.push((reading.replace('ü', "v"), "pinyin, keyboard habit"));
            found.push((reading.replace('ü', "u"), "pinyin, dots left out"));
        }
        found.push((reading, "Pinyin"));
    }
    // The standard form opens the list.
    found.sort_by_key(|(_, title)| *title != "Pinyin");
    found
        .extend(wade_giles(text, SPELLINGS_MAX).into_iter().map(|reading| (reading, "Wade-Giles")));
    let taiwan = |spell: fn(&'static Syllable) -> &'static str| {
        map_syllables(text, 1, |syllable| vec![SYLLABLES.get(syllable).map_or(syllable, spell)])
    };
    let tongyong = taiwan(|syllable| syllable.tongyong);
    found.extend(tongyong.into_iter().map(|reading| (reading, "Tongyong Pinyin 2002")));
    let mps_ii = taiwan(|syllable| syllable.mps_ii);
    found.extend(mps_ii.into_iter().map(|reading| (reading, "Mandarin Phonetic Symbols II 1986")));
    let gwoyeu: Option<Vec<Spellings>> =
        tonal(text).into_iter().map(|slot| Some(vec![gwoyeu(&slot)?])).collect();
    let gwoyeu = combine(&gwoyeu.unwrap_or_default(), 1);
    found.extend(gwoyeu.into_iter().map(|reading| (reading, GWOYEU_ROMATZYH)));
    let taiwanese = map_syllables(text, SPELLINGS_MAX * 2, taiwanese);
    found.extend(taiwanese.into_iter().map(|reading| (reading, TAIWAN)));
    found
}

const GWOYEU_ROMATZYH: &str = "Gwoyeu Romatzyh 1928";
const TAIWAN: &str = "Taiwan habit";

/// The same with every reading of every character.
pub(super) fn ways(text: &str) -> Vec<Way> {
    let slots = tonal(text);
    let way = |standard: &'static str, spell: &dyn Fn(&Tonal, &'static str) -> Spellings| {
        let spelled = |slot: &Tonal| {
            slot.syllables.iter().flat_map(|&syllable| spell(slot, syllable)).collect()
        };
        Way { standard, slots: slots.iter().map(spelled).collect() }
    };
    let of = |syllable: &'static str, spell: fn(&'static Syllable) -> &'static str| {
        vec![SYLLABLES.get(syllable).map_or(syllable, spell)]
    };
    let mut ways = vec![
        way("Pinyin", &|_, syllable| vec![syllable]),
        way("Wade-Giles", &|_, syllable| {
            SYLLABLES.get(syllable).map_or_else(|| vec![syllable], |found| found.wade_giles.clone())
        }),
        way("Tongyong Pinyin 2002", &|_, syllable| of(syllable, |known| known.tongyong)),
        way("Mandarin Phonetic Symbols II 1986", &|_, syllable| of(syllable, |known| known.mps_ii)),
        way(GWOYEU_ROMATZYH, &|slot, _| gwoyeu(slot).into_iter().collect()),
        // One name mixes systems: Wang Jin-pyng, Yu Shyi-kun; tones differ between Taiwan and the mainland.
        way(TAIWAN, &|_, syllable| {
            let tones = GWOYEU.get(syllable).into_iter().flatten();
            taiwanese(syllable).into_iter().chain(tones.copied()).collect()
        }),
    ];
    if slots.iter().any(|slot| slot.syllables.iter().any(|syllable| syllable.contains('ü'))) {
        ways.push(way("Chinese passport", &|_, syllable| vec![without_dots(syllable).0]));
        ways.push(way("pinyin, keyboard habit", &|_, syllable| vec![without_dots(syllable).1]));
    }
    ways
}

/// What passports and keyboards write.
fn without_dots(syllable: &'static str) -> (&'static str, &'static str) {
    match syllable {
        "lü" => ("lyu", "lv"),
        "lüe" => ("lyue", "lve"),
        "nü" => ("nyu", "nv"),
        "nüe" => ("nyue", "nve"),
        _ => (syllable, syllable),
    }
}

/// The readings of a character, and the tone of the first of them, where it is known.
struct Tonal {
    syllables: Spellings,
    tone: Option<usize>,
}

/// For each character its readings with its tone.
fn tonal(text: &str) -> Vec<Tonal> {
    let characters = lists::simplified(text);
    let slots = slots(text);
    let are_alike = slots.len() == characters.len();
    let tonal = |(at, syllables): (usize, Spellings)| {
        let character = characters.get(at).filter(|_| are_alike);
        let read = character.and_then(|character| character.to_pinyin());
        let read = read.filter(|read| syllables.first() == Some(&read.plain()));
        let tone = read.and_then(|read| read.with_tone_num_end().bytes().last());
        let tone = tone.filter(u8::is_ascii_digit).map(|digit| usize::from(digit - b'0'));
        Tonal { syllables, tone }
    };
    slots.into_iter().enumerate().map(tonal).collect()
}

fn gwoyeu(slot: &Tonal) -> Option<&'static str> {
    GWOYEU.get(slot.syllables.first()?)?.get(slot.tone?.checked_sub(1)?).copied()
}

/// Pinyin without tones, an apostrophe before a vowel inside the word; the reading as a family name first.
pub(super) fn pinyin(text: &str) -> Vec<String> {
    let slots = slots(text);
    let mut opened: Vec<Vec<String>> = Vec::with_capacity(slots.len());
    for (index, slot) in slots.iter().enumerate() {
        let open = |syllable: &&str| {
            let vowel = index > 0 && syllable.starts_with(['a', 'o', 'e']);
            if vowel { format!("’{syllable}") } else { (*syllable).to_owned() }
        };
        opened.push(slot.iter().map(open).collect());
    }
    let borrowed: Vec<Vec<&str>> =
        opened.iter().map(|slot| slot.iter().map(String::as_str).collect()).collect();
    combine(&borrowed, 4)
}

/// Wade-Giles, the aspiration mark kept, without hyphens.
pub(super) fn wade_giles(text: &str, most: usize) -> Vec<String> {
    map_syllables(text, most, |syllable| {
        SYLLABLES.get(syllable).map_or_else(|| vec![syllable], |found| found.wade_giles.clone())
    })
}

/// Taiwan has had several systems, and a name may be written by more than one of them: Ying-jeou, Wen-je.
fn taiwanese(syllable: &'static str) -> Spellings {
    let Some(known) = SYLLABLES.get(syllable) else { return vec![syllable] };
    let mut spellings = known.wade_giles.clone();
    let others = known.habits.iter().chain([&known.mps_ii, &known.tongyong, &syllable]);
    for other in others {
        if !spellings.contains(other) {
            spellings.push(other);
        }
    }
    spellings
}

fn map_syllables(
    text: &str,
    most: usize,
    spell: impl Fn(&'static str) -> Vec<&'static str>,
) -> Vec<String> {
    let mut spelled: Vec<Vec<&'static str>> = Vec::new();
    for slot in slots(text) {
        // The usual reading alone: what is rare in pinyin is rare in every other spelling.
        let Some(&syllable) = slot.first() else {
            return Vec::new();
        };
        let compound = SYLLABLES.get(syllable).is_none() && syllable.len() > 4;
        spelled.push(if compound { vec![syllable] } else { spell(syllable) });
    }
    combine(&spelled, most)
}

/// For each character (each compound family name is split into its syllables) its readings.
fn slots(text: &str) -> Vec<Spellings> {
    let characters = lists::simplified(text);
    let foreign = super::is_transcription(text);
    let surname = lists::surname(&characters).filter(|_| !foreign);
    let mut slots = Vec::with_capacity(characters.len());
    let mut rest = characters.as_slice();
    match surname {
        Some((surname, 1)) => {
            slots.push(surname.pinyin.clone());
            rest = &rest[1..];
        }
        Some((surname, length)) => {
            slots.extend(split_compound(&surname.pinyin));
            rest = &rest[length..];
        }
        None => {}
    }
    slots.extend(rest.iter().filter_map(|&character| syllables(character)));
    slots
}

/// `zhuge` → `zhu`, `ge`: the shortest first syllable whose remainder is made of syllables too.
fn split_compound(pinyin: &Spellings) -> Vec<Spellings> {
    let Some(mut word) = pinyin.first().copied() else {
        return Vec::new();
    };
    let mut slots = Vec::new();
    while !word.is_empty() {
        let end = (1..=word.len())
            .rev()
            .filter(|&end| word.is_char_boundary(end))
            .find(|&end| SYLLABLES.contains_key(&word[..end]) && splits(&word[end..]));
        let end = end.unwrap_or(word.len());
        slots.push(vec![&word[..end]]);
        word = &word[end..];
    }
    slots
}

fn splits(word: &str) -> bool {
    word.is_empty()
        || (1..=word.len())
            .filter(|&end| word.is_char_boundary(end))
            .any(|end| SYLLABLES.contains_key(&word[..end]) && splits(&word[end..]))
}

/// The readings of one character inside a given name.
fn syllables(character: char) -> Option<Spellings> {
    let mut buffer = [0; 4];
    let key: &str = character.encode_utf8(&mut buffer);
    if let Some(found) = NAME_PINYIN.get(key) {
        return Some(found.clone());
    }
    if let Some(found) = character.to_pinyin() {
        return Some(vec![found.plain()]);
    }
    if let Some(found) = SURNAMES.get(key) {
        return Some(found.pinyin.clone());
    }
    // Never to nothing: a character that no dictionary knows, a digit, a Latin letter.
    let fallback = any_ascii::any_ascii_char(character);
    (!fallback.trim().is_empty()).then(|| vec![fallback.trim()])
}

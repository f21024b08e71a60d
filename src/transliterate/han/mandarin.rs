//! Han characters → Mandarin: pinyin, the passport's ü, Wade-Giles, and the systems of Taiwan.

use std::slice;
use std::sync::LazyLock;

use pinyin::ToPinyin;
use rustc_hash::FxHashMap;

use super::lists::{GWOYEU, NAME_PINYIN, SURNAMES, SYLLABLES, Spellings, Syllable};
use super::ways::{Set, Text, Walk};
use super::{SPELLINGS_MAX, combine};
use crate::transliterate::explain::plain;

/// Every Mandarin spelling, each with its standard.
pub(super) fn readings(text: &str) -> Vec<(String, &'static str)> {
    let name = Text::new(text, super::is_transcription(text));
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
        slots(&name).map(|slot| Some(vec![gwoyeu(&slot)?])).collect();
    let gwoyeu = combine(&gwoyeu.unwrap_or_default(), 1);
    found.extend(gwoyeu.into_iter().map(|reading| (reading, GWOYEU_ROMATZYH)));
    let taiwanese = map_syllables(text, SPELLINGS_MAX * 2, taiwanese);
    found.extend(taiwanese.into_iter().map(|reading| (reading, TAIWAN)));
    found
}

const GWOYEU_ROMATZYH: &str = "Gwoyeu Romatzyh 1928";
const TAIWAN: &str = "Taiwan habit";

/// What is asked for by [`standards_of`], in this order.
const STANDARDS: [&str; 8] = [
    "Pinyin",
    "Wade-Giles",
    "Tongyong Pinyin 2002",
    "Mandarin Phonetic Symbols II 1986",
    GWOYEU_ROMATZYH,
    TAIWAN,
    "Chinese passport",
    "pinyin, keyboard habit",
];
/// What Gwoyeu Romatzyh writes depends on the tone, and is not in [`WRITTEN`].
const BY_TONE: Set = 1 << 4;
/// Those that part from pinyin where there is a ü.
const WITHOUT_DOTS: Set = 1 << 6 | 1 << 7;

/// Pinyin syllable → its spellings in plain letters, each with the standards that have it.
static WRITTEN: LazyLock<FxHashMap<&'static str, Vec<(String, Set)>>> =
    LazyLock::new(|| SYLLABLES.keys().map(|&syllable| (syllable, written(syllable))).collect());

fn written(syllable: &'static str) -> Vec<(String, Set)> {
    let Some(known) = SYLLABLES.get(syllable) else { return Vec::new() };
    let (passport, keyboard) = without_dots(syllable);
    // One name mixes systems: Wang Jin-pyng, Yu Shyi-kun; tones differ between Taiwan and the mainland.
    let tones = GWOYEU.get(syllable).into_iter().flatten().copied();
    let of_standards: [Spellings; STANDARDS.len()] = [
        vec![syllable],
        known.wade_giles.clone(),
        vec![known.tongyong],
        vec![known.mps_ii],
        Spellings::new(),
        taiwanese(syllable).into_iter().chain(tones).collect(),
        vec![passport],
        vec![keyboard],
    ];
    let mut found: Vec<(String, Set)> = Vec::new();
    for (number, spellings) in of_standards.iter().enumerate() {
        for spelling in spellings.iter().map(|spelling| plain(spelling)) {
            match found.iter_mut().find(|(known, _)| *known == spelling) {
                Some((_, standards)) => *standards |= 1 << number,
                None => found.push((spelling, 1 << number)),
            }
        }
    }
    found
}

/// The standards that can write the name so, with any reading of any character.
pub(super) fn standards_of(text: &Text<'_>, wanted: &str) -> impl Iterator<Item = &'static str> {
    let numbered = STANDARDS.iter().enumerate();
    let set = writing(text, wanted);
    numbered.filter(move |(number, _)| set >> number & 1 == 1).map(|(_, standard)| *standard)
}

fn writing(text: &Text<'_>, wanted: &str) -> Set {
    let mut walk = Walk::new(wanted, Set::MAX);
    let (mut read, mut dots) = (false, false);
    for slot in slots(text) {
        let of_syllable = |&syllable: &&'static str| {
            let known = WRITTEN.get(syllable).map_or(&[][..], Vec::as_slice);
            let alone = known.is_empty().then_some((syllable, !BY_TONE));
            known.iter().map(|(spelling, of)| (spelling.as_str(), *of)).chain(alone)
        };
        let spellings = slot.syllables().iter().flat_map(of_syllable);
        if !walk.step(spellings.chain(gwoyeu(&slot).map(|spelling| (spelling, BY_TONE)))) {
            return 0;
        }
        read = true;
        dots |= slot.syllables().iter().any(|syllable| syllable.contains('ü'));
    }
    let meant = if dots { Set::MAX } else { !WITHOUT_DOTS };
    if read { walk.end() & meant } else { 0 }
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

/// A syllable of a name.
struct Slot {
    readings: Readings,
    /// What is read so.
    character: Option<char>,
}

enum Readings {
    One(&'static str),
    Listed(&'static [&'static str]),
}

impl Slot {
    /// The usual one first.
    fn syllables(&self) -> &[&'static str] {
        match &self.readings {
            Readings::One(syllable) => slice::from_ref(syllable),
            Readings::Listed(syllables) => syllables,
        }
    }
}

/// The spelling with the tone of the first reading, where it is known.
fn gwoyeu(slot: &Slot) -> Option<&'static str> {
    let first = slot.syllables().first()?;
    let read = slot.character?.to_pinyin().filter(|read| *first == read.plain())?;
    let digit = read.with_tone_num_end().bytes().last().filter(u8::is_ascii_digit)?;
    GWOYEU.get(first)?.get(usize::from(digit - b'0').checked_sub(1)?).copied()
}

/// Pinyin without tones, an apostrophe before a vowel inside the word; the reading as a family name first.
pub(super) fn pinyin(text: &str) -> Vec<String> {
    let name = Text::new(text, super::is_transcription(text));
    let mut opened: Vec<Vec<String>> = Vec::new();
    for (index, slot) in slots(&name).enumerate() {
        let open = |syllable: &&str| {
            let vowel = index > 0 && syllable.starts_with(['a', 'o', 'e']);
            if vowel { format!("’{syllable}") } else { (*syllable).to_owned() }
        };
        opened.push(slot.syllables().iter().map(open).collect());
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
    for slot in slots(&Text::new(text, super::is_transcription(text))) {
        // The usual reading alone: what is rare in pinyin is rare in every other spelling.
        let Some(&syllable) = slot.syllables().first() else {
            return Vec::new();
        };
        let compound = SYLLABLES.get(syllable).is_none() && syllable.len() > 4;
        spelled.push(if compound { vec![syllable] } else { spell(syllable) });
    }
    combine(&spelled, most)
}

/// For each character (each compound family name is split into its syllables) its readings.
fn slots(text: &Text<'_>) -> impl Iterator<Item = Slot> {
    let surname = text.surname.filter(|_| !text.is_foreign);
    let length = surname.map_or(0, |(_, length)| length);
    let single = surname.filter(|_| length == 1).map(|(surname, _)| Slot {
        readings: Readings::Listed(&surname.pinyin),
        character: text.characters.first().copied(),
    });
    let compound = surname.filter(|_| length > 1);
    let parts = compound.map_or(Vec::new(), |(surname, _)| split_compound(&surname.pinyin));
    let are_alike = parts.len() == length;
    let compound = parts.into_iter().enumerate().map(move |(at, syllable)| Slot {
        readings: Readings::One(syllable),
        character: text.characters.get(at).copied().filter(|_| are_alike),
    });
    let given = text.characters[length..].iter().filter_map(|&character| syllables(character));
    single.into_iter().chain(compound).chain(given)
}

/// `zhuge` → `zhu`, `ge`: the shortest first syllable whose remainder is made of syllables too.
fn split_compound(pinyin: &Spellings) -> Spellings {
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
        slots.push(&word[..end]);
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

/// One character inside a given name.
fn syllables(character: char) -> Option<Slot> {
    let mut buffer = [0; 4];
    let key: &str = character.encode_utf8(&mut buffer);
    let read = |readings| Some(Slot { readings, character: Some(character) });
    if let Some(found) = NAME_PINYIN.get(key) {
        return read(Readings::Listed(found));
    }
    if let Some(found) = character.to_pinyin() {
        return read(Readings::One(found.plain()));
    }
    if let Some(found) = SURNAMES.get(key) {
        return read(Readings::Listed(&found.pinyin));
    }
    // Never to nothing: a character that no dictionary knows, a digit, a Latin letter.
    let fallback = any_ascii::any_ascii_char(character).trim();
    (!fallback.is_empty()).then_some(Readings::One(fallback)).and_then(read)
}

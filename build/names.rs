//! The lists of `data/names` → the bytes of the tables that the library looks words up in.
//!
//! Part of the build, and of the test that holds what the build reads; nothing here is in the library.

use std::collections::BTreeMap;

use super::lists::{
    BEGINNING_BITS, CLOSE, COGNATE, FIRST, NICKNAME, PLACE, PLACES, USAGE, Usage, bucket,
    consonants, key, place, skeleton, step,
};

/// Share of all persons that one culture is taken to be, when it is not known which one it is.
const CULTURE_SHARE: f64 = 0.2;

/// The bytes of a table: how many bits choose a bucket, where the records of each bucket begin, one
/// more at the end, then the records in order, each with its key before it.
pub fn write_table<const WIDTH: usize>(records: &BTreeMap<u64, [u8; WIDTH]>) -> Vec<u8> {
    let bits = records.len().next_power_of_two().trailing_zeros().max(1);
    let mut sorted: Vec<(usize, u64, &[u8; WIDTH])> =
        records.iter().map(|(&key, record)| (bucket(key, bits), key, record)).collect();
    sorted.sort_unstable_by_key(|&(bucket, key, _)| (bucket, key));
    let mut bytes = bits.to_le_bytes().to_vec();
    for start in 0..=1_usize << bits {
        let place = sorted.partition_point(|&(bucket, ..)| bucket < start) as u32;
        bytes.extend(place.to_le_bytes());
    }
    for (_, key, record) in sorted {
        bytes.extend(key.to_le_bytes());
        bytes.extend(record);
    }
    bytes
}

fn write_beginnings<'a>(skeletons: impl Iterator<Item = &'a String>) -> Vec<u8> {
    let mut bytes = vec![0; 1 << (BEGINNING_BITS - 3)];
    for skeleton in skeletons {
        let mut hash = FIRST;
        for byte in std::iter::once(None).chain(skeleton.bytes().map(Some)) {
            hash = byte.map_or(hash, |byte| step(hash, byte));
            let bit = bucket(hash, BEGINNING_BITS);
            bytes[bit / 8] |= 1 << (bit % 8);
        }
    }
    bytes
}

fn join(all: &mut Usage, other: &Usage) {
    all.given = all.given.max(other.given);
    all.family = all.family.max(other.family);
    all.patronymic = all.patronymic.max(other.patronymic);
    all.genders |= other.genders;
    all.lists |= other.lists;
}

/// The bytes that [`Usage::of`] reads.
pub fn bytes_of(usage: &Usage) -> [u8; USAGE] {
    let mut bytes = [usage.genders; USAGE];
    bytes[..16].copy_from_slice(&usage.lists.to_le_bytes());
    for (at, share) in [usage.given, usage.family, usage.patronymic].into_iter().enumerate() {
        bytes[16 + at * 8..][..8].copy_from_slice(&share.to_le_bytes());
    }
    bytes
}

/// The words of a line of a frequency list, in small letters.
pub fn words_of_line(line: &str) -> Vec<String> {
    let name = line.split('\t').next().unwrap_or_default().trim().to_lowercase();
    name.split([' ', '-']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words of a line of a table of relations, in small letters; the first is the head. Names of
/// several words are left out.
pub fn words_of_group(line: &str) -> Vec<String> {
    let Some((head, members)) = line.split_once(':') else { return Vec::new() };
    let words = std::iter::once(head).chain(members.split(','));
    words.map(|word| word.trim().to_lowercase()).collect()
}

/// Whether a word of a table of relations counts.
pub fn is_one_word(word: &str) -> bool {
    !word.is_empty() && !word.contains(' ')
}

/// Whether a word is in Hebrew, Arabic or Syriac letters.
fn is_abjad(word: &str) -> bool {
    word.contains(|letter| ('\u{590}'..='\u{77f}').contains(&letter))
}

/// The lines of a list that name somebody.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with(['#', '@']))
}

/// The tables of all frequency lists.
#[derive(Debug, Default)]
pub struct FrequencyTables {
    /// Usage by skeleton, and by consonant skeleton.
    pub words: Vec<u8>,
    pub consonants: Vec<u8>,
    /// The genders that lists tell of a word as it is spelled: Michele is a man's name, Michelle not.
    pub spelled: Vec<u8>,
    pub beginnings: Vec<u8>,
    /// The lists written in Latin letters.
    pub latin: u128,
    /// The lists of peoples whose second name is their father's.
    pub fathers: u128,
    /// The lists of peoples whose names have no parts: a name is all of its words.
    pub whole: u128,
}

/// Reads the files of `data/names/frequency`, given as name and text; `cognate` romanizes a word.
pub fn read_frequencies(
    files: &[(String, String)],
    cognate: impl Fn(&str) -> String,
) -> FrequencyTables {
    let (mut words, mut consonant) = (BTreeMap::new(), BTreeMap::new());
    let mut spelled: BTreeMap<u64, [u8; 1]> = BTreeMap::new();
    let (mut list, mut latin, mut fathers, mut whole) = (1_u128, 0, 0, 0);
    for (file, text) in files {
        let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".txt");
        let part = stem.rsplit('-').next().unwrap_or_default();
        // Where lists are more than bits, two share one.
        list = list.rotate_left(1);
        if lines(text).next().is_some_and(is_latin) {
            latin |= list;
        }
        let custom = |name: &str| if text.lines().any(|line| line == name) { list } else { 0 };
        fathers |= custom("@fathers");
        whole |= custom("@whole");
        // Who writes a rarer name knows it, but another may have slipped there; names of fathers tell.
        let common = lines(text.split("@rarer").next().unwrap_or_default()).count();
        for (at, line) in lines(text).enumerate() {
            let rarer = at >= common && fathers & list == 0;
            let mut fields = line.split('\t').skip(1).map(str::trim);
            let Some(Ok(bearers)) = fields.next().map(str::parse::<f64>) else { continue };
            let probability = bearers / 1e5 * CULTURE_SHARE;
            let mut usage = Usage { lists: if rarer { 0 } else { list }, ..Usage::default() };
            match part {
                "given" => usage.given = probability,
                "patronymic" => usage.patronymic = probability,
                _ => usage.family = probability,
            }
            // A word of a name without parts is neither.
            if whole & list != 0 {
                usage.family = usage.given;
            }
            usage.genders = match fields.next() {
                Some("m") => 1,
                Some("f") => 2,
                _ => 0,
            };
            for word in words_of_line(line) {
                let plain = cognate(&word);
                join(words.entry(skeleton(&plain)).or_insert_with(Usage::default), &usage);
                let bare = consonant.entry(key(&consonants(&plain, is_abjad(&word))));
                join(bare.or_insert_with(Usage::default), &usage);
                spelled.entry(key(&plain)).or_default()[0] |= usage.genders;
            }
        }
    }
    let beginnings = write_beginnings(words.keys());
    let words = words.iter().map(|(skeleton, usage)| (key(skeleton), bytes_of(usage))).collect();
    let consonant = consonant.into_iter().map(|(key, usage)| (key, bytes_of(&usage))).collect();
    spelled.retain(|_, genders| genders[0] != 0);
    FrequencyTables {
        words: write_table(&words),
        consonants: write_table(&consonant),
        spelled: write_table(&spelled),
        beginnings,
        latin,
        fathers,
        whole,
    }
}

/// Whether a line begins with a Latin letter.
fn is_latin(line: &str) -> bool {
    let first = line.chars().find(|letter| letter.is_alphabetic());
    first.is_some_and(|letter| letter < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&letter))
}

/// The tables of all relations.
#[derive(Debug, Default)]
pub struct RelationTables {
    /// By skeleton, where the places of a word begin in `places`, and how many they are.
    pub members: Vec<u8>,
    /// Places in groups, as numbers of four bytes.
    pub places: Vec<u8>,
    pub beginnings: Vec<u8>,
}

/// Reads the files of `data/names/relations`, given as name and text; `cognate` romanizes a word.
pub fn read_relations(
    files: &[(String, String)],
    cognate: impl Fn(&str) -> String,
) -> RelationTables {
    let mut members: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut group = 0;
    for (file, text) in files {
        let nickname = text.lines().any(|line| line.trim() == "@relation nickname");
        let table = match (nickname, file.contains("national-forms")) {
            (true, _) => NICKNAME,
            (_, true) => CLOSE,
            _ => COGNATE,
        };
        for words in lines(text).map(words_of_group).filter(|words| !words.is_empty()) {
            for (at, word) in words.iter().enumerate().filter(|(_, word)| is_one_word(word)) {
                let place = place(group, false, at == 0 || table != NICKNAME, table);
                let known = members.entry(skeleton(&cognate(word))).or_default();
                if !known.contains(&place) {
                    known.push(place);
                }
            }
            group += 1;
        }
    }
    let beginnings = write_beginnings(members.keys());
    let mut places = Vec::new();
    let mut of_words = BTreeMap::new();
    for (skeleton, own) in members {
        let mut record = [0; PLACES];
        record[..PLACE].copy_from_slice(&((places.len() / PLACE) as u32).to_le_bytes());
        record[PLACE..].copy_from_slice(&(own.len() as u32).to_le_bytes());
        of_words.insert(key(&skeleton), record);
        places.extend(own.iter().flat_map(|place| place.to_le_bytes()));
    }
    RelationTables { members: write_table(&of_words), places, beginnings }
}

/// The lists' words by their cognate romanization: `word<TAB>romanization` lines, of words that are
/// not plain ASCII.
pub fn read_cognates(text: &str) -> BTreeMap<&str, &str> {
    lines(text).filter_map(|line| line.split_once('\t')).collect()
}

/// The cognate romanization of a word of ASCII.
pub fn ascii_cognate(word: &str) -> String {
    let kept = word.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|letter| letter.to_ascii_lowercase()).collect()
}

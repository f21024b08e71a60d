//! All words → the pairs that could be one name, found without comparing every word with every
//! other (a fuzzy self-join).
//!
//! Words meet in buckets: by a key of consonant classes, by that key less one class, by the keys of
//! their stems, and by the groups of relations that they belong to. Words that meet are screened by
//! the letters they share, then compared by the channel.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Lexicon;
use super::compare::{Relation, Scratch, WordMatch};
use super::word::{Variant, Word, Writing};

/// A bucket larger than this is cut to its commonest words: work stays bounded.
const BUCKET_MAX: usize = 1_500;
/// Odds below which two words are as good as unrelated.
const NEAR: f32 = -8.0;

/// What was found between the words of a lexicon.
#[derive(Debug, Default)]
pub struct Neighbors {
    /// Where the neighbors of each word begin in `ids`, one more at the end.
    starts: Vec<usize>,
    /// Neighbors of all words, by word, then in order of id, the word itself left out.
    ids: Vec<u32>,
    /// Beside each neighbor, what was found: a place in `matches`.
    places: Vec<u32>,
    /// What was found, the smaller id on the left.
    matches: Vec<WordMatch>,
    /// Buckets that were cut.
    pub(crate) cut: usize,
}

impl Neighbors {
    /// Finds all pairs of near words. `weights` says how often each word is met, for what to keep
    /// where a bucket must be cut.
    pub(crate) fn find(lexicon: &Lexicon<'_>, weights: &[u32]) -> Self {
        let mut buckets: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        let keys: Vec<Vec<u64>> = lexicon.words().par_iter().map(keys).collect();
        for (id, keys) in keys.iter().enumerate() {
            for &key in keys {
                buckets.entry(key).or_default().push(id as u32);
            }
        }
        let mut cut = 0;
        for bucket in buckets.values_mut().filter(|bucket| bucket.len() > BUCKET_MAX) {
            cut += 1;
            bucket.sort_by_key(|&id| (std::cmp::Reverse(weights[id as usize]), id));
            bucket.truncate(BUCKET_MAX);
            bucket.sort_unstable();
        }
        let letters: Vec<Vec<u32>> = lexicon.words().iter().map(letter_sets).collect();
        let found: Vec<Vec<(u32, WordMatch)>> = (0..keys.len() as u32)
            .into_par_iter()
            .map_init(Scratch::default, |scratch, id| {
                let mut near: Vec<u32> = keys[id as usize]
                    .iter()
                    .filter_map(|key| buckets.get(key))
                    .flat_map(|bucket| {
                        bucket[bucket.partition_point(|&other| other <= id)..].iter()
                    })
                    .copied()
                    .collect();
                near.sort_unstable();
                near.dedup();
                near.retain(|&other| alike(lexicon, id, other, &letters));
                near.into_iter()
                    .filter_map(|other| {
                        Some((other, lexicon.compare_above(id, other, NEAR, scratch)?))
                    })
                    .collect()
            })
            .collect();
        Self::gather(found, cut)
    }

    fn gather(found: Vec<Vec<(u32, WordMatch)>>, cut: usize) -> Self {
        let mut starts = vec![0; found.len() + 1];
        for (id, near) in found.iter().enumerate() {
            starts[id + 1] += near.len();
            near.iter().for_each(|&(other, _)| starts[other as usize + 1] += 1);
        }
        for id in 0..found.len() {
            starts[id + 1] += starts[id];
        }
        let total = starts[found.len()];
        let (mut ids, mut places) = (vec![0; total], vec![0; total]);
        let mut next = starts.clone();
        let mut matches = Vec::with_capacity(total / 2);
        // Words come in order, and so does each word's list: smaller ids are put into it first,
        // when their turn comes, then, at its own, the larger ones.
        for (id, near) in found.into_iter().enumerate() {
            for (other, word_match) in near {
                for (word, neighbor) in [(id, other), (other as usize, id as u32)] {
                    ids[next[word]] = neighbor;
                    places[next[word]] = matches.len() as u32;
                    next[word] += 1;
                }
                matches.push(word_match);
            }
        }
        Self { starts, ids, places, matches, cut }
    }

    /// What two words have in common; nothing, where they were never near.
    #[must_use]
    pub fn get(&self, left: u32, right: u32, lexicon: &Lexicon<'_>) -> WordMatch {
        if left == right {
            return WordMatch::identical(lexicon.word(left).surprisal());
        }
        let (of_left, of_right) = (self.of(left), self.of(right));
        let (word, found) = if of_left.len() <= of_right.len() {
            (left, of_left.binary_search(&right))
        } else {
            (right, of_right.binary_search(&left))
        };
        let Ok(at) = found else {
            return WordMatch::none();
        };
        let found = self.matches[self.places[self.starts[word as usize] + at] as usize];
        if left < right { found } else { found.mirrored() }
    }

    /// Words near this one.
    #[must_use]
    pub fn of(&self, id: u32) -> &[u32] {
        &self.ids[self.starts[id as usize]..self.starts[id as usize + 1]]
    }
}

impl WordMatch {
    /// A word beside itself.
    #[must_use]
    pub(crate) fn identical(surprisal: f64) -> Self {
        Self {
            bits: surprisal as f32,
            cost: 0.0,
            surprisal: surprisal as f32,
            odds: super::compare::ODDS_MAX as f32,
            lone: super::compare::ODDS_MAX as f32,
            relation: Relation::Identical,
            ..Self::none()
        }
    }

    /// The same, seen from the right.
    pub(crate) fn mirrored(mut self) -> Self {
        self.genders = (self.genders.1, self.genders.0);
        self
    }
}

/// Whether two words share enough letters, or a relation that no letters show.
fn alike(lexicon: &Lexicon<'_>, left: u32, right: u32, letters: &[Vec<u32>]) -> bool {
    const DIFFERENT_MAX: u32 = 6;
    let (one, other) = (lexicon.word(left), lexicon.word(right));
    let unlike_writings = one.writing >= Writing::Abjad || other.writing >= Writing::Abjad;
    let near =
        |a: &u32| letters[right as usize].iter().any(|b| (a ^ b).count_ones() <= DIFFERENT_MAX);
    unlike_writings || letters[left as usize].iter().any(near) || related(one, other)
}

fn related(one: &Word, other: &Word) -> bool {
    one.variants.iter().any(|a| {
        other
            .variants
            .iter()
            .any(|b| super::relations::kinship(&a.memberships, &b.memberships).is_some())
    })
}

/// The letters of each romanization of a word as bits of a set.
fn letter_sets(word: &Word) -> Vec<u32> {
    word.variants
        .iter()
        .map(|variant| {
            let letters = variant.plain.bytes().filter(u8::is_ascii_lowercase);
            letters.fold(0, |set, letter| set | 1 << (letter - b'a'))
        })
        .collect()
}

/// The buckets a word goes into, in order.
fn keys(word: &Word) -> Vec<u64> {
    let mut keys = Vec::new();
    for variant in &word.variants {
        for classes in classes(&variant.plain, word.writing) {
            push_keys(&classes, &mut keys);
        }
        push_stems(variant, word.writing, &mut keys);
        for membership in &variant.memberships {
            keys.push(hash(b'G', &membership.group().to_le_bytes()));
        }
    }
    if keys.is_empty() {
        keys.push(hash(b'T', word.text.as_bytes()));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// A key of all classes, and one for each class left out.
fn push_keys(classes: &[u8], keys: &mut Vec<u64>) {
    const CLASSES_MIN: usize = 3;
    keys.push(hash(b'C', classes));
    if classes.len() < CLASSES_MIN {
        return;
    }
    let mut shorter = Vec::with_capacity(classes.len());
    for skipped in 0..classes.len() {
        shorter.clear();
        shorter
            .extend(classes.iter().enumerate().filter(|(at, _)| *at != skipped).map(|(_, c)| *c));
        shorter.dedup();
        keys.push(hash(b'C', &shorter));
    }
}

/// Keys of what is left when a case ending or a derived ending is taken off.
fn push_stems(variant: &Variant, writing: Writing, keys: &mut Vec<u64>) {
    let endings = variant.endings.iter().map(|(letters, _)| *letters);
    let derived = variant.derived.iter().map(|(letters, _)| *letters);
    for letters in endings.chain(derived).filter(|&letters| letters > 0) {
        let stem = &variant.plain[..variant.plain.len() - letters];
        let rows = classes(stem, writing);
        keys.extend(rows.iter().filter(|row| row.len() > 1).map(|row| hash(b'C', row)));
    }
}

/// Consonant classes of a romanized word, a mark for a vowel at its start: one row for each way to
/// read letters that languages read differently (Polish and English ch, rz, j; h after a consonant).
fn classes(plain: &str, writing: Writing) -> Vec<Vec<u8>> {
    const ROWS_MAX: usize = 4;
    let letters = plain.as_bytes();
    let mut rows = vec![Vec::with_capacity(letters.len())];
    let mut at = 0;
    while at < letters.len() {
        let (sound, length) = sound(letters, at, writing);
        if let Some(other) = sound.other.filter(|_| rows.len() < ROWS_MAX) {
            let mut forked = rows.clone();
            forked.iter_mut().for_each(|row| row.extend(other));
            rows.iter_mut().for_each(|row| row.extend(sound.class));
            rows.append(&mut forked);
        } else {
            rows.iter_mut().for_each(|row| row.extend(sound.class));
        }
        at += length;
    }
    rows.iter_mut().for_each(Vec::dedup);
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// A class of consonants, or none; and what else the letters may stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sound {
    class: Option<u8>,
    other: Option<Option<u8>>,
}

/// The sound that begins at a letter, and how many letters write it.
fn sound(letters: &[u8], at: usize, writing: Writing) -> (Sound, usize) {
    let one = |class: u8| (Sound { class: Some(class), other: None }, 1);
    let either = |class: u8, other: Option<u8>, length: usize| {
        (Sound { class: Some(class), other: Some(other) }, length)
    };
    let vowel = (at == 0).then_some(b'A');
    let next = letters.get(at + 1).copied().unwrap_or(0);
    match letters[at] {
        b'b' if next == b'h' => either(b'F', Some(b'P'), 2),
        b'p' if next == b'h' => either(b'F', Some(b'P'), 2),
        b'b' | b'p' => one(b'P'),
        b'f' | b'v' => one(b'F'),
        // A w of an abjad may be a vowel.
        b'w' if writing == Writing::Abjad => either(b'F', None, 1),
        b'w' => one(b'F'),
        b't' | b'd' if matches!(next, b's' | b'z' | b'j' | b'c') => one(b'S'),
        b't' | b'd' if letters[at..].get(1..3) == Some(b"rz") => one(b'S'),
        b't' | b'd' | b'T' | b'D' | b'C' | b'Q' => one(b'T'),
        b'c' if next == b'h' => either(b'S', Some(b'K'), 2),
        b'c' if matches!(next, b'e' | b'i' | b'y' | b'z') => one(b'S'),
        b'j' => either(b'S', vowel, 1),
        b's' | b'z' | b'S' | b'Z' | b'W' | b'J' => one(b'S'),
        b'k' if next == b'h' => either(b'K', None, 2),
        b'k' | b'g' | b'q' | b'c' | b'x' | b'G' => one(b'K'),
        b'r' if next == b'z' => either(b'R', Some(b'S'), 1),
        b'l' | b'r' => one(b'R'),
        b'm' => one(b'M'),
        b'n' => one(b'N'),
        digit @ b'0'..=b'9' => one(digit),
        b'h' | b'H' => (Sound { class: None, other: None }, 1),
        _ => (Sound { class: vowel, other: None }, 1),
    }
}

fn hash(kind: u8, bytes: &[u8]) -> u64 {
    // FNV-1a: the same on every machine.
    bytes.iter().fold(0xcbf2_9ce4_8422_2325 ^ u64::from(kind), |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

//! A word → the keys under which it meets the words that it could be (blocking).
//!
//! *Exact* keys are its consonant classes, those of its stems, and the groups of relations that it
//! belongs to; *loose* ones are its classes less one each, or for short words its letters less one
//! each, by which two words meet in spite of a slip.

use rayon::prelude::*;

use super::lists::{FIRST, step};
use super::word::{Variant, Word, Writing};

/// The keys of all words of a lexicon.
#[derive(Debug)]
pub(crate) struct Keys {
    all: Vec<u64>,
    /// Where the keys of each word begin, the exact ones first, and where its loose ones do; one
    /// more at the end.
    starts: Vec<(u32, u32)>,
}

impl Keys {
    pub(crate) fn new(words: &[Word]) -> Self {
        let of_words: Vec<(Vec<u64>, Vec<u64>)> = words.par_iter().map(keys).collect();
        let mut keys = Self { all: Vec::new(), starts: Vec::with_capacity(words.len() + 1) };
        for (exact, loose) in of_words {
            let start = keys.all.len();
            keys.starts.push((start as u32, (start + exact.len()) as u32));
            keys.all.extend(exact);
            keys.all.extend(loose);
        }
        keys.starts.push((keys.all.len() as u32, keys.all.len() as u32));
        keys
    }

    /// Exact keys of a word.
    pub(crate) fn exact(&self, word: u32) -> &[u64] {
        let (start, loose) = self.starts[word as usize];
        &self.all[start as usize..loose as usize]
    }

    /// Its loose keys.
    pub(crate) fn loose(&self, word: u32) -> &[u64] {
        let (_, start) = self.starts[word as usize];
        &self.all[start as usize..self.starts[word as usize + 1].0 as usize]
    }

    /// All its keys.
    pub(crate) fn of(&self, word: u32) -> &[u64] {
        let (start, end) = (self.starts[word as usize].0, self.starts[word as usize + 1].0);
        &self.all[start as usize..end as usize]
    }
}

/// Hands on the keys of a word among words of any script, each with whether it is exact and the
/// romanization that it is of: also by what letters are in other countries (ض is d or z, ج j or g,
/// г g or h), and without the Arabic article.
pub(crate) fn wide_keys(word: &Word, mut take: impl FnMut(u64, bool, &str)) {
    let (mut exact, mut loose) = (Vec::new(), Vec::new());
    for variant in &word.variants {
        let whole = variant.plain.as_str();
        let bare = without_article(whole, word.writing);
        for plain in std::iter::once(whole).chain(bare) {
            let elsewhere: String =
                plain.chars().map(|letter| elsewhere(letter, word.writing)).collect();
            let other = (elsewhere != plain).then_some(elsewhere.as_str());
            for spelled in std::iter::once(plain).chain(other) {
                push_spelling(spelled, word.writing, &mut exact, &mut loose);
            }
            exact.drain(..).for_each(|key| take(key, true, plain));
            loose.drain(..).for_each(|key| take(key, false, plain));
        }
        push_stems(variant, word.writing, &mut exact);
        exact.drain(..).for_each(|key| take(key, true, whole));
    }
    if word.variants.is_empty() {
        take(key_hash(b'T', word.text.as_bytes()), true, "");
    }
}

/// An Arabic word without its article, which other scripts write apart.
pub(crate) fn without_article(plain: &str, writing: Writing) -> Option<&str> {
    let rest = plain.strip_prefix("Al").filter(|rest| rest.len() > 2);
    rest.filter(|_| writing == Writing::Abjad)
}

/// A letter that sounds otherwise in another country.
fn elsewhere(letter: char, writing: Writing) -> char {
    match (writing, letter) {
        (Writing::Abjad, 'D') => 'z',
        (Writing::Abjad, 'C') => 's',
        (Writing::Abjad, 'j') => 'g',
        (Writing::Alphabet, 'g') => 'h',
        (_, other) => other,
    }
}

/// Exact and loose keys of a word, each list in order, none in both.
fn keys(word: &Word) -> (Vec<u64>, Vec<u64>) {
    let (mut exact, mut loose) = (Vec::new(), Vec::new());
    for variant in &word.variants {
        push_spelling(&variant.plain, word.writing, &mut exact, &mut loose);
        push_stems(variant, word.writing, &mut exact);
        for membership in &variant.memberships {
            exact.push(key_hash(b'G', &membership.group().to_le_bytes()));
        }
    }
    if exact.is_empty() {
        exact.push(key_hash(b'T', word.text.as_bytes()));
    }
    for keys in [&mut exact, &mut loose] {
        keys.sort_unstable();
        keys.dedup();
    }
    loose.retain(|key| exact.binary_search(key).is_err());
    (exact, loose)
}

/// With fewer classes than this, leaving one out says too little: half of all short words would meet.
const CLASSES_MIN: usize = 4;

/// Keys of one spelling: its classes, these less one each, and for a short one its letters.
fn push_spelling(plain: &str, writing: Writing, exact: &mut Vec<u64>, loose: &mut Vec<u64>) {
    let rows = classes(plain, writing);
    for classes in &rows {
        exact.push(key_hash(b'C', classes));
        push_shorter(classes, loose);
    }
    if rows.iter().any(|row| row.len() < CLASSES_MIN) {
        push_letters(plain, loose);
    }
}

/// Keys of a short word's letters, one left out each: slips that change its classes.
fn push_letters(plain: &str, keys: &mut Vec<u64>) {
    let letters = plain.as_bytes();
    keys.push(key_hash(b'L', letters));
    less_one(letters, |shorter| keys.push(key_hash(b'L', shorter)));
}

/// A key for each class left out.
fn push_shorter(classes: &[u8], keys: &mut Vec<u64>) {
    if classes.len() < CLASSES_MIN {
        return;
    }
    less_one(classes, |shorter| {
        shorter.dedup();
        keys.push(key_hash(b'C', shorter));
    });
}

/// Hands on a row of letters, one left out each time (as in Bocek, Hunt & Stiller 2007, "Fast
/// similarity search in large dictionaries").
pub(crate) fn less_one(letters: &[u8], mut take: impl FnMut(&mut Vec<u8>)) {
    let mut shorter = Vec::with_capacity(letters.len());
    for skipped in 0..letters.len() {
        shorter.clear();
        shorter
            .extend(letters.iter().enumerate().filter(|(at, _)| *at != skipped).map(|(_, l)| *l));
        take(&mut shorter);
    }
}

/// Keys of what is left when a case ending or a derived ending is taken off.
fn push_stems(variant: &Variant, writing: Writing, keys: &mut Vec<u64>) {
    let endings = variant.endings.iter().map(|(letters, _)| *letters);
    let derived = variant.derived.iter().map(|(letters, _)| *letters);
    for letters in endings.chain(derived).filter(|&letters| letters > 0) {
        let stem = &variant.plain[..variant.plain.len() - letters];
        let rows = classes(stem, writing);
        keys.extend(rows.iter().filter(|row| row.len() > 1).map(|row| key_hash(b'C', row)));
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
        // Уилсон is Wilson.
        b'u' if at == 0 && writing >= Writing::Alphabet && b"aeiouy".contains(&next) => {
            either(b'A', Some(b'F'), 1)
        }
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

/// A key of some bytes, of a kind of its own (FNV-1a): the same on every machine.
pub(crate) fn key_hash(kind: u8, bytes: &[u8]) -> u64 {
    bytes.iter().copied().fold(FIRST ^ u64::from(kind), step)
}

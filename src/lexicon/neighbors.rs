//! All words → the pairs that could be one name, found without comparing every word with every
//! other (a fuzzy self-join).
//!
//! Words meet in buckets: by a key of consonant classes, by that key less one class (short words: by
//! their letters less one), by the keys of their stems, and by the groups of relations that they belong to. Words that meet are screened by
//! edit distance, then compared by the channel.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Lexicon;
use super::channel::WORD_LETTERS_MAX;
use super::compare::{Relation, Scratch, WordMatch};
use super::word::{Variant, Word, Writing};

/// A bucket larger than this is cut to its commonest words: work stays bounded.
const BUCKET_MAX: usize = 1_500;
/// Odds below which two words are as good as unrelated: just below those that agree.
const NEAR: f32 = -3.0;

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
        let sounds: Vec<Vec<Sounds>> = lexicon.words().par_iter().map(Sounds::of_word).collect();
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
                let screen = Screen::new(lexicon.word(id), &sounds[id as usize]);
                near.retain(|&other| {
                    screen.lets(lexicon.word(other), &sounds[other as usize])
                        || related(lexicon.word(id), lexicon.word(other))
                });
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

    /// Words near this one, and what was found, the genders of the smaller id on the left.
    pub(crate) fn matches(&self, id: u32) -> impl Iterator<Item = (u32, WordMatch)> + '_ {
        let range = self.starts[id as usize]..self.starts[id as usize + 1];
        range.map(|at| (self.ids[at], self.matches[self.places[at] as usize]))
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

fn related(one: &Word, other: &Word) -> bool {
    one.variants.iter().any(|a| {
        other
            .variants
            .iter()
            .any(|b| super::relations::kinship(&a.memberships, &b.memberships).is_some())
    })
}

/// Letters of a romanization as numbers below 32, those that schemes confuse taken as one; and its
/// consonants alone, for scripts that leave vowels out.
#[derive(Debug, Clone, Copy)]
struct Sounds {
    all: [u8; WORD_LETTERS_MAX],
    letters: u8,
    bare: [u8; WORD_LETTERS_MAX],
    consonants: u8,
}

impl Sounds {
    fn of_word(word: &Word) -> Vec<Self> {
        word.variants.iter().map(|variant| Self::new(&variant.plain)).collect()
    }

    fn new(plain: &str) -> Self {
        const NONE: [u8; WORD_LETTERS_MAX] = [0; WORD_LETTERS_MAX];
        let mut sounds = Self { all: NONE, letters: 0, bare: NONE, consonants: 0 };
        for byte in plain.bytes().take(WORD_LETTERS_MAX) {
            let letter = match byte.to_ascii_lowercase() {
                b'c' | b'q' | b'x' => b'k',
                b'w' => b'v',
                b'y' | b'j' => b'i',
                letter => letter,
            };
            let number = match letter {
                b'h' => continue,
                b'a'..=b'z' => letter - b'a',
                digit => 26 + digit % 6,
            };
            sounds.all[usize::from(sounds.letters)] = number;
            sounds.letters += 1;
            if !b"aeiou".contains(&letter) {
                sounds.bare[usize::from(sounds.consonants)] = number;
                sounds.consonants += 1;
            }
        }
        sounds
    }

    fn letters(&self, bare: bool) -> &[u8] {
        if bare {
            &self.bare[..usize::from(self.consonants)]
        } else {
            &self.all[..usize::from(self.letters)]
        }
    }
}

/// One word, made ready to be told from many that no spelling relates to it, sooner than by the
/// channel: by edit distance of the letters, in a word's bits (Myers 1999, "A fast bit-vector
/// algorithm for approximate string matching based on dynamic programming"; Hyyrö 2003).
struct Screen<'a> {
    writing: Writing,
    /// For each romanization its letters, and where each letter occurs, with vowels and without.
    variants: Vec<(&'a Sounds, [[u32; 32]; 2])>,
}

impl<'a> Screen<'a> {
    fn new(word: &Word, sounds: &'a [Sounds]) -> Self {
        let places = |letters: &[u8]| {
            let mut places = [0; 32];
            for (at, &letter) in letters.iter().enumerate() {
                places[usize::from(letter)] |= 1 << at;
            }
            places
        };
        let ready =
            |one: &'a Sounds| (one, [places(one.letters(false)), places(one.letters(true))]);
        Self { writing: word.writing, variants: sounds.iter().map(ready).collect() }
    }

    /// Whether the letters of another word leave room for its being the same name.
    fn lets(&self, other: &Word, sounds: &[Sounds]) -> bool {
        let met = (self.writing, other.writing);
        let bare = self.writing == Writing::Abjad || other.writing == Writing::Abjad;
        let share = match met {
            (Writing::Syllabic | Writing::Han, _) | (_, Writing::Syllabic | Writing::Han) => 0.7,
            _ if bare => 0.5,
            _ => 0.6,
        };
        self.variants.iter().any(|(one, places)| {
            sounds.iter().any(|two| {
                let (a, b) = (one.letters(bare), two.letters(bare));
                let most = (share * a.len().max(b.len()) as f32).max(1.0) as u32;
                a.len().abs_diff(b.len()) as u32 <= most
                    && distance(a.len(), &places[usize::from(bare)], b) <= most
            })
        })
    }
}

/// Edit distance between `length` letters, given by where each occurs, and `others`.
fn distance(length: usize, places: &[u32; 32], others: &[u8]) -> u32 {
    if length == 0 {
        return others.len() as u32;
    }
    let last = 1u32 << (length - 1);
    let (mut positive, mut negative, mut distance) = (u32::MAX, 0u32, length as u32);
    for &letter in others {
        let same = places[usize::from(letter)];
        let zero = (((same & positive).wrapping_add(positive)) ^ positive) | same | negative;
        let up = negative | !(zero | positive);
        let down = positive & zero;
        distance = distance + u32::from(up & last != 0) - u32::from(down & last != 0);
        let up = up << 1 | 1;
        positive = down << 1 | !(zero | up);
        negative = up & zero;
    }
    distance
}

/// The buckets a word goes into, in order.
fn keys(word: &Word) -> Vec<u64> {
    let mut keys = Vec::new();
    for variant in &word.variants {
        let rows = classes(&variant.plain, word.writing);
        for classes in &rows {
            push_keys(classes, &mut keys);
        }
        if rows.iter().any(|row| row.len() < CLASSES_MIN) {
            push_letters(&variant.plain, &mut keys);
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

/// With fewer classes than this, leaving one out says too little: half of all short words would meet.
const CLASSES_MIN: usize = 4;

/// Keys of a short word's letters, one left out each: slips that change its classes.
fn push_letters(plain: &str, keys: &mut Vec<u64>) {
    let letters = plain.as_bytes();
    keys.push(hash(b'L', letters));
    let mut shorter = Vec::with_capacity(letters.len());
    for skipped in 0..letters.len() {
        shorter.clear();
        shorter
            .extend(letters.iter().enumerate().filter(|(at, _)| *at != skipped).map(|(_, l)| *l));
        keys.push(hash(b'L', &shorter));
    }
}

/// A key of all classes, and one for each class left out.
fn push_keys(classes: &[u8], keys: &mut Vec<u64>) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_is_edit_distance() {
        for (one, other) in [
            ("kasym", "kassym"),
            ("turpanov", "turpanbaev"),
            ("a", "b"),
            ("ruslan", "arslan"),
            ("", "ali"),
            ("ali", ""),
            ("abdurakhmanov", "abdirahman"),
        ] {
            let numbers = |text: &str| text.bytes().map(|b| b - b'a').collect::<Vec<u8>>();
            let mut places = [0u32; 32];
            for (at, letter) in numbers(one).into_iter().enumerate() {
                places[usize::from(letter)] |= 1 << at;
            }
            let expected = strsim::levenshtein(one, other) as u32;
            assert_eq!(distance(one.len(), &places, &numbers(other)), expected, "{one} {other}");
        }
    }
}

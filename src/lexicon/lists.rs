//! The lists of `data/names` → tables by the key of a word's coarser spelling.
//!
//! The build makes these tables (`build/names.rs`), so that a program that starts reads none of the
//! lists; the library looks words up in them. What both need stands here, and depends on nothing but
//! the standard library: the build takes in this file as it is.
//!
//! A word is kept by its *skeleton*: a coarser spelling under which the usual romanizations of one
//! name fall together, so that Mohammed's figure serves Muhammad. Abjad words, which leave vowels
//! out, have a skeleton of consonants. The key is a hash of it.

/// The skeleton of a word in cognate romanization.
pub(crate) fn skeleton(plain: &str) -> String {
    let mut folded = String::with_capacity(plain.len());
    fold_onto(&mut folded, plain, 0);
    folded
}

/// Folds a word's letters onto `folded` until `left` or fewer bytes remain; how many were taken.
fn fold_onto(folded: &mut String, plain: &str, left: usize) -> usize {
    let mut rest = plain;
    while let Some(letter) = rest.chars().next().filter(|_| rest.len() > left) {
        let fold = folds(letter).iter().find(|(from, _)| begins_with(rest, from));
        let (taken, given): (usize, &str) = match fold {
            Some((from, to)) => (from.len(), to),
            None => (letter.len_utf8(), single(letter).unwrap_or(&rest[..letter.len_utf8()])),
        };
        if given.len() > 1 || folded.as_bytes().last() != given.as_bytes().first() {
            folded.push_str(given);
        }
        rest = &rest[taken..];
    }
    plain.len() - rest.len()
}

/// Whether a text begins with a few letters: shorter than the call that compares any two.
#[inline]
fn begins_with(text: &str, beginning: &str) -> bool {
    text.len() >= beginning.len() && text.bytes().zip(beginning.bytes()).all(|(a, b)| a == b)
}

/// Longest group of letters that is folded into one.
const FOLD_LETTERS_MAX: usize = 4;

/// The groups of letters that begin with this one and are folded, longest first.
fn folds(letter: char) -> &'static [(&'static str, &'static str)] {
    match letter {
        's' => &[("shch", "sh"), ("sch", "sh")],
        't' => &[("tch", "ch"), ("th", "t")],
        'd' => &[("dzh", "j"), ("dj", "j")],
        'z' => &[("zh", "j")],
        'k' => &[("kh", "h")],
        'p' => &[("ph", "f")],
        'c' => &[("ck", "k")],
        'g' => &[("gh", "g")],
        'o' => &[("ou", "u"), ("oo", "u")],
        'e' => &[("ee", "i")],
        'i' => &[("iy", "i"), ("ij", "i"), ("ie", "e")],
        'y' => &[("yi", "i"), ("ya", "ia"), ("yu", "iu"), ("ye", "e")],
        'x' => &[("x", "ks")],
        _ => &[],
    }
}

fn single(letter: char) -> Option<&'static str> {
    match letter {
        'q' | 'c' => Some("k"),
        'w' => Some("v"),
        'y' => Some("i"),
        _ => None,
    }
}

/// Consonants of a word, the letters of abjads and of Latin folded to the same few.
pub(crate) fn consonants(plain: &str) -> String {
    let mut spelled = String::with_capacity(plain.len() + 4);
    for letter in plain.chars() {
        match letter {
            'W' => spelled.push_str("sh"),
            'J' => spelled.push_str("zh"),
            'c' => spelled.push_str("ch"),
            other => spelled.push(other),
        }
    }
    let folded = skeleton(&spelled);
    let mut kept = String::with_capacity(folded.len());
    for letter in folded.chars() {
        let letter = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' | 'A' | 'E' | 'I' | 'O' | 'w' | 'v' => continue,
            'H' | 'x' => 'h',
            'T' | 'C' => 't',
            'S' => 's',
            'D' => 'd',
            'Z' | 'Q' => 'z',
            'G' => 'g',
            'p' => 'b',
            other => other,
        };
        if !kept.ends_with(letter) {
            kept.push(letter);
        }
    }
    kept
}

/// The skeletons of one stem with many endings, one after the other.
///
/// Letters are folded from the left, so what comes before the last few letters of the stem is
/// folded once; a table that has no skeleton which begins so need not be asked at all.
pub(crate) struct Lemmas<'a> {
    /// What is left of the stem to fold.
    tail: &'a str,
    folded: String,
    common: usize,
    lemma: String,
}

impl<'a> Lemmas<'a> {
    pub(crate) fn new(stem: &'a str) -> Self {
        let mut folded = String::with_capacity(stem.len() + 16);
        let taken = fold_onto(&mut folded, stem, FOLD_LETTERS_MAX - 1);
        let common = folded.len();
        Self { tail: &stem[taken..], folded, common, lemma: String::new() }
    }

    /// The key of what the skeleton of every lemma begins with.
    pub(crate) fn beginning(&self) -> u64 {
        key(&self.folded[..self.common])
    }

    /// The key of the skeleton of the stem with this ending.
    pub(crate) fn key(&mut self, ending: &str) -> u64 {
        key(self.skeleton(ending))
    }

    fn skeleton(&mut self, ending: &str) -> &str {
        self.lemma.clear();
        self.lemma.push_str(self.tail);
        self.lemma.push_str(ending);
        self.folded.truncate(self.common);
        fold_onto(&mut self.folded, &self.lemma, 0);
        &self.folded
    }
}

/// The key of a spelling (FNV-1a). Among so few words two with one key are not to be expected; the
/// tests would find them.
pub(crate) fn key(spelling: &str) -> u64 {
    spelling.bytes().fold(FIRST, step)
}

pub(crate) const FIRST: u64 = 0xcbf2_9ce4_8422_2325;

pub(crate) fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// Records by key, as bytes: how many bits choose a bucket, where the records of each bucket begin,
/// one more at the end, then the records in order, each its key and `WIDTH` bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table<const WIDTH: usize> {
    bits: u32,
    starts: &'static [u8],
    records: &'static [u8],
}

/// Bytes of a key, and of a place.
const KEY: usize = 8;
pub(crate) const PLACE: usize = 4;

/// The bucket of a key: its bits are mixed once more, since keys that differ in the last letter alone
/// differ little in the first bits.
pub(crate) fn bucket(key: u64, bits: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - bits)) as usize
}

impl<const WIDTH: usize> Table<WIDTH> {
    /// The table that these are the bytes of.
    pub(crate) fn of(bytes: &'static [u8]) -> Self {
        let (bits, rest) = bytes.split_at(bytes.len().min(PLACE));
        let bits = number(bits, 0).clamp(1, u32::BITS - 1);
        let (starts, records) = rest.split_at(rest.len().min(((1 << bits) + 1) * PLACE));
        Self { bits, starts, records }
    }

    /// The record of a key.
    pub(crate) fn get(&self, key: u64) -> Option<&'static [u8; WIDTH]> {
        let bucket = bucket(key, self.bits);
        let range = number(self.starts, bucket)..number(self.starts, bucket + 1);
        range.into_iter().find_map(|place| {
            let at = place as usize * (KEY + WIDTH);
            let record = self.records.get(at..at + KEY + WIDTH)?;
            let (own, found) = record.split_first_chunk::<KEY>()?;
            (u64::from_le_bytes(*own) == key).then(|| found.first_chunk())?
        })
    }
}

/// The number at a place.
pub(crate) fn number(bytes: &[u8], place: usize) -> u32 {
    let four = bytes.get(place * PLACE..).and_then(<[u8]>::first_chunk);
    four.copied().map_or(0, u32::from_le_bytes)
}

/// Beginnings of all skeletons of a table, as bits by the first bits of their keys: whether anything
/// begins so. Now and then yes where none does, never the reverse.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beginnings(pub(crate) &'static [u8]);

/// Bits of a key that choose its bit: one in twenty is set, or fewer.
pub(crate) const BEGINNING_BITS: u32 = 20;

impl Beginnings {
    /// Whether a skeleton begins with what has this key.
    pub(crate) fn has(self, beginning: u64) -> bool {
        let bit = bucket(beginning, BEGINNING_BITS);
        self.0.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }
}

/// What the lists say of one word.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Usage {
    /// Probability that a person's given, family or patronymic name is this word.
    pub(crate) given: f64,
    pub(crate) family: f64,
    pub(crate) patronymic: f64,
    /// The code of a set of genders: 1 a man's name, 2 a woman's, 3 either's.
    pub(crate) genders: u8,
    /// Which lists hold it, a bit for each.
    pub(crate) lists: u128,
}

/// Bytes of a usage.
pub(crate) const USAGE: usize = 41;

impl Usage {
    /// Probability that a name word is this one, whatever its part.
    pub(crate) fn any(&self) -> f64 {
        self.given.max(self.family).max(self.patronymic)
    }

    /// A usage from its bytes: the lists, the three probabilities, the genders.
    pub(crate) fn of(bytes: &[u8; USAGE]) -> Self {
        let mut lists = [0; 16];
        lists.copy_from_slice(&bytes[..16]);
        let share = |at: usize| {
            let mut share = [0; 8];
            share.copy_from_slice(&bytes[16 + at * 8..][..8]);
            f64::from_le_bytes(share)
        };
        Self {
            given: share(0),
            family: share(1),
            patronymic: share(2),
            genders: bytes[USAGE - 1],
            lists: u128::from_le_bytes(lists),
        }
    }
}

/// Bytes of where a word's places are.
pub(crate) const PLACES: usize = 8;

/// Tables of relations: nicknames, national forms, and those of near languages.
pub(crate) const NICKNAME: u32 = 0;
pub(crate) const COGNATE: u32 = 1;
pub(crate) const CLOSE: u32 = 2;

/// A place in a group as a number: whether its word is a head, and the table.
pub(crate) fn place(group: u32, lemma: bool, head: bool, table: u32) -> u32 {
    group << 4 | u32::from(lemma) << 3 | u32::from(head) << 2 | table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_spellings_share_a_skeleton() {
        assert_eq!(skeleton("zhumabaev"), skeleton("jumabaev"));
        assert_eq!(skeleton("kassym"), skeleton("qasym"));
        assert_eq!(skeleton("yuliya"), skeleton("iuliia"));
        assert_ne!(skeleton("maria"), skeleton("marina"));
        assert_eq!(consonants("muhammad"), consonants("mHmd"));
    }

    #[test]
    fn lemmas_have_the_skeletons_of_whole_words() {
        for stem in ["", "a", "pu", "khrushch", "andre", "alekse", "zhyy", "baksh"] {
            let mut lemmas = Lemmas::new(stem);
            for ending in ["", "a", "iy", "hev", "y", "ev", "sh"] {
                let whole = skeleton(&format!("{stem}{ending}"));
                assert!(whole.starts_with(&lemmas.folded[..lemmas.common]));
                assert_eq!(lemmas.skeleton(ending), whole);
            }
        }
    }
}

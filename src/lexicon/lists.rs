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
    let mut folded = String::with_capacity(plain.len() + 2);
    fold(plain, 0, None, |letters| folded.push_str(letters));
    folded
}

/// Folds a word's letters, given what the letters before them ended in, until `left` or fewer bytes
/// remain; how many were taken, and what they ended in.
fn fold(
    plain: &str,
    left: usize,
    mut last: Option<u8>,
    mut push: impl FnMut(&str),
) -> (usize, Option<u8>) {
    let mut at = 0;
    while plain.len() - at > left {
        let (taken, given) = folded(&plain[at..]);
        if given.len() > 1 || last != given.bytes().next() {
            push(given);
            last = given.bytes().last();
        }
        at += taken;
    }
    (at, last)
}

/// How many letters a text begins with that are folded into one, and what they become.
#[inline(always)]
fn folded(text: &str) -> (usize, &str) {
    match text.as_bytes() {
        [b's', b'h', b'c', b'h', ..] => (4, "sh"),
        [b's', b'c', b'h', ..] => (3, "sh"),
        [b't', b'c', b'h', ..] => (3, "ch"),
        [b't', b'h', ..] => (2, "t"),
        [b'd', b'z', b'h', ..] => (3, "j"),
        [b'd', b'j', ..] => (2, "j"),
        [b'z', b'h', ..] => (2, "j"),
        [b'k', b'h', ..] => (2, "h"),
        [b'p', b'h', ..] => (2, "f"),
        [b'c', b'k', ..] => (2, "k"),
        [b'g', b'h', ..] => (2, "g"),
        [b'o', b'u' | b'o', ..] => (2, "u"),
        [b'e', b'e', ..] => (2, "i"),
        [b'i', b'y' | b'j', ..] => (2, "i"),
        [b'i', b'e', ..] => (2, "e"),
        [b'y', b'i', ..] => (2, "i"),
        [b'y', b'a', ..] => (2, "ia"),
        [b'y', b'u', ..] => (2, "iu"),
        [b'y', b'e', ..] => (2, "e"),
        [b'x', ..] => (1, "ks"),
        [b'q' | b'c', ..] => (1, "k"),
        [b'w', ..] => (1, "v"),
        [b'y', ..] => (1, "i"),
        _ => {
            let letter = text.chars().next().map_or(text.len(), char::len_utf8);
            (letter, &text[..letter])
        }
    }
}

/// Consonants of a word, the letters of abjads and of Latin folded to the same few; an x of an abjad
/// is kh.
pub(crate) fn consonants(plain: &str, abjad: bool) -> String {
    let mut spelled = String::with_capacity(plain.len() + 4);
    for letter in plain.chars() {
        match letter {
            'x' if abjad => spelled.push_str("kh"),
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

/// How many letters at the end of a stem may be folded together with what follows.
fn open(stem: &str) -> usize {
    match stem.as_bytes() {
        [.., b's', b'h', b'c'] => 3,
        [.., b's', b'h' | b'c'] | [.., b't', b'c'] | [.., b'd', b'z'] => 2,
        [.., last] if b"stdzkpcgoeiy".contains(last) => 1,
        _ => 0,
    }
}

/// The keys of the skeletons of one stem with many endings, one after the other.
///
/// Letters are folded from the left, so what comes before the last few letters of the stem is
/// folded once; a table that has no skeleton which begins so need not be asked at all.
pub(crate) struct Lemmas<'a> {
    /// What is left of the stem to fold.
    tail: &'a str,
    /// The key of what was folded, and what it ended in.
    beginning: u64,
    last: Option<u8>,
    lemma: &'a mut String,
}

impl<'a> Lemmas<'a> {
    /// Those of a stem; `lemma` is room to write in.
    pub(crate) fn new(stem: &'a str, lemma: &'a mut String) -> Self {
        let mut beginning = FIRST;
        let push = |letters: &str| beginning = key_on(beginning, letters);
        let (taken, last) = fold(stem, open(stem), None, push);
        Self { tail: &stem[taken..], beginning, last, lemma }
    }

    /// The key of what the skeleton of every lemma begins with.
    pub(crate) fn beginning(&self) -> u64 {
        self.beginning
    }

    /// The key of the skeleton of the stem with this ending.
    pub(crate) fn key(&mut self, ending: &str) -> u64 {
        self.lemma.clear();
        self.lemma.push_str(self.tail);
        self.lemma.push_str(ending);
        let mut key = self.beginning;
        fold(self.lemma, 0, self.last, |letters| key = key_on(key, letters));
        key
    }
}

/// The key of a spelling (FNV-1a). Among so few words two with one key are not to be expected; the
/// tests would find them.
pub(crate) fn key(spelling: &str) -> u64 {
    key_on(FIRST, spelling)
}

/// The key of a spelling that goes on with these letters.
fn key_on(key: u64, letters: &str) -> u64 {
    letters.bytes().fold(key, step)
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
        assert_eq!(consonants("muhammad", false), consonants("mHmd", true));
        assert_eq!(consonants("khalid", false), consonants("xAld", true));
        assert_ne!(consonants("max", false), consonants("mAx", true));
    }

    #[test]
    fn lemmas_have_the_skeletons_of_whole_words() {
        let stems =
            ["", "a", "pu", "khrushch", "andre", "alekse", "zhyy", "baksh", "bakshc", "radz"];
        for stem in stems.into_iter().chain(["petk", "kats", "sc", "katc", "boo", "marti"]) {
            let mut lemma = String::new();
            let mut lemmas = Lemmas::new(stem, &mut lemma);
            for ending in ["", "a", "iy", "hev", "y", "ev", "sh", "ch", "zhin", "osh", "chhu", "e"]
            {
                let whole = skeleton(&format!("{stem}{ending}"));
                assert_eq!(lemmas.key(ending), key(&whole));
                let begins = |letters: usize| key(&whole[..letters]) == lemmas.beginning();
                assert!((0..=whole.len()).any(begins));
            }
        }
    }
}

//! A word → the keys by which its other spellings are found, and how alike two words look.
//!
//! Keys of both sides are made alike, and two words meet if they have one in common: the letters
//! with each one left out (a slip), the consonants (vowels, and scripts that leave them out), the
//! consonants with each one left out, stems (cases, derived names), and groups of nicknames.

use crate::lexicon::{Word, Writing, key_hash, less_one};

/// How a word looks, for a glance: its letters and its consonants, by romanization.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) letters: Vec<u8>,
    pub(super) consonants: Vec<u8>,
}

/// Longest look, in letters: what comes after is not glanced at.
pub(super) const LOOK_MAX: usize = 31;
/// Romanizations of one word that have a look.
const LOOKS_MAX: usize = 3;

/// The looks of a word.
pub(super) fn looks(word: &Word) -> Vec<Look> {
    let all = word.variants.iter().take(LOOKS_MAX).map(|variant| Look {
        letters: letters(&variant.plain),
        consonants: consonants(&variant.plain, word.writing),
    });
    all.collect()
}

/// The first letter of a word's first look; 0 where it has none.
pub(super) fn first_letter(word: &Word) -> u8 {
    let first = word.variants.first().and_then(|variant| letters(&variant.plain).first().copied());
    first.unwrap_or(0)
}

/// The keys of a word, each once, in order.
pub(super) fn keys(word: &Word) -> Vec<u64> {
    let mut keys = Vec::with_capacity(32);
    for (number, variant) in word.variants.iter().take(LOOKS_MAX).enumerate() {
        let letters = letters(&variant.plain);
        keys.push(hash(b'L', &letters));
        let consonants = consonants(&variant.plain, word.writing);
        keys.push(hash(b'C', &consonants));
        if number == 0 {
            const LETTERS_MIN: usize = 4;
            const CONSONANTS_MIN: usize = 4;
            if letters.len() >= LETTERS_MIN && word.writing != Writing::Abjad {
                push_shorter(b'L', &letters, &mut keys);
            }
            if consonants.len() >= CONSONANTS_MIN {
                push_shorter(b'C', &consonants, &mut keys);
            }
        }
        let endings = variant.endings.iter().map(|(letters, _)| *letters);
        let derived = variant.derived.iter().map(|(letters, _)| *letters);
        for cut in endings.chain(derived).filter(|&letters| letters > 0) {
            let stem = variant.plain.get(..variant.plain.len().saturating_sub(cut));
            let stem = self::consonants(stem.unwrap_or_default(), word.writing);
            if stem.len() > 1 {
                keys.push(hash(b'C', &stem));
            }
        }
        for membership in &variant.memberships {
            keys.push(hash(b'G', &membership.group().to_le_bytes()));
        }
    }
    if keys.is_empty() {
        keys.push(hash(b'T', word.text().as_bytes()));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn push_shorter(kind: u8, letters: &[u8], keys: &mut Vec<u64>) {
    less_one(letters, |shorter| {
        shorter.dedup();
        keys.push(hash(kind, shorter));
    });
}

/// The letters of a romanization with usual respellings folded, doubled letters once.
fn letters(plain: &str) -> Vec<u8> {
    let mut letters = crate::lexicon::skeleton(plain).into_bytes();
    letters.dedup();
    letters.truncate(LOOK_MAX);
    letters
}

/// Classes of the consonants, and a mark for a vowel at the start.
fn consonants(plain: &str, writing: Writing) -> Vec<u8> {
    let letters = plain.as_bytes();
    let mut classes = Vec::with_capacity(letters.len());
    for (at, &letter) in letters.iter().enumerate() {
        let next = letters.get(at + 1).copied().unwrap_or(0);
        classes.push(match letter {
            b'b' | b'p' if next == b'h' => b'F',
            b'b' | b'p' => b'P',
            // A vowel, as often as not, where vowels are not written.
            b'w' if writing == Writing::Abjad && at > 0 => continue,
            b'f' | b'v' | b'w' => b'F',
            b't' | b'd' if matches!(next, b's' | b'z' | b'j' | b'c') => b'S',
            b't' | b'd' | b'T' | b'D' | b'C' | b'Q' => b'T',
            b'c' if matches!(next, b'e' | b'i' | b'y' | b'h') => b'S',
            b's' | b'z' | b'j' | b'S' | b'Z' | b'W' | b'J' => b'S',
            b'k' | b'g' | b'q' | b'c' | b'x' | b'G' => b'K',
            b'l' | b'r' => b'R',
            b'm' => b'M',
            b'n' => b'N',
            b'0'..=b'9' => letter,
            _ if at == 0 && letter != b'h' && letter != b'H' => b'A',
            _ => continue,
        });
    }
    classes.dedup();
    classes.truncate(LOOK_MAX);
    classes
}

fn hash(kind: u8, bytes: &[u8]) -> u64 {
    // Mixed at the end, since its upper bits choose the bucket.
    let sum = key_hash(kind, bytes);
    (sum ^ (sum >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// How alike two texts are, from 0 to 1: 1 less the share of letters that must be changed.
pub(super) fn alike(one: &Pattern, other: &[u8]) -> f32 {
    let longest = one.length.max(other.len());
    if longest == 0 {
        return 1.0;
    }
    1.0 - one.distance(other) as f32 / longest as f32
}

/// A text made ready to be compared with many: which places each letter has (Myers 1999, "A fast
/// bit-vector algorithm for approximate string matching").
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    places: [u32; 128],
    length: usize,
}

impl Pattern {
    pub(super) fn new(text: &[u8]) -> Self {
        let mut places = [0; 128];
        let text = &text[..text.len().min(LOOK_MAX)];
        for (at, &letter) in text.iter().enumerate() {
            places[usize::from(letter & 127)] |= 1 << at;
        }
        Self { places, length: text.len() }
    }

    /// Letters to insert, drop or change.
    fn distance(&self, other: &[u8]) -> usize {
        if self.length == 0 {
            return other.len();
        }
        let last = 1u32 << (self.length - 1);
        let (mut plus, mut minus, mut distance) = (u32::MAX, 0u32, self.length);
        for &letter in other {
            let equal = self.places[usize::from(letter & 127)];
            let through = equal | minus;
            let carried = ((equal & plus).wrapping_add(plus) ^ plus) | equal;
            let more = minus | !(carried | plus);
            let less = plus & carried;
            distance += usize::from(more & last != 0);
            distance -= usize::from(less & last != 0);
            let more = (more << 1) | 1;
            plus = (less << 1) | !(through | more);
            minus = more & through;
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Knowledge;

    #[test]
    fn distance_is_that_of_levenshtein() {
        let words = ["", "a", "turpanov", "turpanbaev", "trupanov", "serik", "kireshe", "aaaa"];
        for one in words {
            for other in words {
                let found = Pattern::new(one.as_bytes()).distance(other.as_bytes());
                assert_eq!(found, strsim::levenshtein(one, other), "{one} {other}");
            }
        }
    }

    #[test]
    fn spellings_of_one_name_have_a_key_in_common() {
        let knowledge = Knowledge::bundled();
        let keys = |text: &str| keys(&Word::new(text, knowledge));
        for (one, other) in [
            ("турпанбаевым", "turpanbaev"),
            ("хрущёв", "khrushchev"),
            ("محمد", "muhammad"),
            ("саша", "aleksandr"),
            ("shoibekov", "shoybekof"),
            ("turpanov", "trupanov"),
        ] {
            let other = keys(other);
            assert!(keys(one).iter().any(|key| other.contains(key)), "{one}");
        }
    }
}

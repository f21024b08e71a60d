//! A word → the keys by which its other spellings are found, and how alike two words sound.
//!
//! Two words meet if they have a key of the lexicon in common; a sign tells at a glance which of them
//! are worth a look. What is looked at are the sounds of their romanizations: vowels count less than
//! consonants, hardly at all where a script leaves them out, and letters that languages write for one
//! another less than others.

use crate::lexicon::{Word, Writing, key_hash, without_article};

/// The sounds of one romanization, as numbers below [`SOUNDS`].
pub(super) type Look = Vec<u8>;

/// Longest look: what comes after is not looked at.
pub(super) const LOOK_MAX: usize = 24;
/// Romanizations of one word that have a look.
const LOOKS_MAX: usize = 4;

/// Sounds, by the letter that stands for each; `$` is sh, `%` ch, `c` ts, `j` zh, `x` kh, `'` ayn,
/// `#` a digit. Vowels come first.
const NAMES: &[u8; SOUNDS] = b"aeiouwhkgxsz$%cjtdpbfvlrmn'#";
const SOUNDS: usize = 28;
const VOWELS: u8 = 6;
/// The sounds that scripts without vowels write all the same.
const I: u8 = 2;
const W: u8 = 5;

/// What it costs to leave a sound out: vowels, h and ayn come and go.
const LEFT_OUT: [u8; SOUNDS] = left_out();
/// The same of vowels where a script leaves them out, and of those that it writes now and then.
const LEFT_OUT_BARE: u8 = 1;
const SEMIVOWEL_BARE: u8 = 3;
/// What it costs to write a sound for another.
const CHANGED: [[u8; SOUNDS]; SOUNDS] = changed();

const fn left_out() -> [u8; SOUNDS] {
    let mut costs = [14; SOUNDS];
    let mut at = 0;
    while at < SOUNDS {
        costs[at] = match NAMES[at] {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'w' | b'h' => 5,
            b'\'' => 2,
            b'j' => 8,
            _ => 14,
        };
        at += 1;
    }
    costs
}

const fn changed() -> [[u8; SOUNDS]; SOUNDS] {
    let mut costs = [[0; SOUNDS]; SOUNDS];
    let mut one = 0;
    while one < SOUNDS {
        let mut other = 0;
        while other < SOUNDS {
            if one != other {
                let (low, high) = if one < other { (one, other) } else { (other, one) };
                costs[one][other] = cost(NAMES[low], NAMES[high]);
            }
            other += 1;
        }
        one += 1;
    }
    costs
}

/// The cost of one sound for another that comes later in [`NAMES`].
const fn cost(one: u8, other: u8) -> u8 {
    match (one, other) {
        (b'a' | b'e' | b'i' | b'o' | b'u', b'e' | b'i' | b'o' | b'u' | b'w') => 4,
        (b'h', b'x') | (b'a' | b'e' | b'i' | b'o' | b'u', b'\'') => 3,
        (b'k' | b'g', b'g' | b'x') | (b'l', b'r') | (b't', b'd') | (b'p', b'b') => 5,
        (b's' | b'z' | b'$' | b'%' | b'c', b'z' | b'$' | b'%' | b'c' | b'j') => 5,
        (b'f', b'v') | (b'u' | b'w', b'v') | (b'i' | b'g', b'j') => 4,
        (b'h', b'k' | b'g') | (b'k', b'%' | b'c') => 7,
        (b'b', b'v') | (b'p', b'f') | (b'z', b't' | b'd') | (b's', b't') | (b'm', b'n') => 8,
        _ => 16,
    }
}

/// The looks of a word, each once.
pub(super) fn looks(word: &Word) -> Vec<Look> {
    let mut looks = Vec::with_capacity(LOOKS_MAX);
    for variant in &word.variants {
        let article = without_article(&variant.plain, word.writing);
        for plain in std::iter::once(variant.plain.as_str()).chain(article) {
            let look = sounds(plain, word.writing);
            if looks.len() < LOOKS_MAX && !looks.contains(&look) {
                looks.push(look);
            }
        }
    }
    looks
}

/// The sounds that a romanization's letters stand for; doubled ones once.
fn sounds(plain: &str, writing: Writing) -> Look {
    let abjad = writing == Writing::Abjad;
    let letters = plain.as_bytes();
    let mut sounds: Look = Vec::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() && sounds.len() < LOOK_MAX {
        let (names, taken): (&[u8], usize) = match &letters[at..] {
            [b's', b'h', b'c', b'h', ..] => (b"$", 4),
            [b's', b'c', b'h', ..] => (b"$", 3),
            [b's', b'h' | b'z', ..] if !abjad => (b"$", 2),
            [b't', b'c', b'h', ..] => (b"%", 3),
            [b'd', b'z', b'h', ..] => (b"j", 3),
            [b'c', b'h' | b'z', ..] if !abjad => (b"%", 2),
            [b't', b's' | b'z', ..] if !abjad => (b"c", 2),
            [b'z', b'h', ..] | [b'd', b'j' | b'z', ..] if !abjad => (b"j", 2),
            [b'k', b'h', ..] if !abjad => (b"x", 2),
            [b'g', b'h', ..] if !abjad => (b"g", 2),
            [b't', b'h', ..] if !abjad => (b"t", 2),
            [b'p', b'h', ..] if !abjad => (b"f", 2),
            [b'c', b'k', ..] => (b"k", 2),
            [b'o', b'u' | b'o', ..] => (b"u", 2),
            [b'e', b'e', ..] => (b"i", 2),
            [b'c', ..] if abjad => (b"%", 1),
            [b'c', b'e' | b'i' | b'y', ..] => (b"c", 1),
            [b'x', ..] if !abjad => (b"ks", 1),
            [b'w', ..] if !abjad => (b"v", 1),
            [letter, ..] => (sound(letter), 1),
            [] => break,
        };
        for name in names {
            let number = NAMES.iter().position(|known| known == name).unwrap_or(SOUNDS - 1) as u8;
            if sounds.last() != Some(&number) {
                sounds.push(number);
            }
        }
        at += taken;
    }
    sounds
}

/// The sound of a letter alone. Capitals are letters of abjads.
fn sound(letter: &u8) -> &[u8] {
    match letter {
        b'q' | b'c' => b"k",
        b'y' => b"i",
        b'A' | b'I' | b'O' => b"a",
        b'E' => b"'",
        b'W' => b"$",
        b'J' => b"j",
        b'H' => b"h",
        b'T' | b'C' => b"t",
        b'S' => b"s",
        b'D' => b"d",
        b'Z' | b'Q' => b"z",
        b'G' => b"g",
        _ => std::slice::from_ref(letter),
    }
}

/// A look at one glance: which sounds it has, and whether vowels are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sign(pub(super) u32);

impl Sign {
    /// That of a word met by what it stands for.
    pub(super) const NONE: Self = Self(0);
}

impl Sign {
    const SET: u32 = (1 << 26) - 1;
    const BARE: u32 = 1 << 31;
    const VOWELS: u32 = (1 << VOWELS) - 1;

    fn new(look: &[u8], bare: bool) -> Self {
        let set = look.iter().fold(0, |set, sound| set | 1 << sound) & Self::SET;
        Self(set | if bare { Self::BARE } else { 0 })
    }

    /// How many sounds only one of two looks has; one more where vowels tell nothing.
    pub(super) fn differs(self, other: Self) -> u32 {
        let differ = self.0 ^ other.0;
        match (self.0 | other.0) & Self::BARE {
            0 => (differ & Self::SET).count_ones(),
            _ => (differ & Self::SET & !Self::VOWELS).count_ones() + 1,
        }
    }
}

/// The number of a word's first letter, where it is one.
pub(super) fn first_of(word: &Word) -> u8 {
    let bare = word.writing == Writing::Abjad;
    word.variants.first().map_or(0, |variant| first_letter(&variant.plain, bare))
}

/// The number of the first letter, from 1; 0 where it is none. Letters that stand for one another at
/// the beginning of a name are one.
fn first_letter(plain: &str, bare: bool) -> u8 {
    let letter = match plain.bytes().next() {
        Some(b'q' | b'c') => b'k',
        Some(b'x') if bare => b'k',
        Some(b'W') => b's',
        Some(b'w') => b'v',
        Some(b'y') => b'i',
        Some(b'E' | b'I') => b'a',
        Some(letter) => letter.to_ascii_lowercase(),
        None => return 0,
    };
    if letter.is_ascii_lowercase() { letter - b'a' + 1 } else { 0 }
}

/// A key of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) hash: u64,
    pub(super) loose: bool,
    /// That of the romanization.
    pub(super) sign: Sign,
}

/// The keys of a word, each once for each romanization, in order.
pub(super) fn keys(word: &Word) -> Vec<Key> {
    let bare = word.writing == Writing::Abjad;
    let mut keys: Vec<Key> = Vec::with_capacity(48);
    let (mut last, mut sign) = (None, Sign(0));
    crate::lexicon::wide_keys(word, |hash, exact, plain| {
        if last.as_deref() != Some(plain) {
            (last, sign) = (Some(plain.to_owned()), Sign::new(&sounds(plain, word.writing), bare));
        }
        keys.push(Key { hash: mixed(hash), loose: !exact, sign });
    });
    keys.sort_unstable();
    keys.dedup_by_key(|key| (key.hash, key.sign));
    keys
}

/// The key of a group of names that stand for one another: not among the keys of a word.
pub(super) fn group_key(group: u32) -> u64 {
    mixed(key_hash(b'G', &group.to_le_bytes()))
}

/// Mixed, since the upper bits of a key choose its bucket.
fn mixed(key: u64) -> u64 {
    (key ^ (key >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// How alike two looks are, from 0 to 1: 1 less the share of what they weigh that must be changed;
/// 0 where that is less than half. `bare` where one of them leaves its vowels out.
pub(super) fn alike(one: &[u8], other: &[u8], bare: bool) -> f32 {
    let weight = |look: &[u8]| -> u32 { look.iter().map(|&sound| u32::from(of(sound))).sum() };
    let heavier = weight(one).max(weight(other));
    if heavier == 0 {
        return 1.0;
    }
    let most = heavier / 2;
    distance(one, other, bare, most).map_or(0.0, |distance| 1.0 - distance as f32 / heavier as f32)
}

fn of(sound: u8) -> u8 {
    LEFT_OUT.get(usize::from(sound)).copied().unwrap_or(14)
}

/// The cheapest way to make one look the other, if that costs no more than `most`.
fn distance(one: &[u8], other: &[u8], bare: bool, most: u32) -> Option<u32> {
    let (one, other) = (&one[..one.len().min(LOOK_MAX)], &other[..other.len().min(LOOK_MAX)]);
    let drop = |sound: u8| match sound {
        I | W if bare => u32::from(SEMIVOWEL_BARE),
        vowel if bare && vowel < VOWELS => u32::from(LEFT_OUT_BARE),
        _ => u32::from(of(sound)),
    };
    let mut row = [0u32; LOOK_MAX + 1];
    for (at, &sound) in other.iter().enumerate() {
        row[at + 1] = row[at] + drop(sound);
    }
    for &sound in one {
        let own = drop(sound);
        let costs = CHANGED.get(usize::from(sound)).unwrap_or(&CHANGED[SOUNDS - 1]);
        let mut diagonal = row[0];
        row[0] += own;
        let mut least = row[0];
        for (at, &beside) in other.iter().enumerate() {
            let changed =
                diagonal + u32::from(costs.get(usize::from(beside)).copied().unwrap_or(16));
            diagonal = row[at + 1];
            let cheapest = changed.min(diagonal + own).min(row[at] + drop(beside));
            row[at + 1] = cheapest;
            least = least.min(cheapest);
        }
        if least > most {
            return None;
        }
    }
    Some(row[other.len()]).filter(|&cost| cost <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Knowledge;

    fn word(text: &str) -> Word {
        Word::new(text, Knowledge::bundled())
    }

    fn nearest(one: &str, other: &str) -> f32 {
        let (one, other) = (word(one), word(other));
        let bare = one.writing == Writing::Abjad || other.writing == Writing::Abjad;
        let others = looks(&other);
        let all = looks(&one);
        let all = all.iter().flat_map(|a| others.iter().map(move |b| alike(a, b, bare)));
        all.fold(0.0, f32::max)
    }

    #[test]
    fn spellings_sound_more_alike_than_other_names() {
        for (one, other, another) in [
            ("cohen", "כהן", "кан"),
            ("zahrani", "الزهراني", "zahra"),
            ("hryhoriy", "григорій", "юрій"),
            ("khaldawy", "خالداوي", "خليل"),
            ("лавлевой", "лавлева", "ивалева"),
        ] {
            let (near, far) = (nearest(one, other), nearest(one, another));
            assert!(near > 0.75 && near > far, "{one} {other} {near} {another} {far}");
            assert_eq!(near, nearest(other, one));
        }
        assert_eq!(nearest("serik", "serik"), 1.0);
    }

    #[test]
    fn spellings_of_one_name_have_a_key_in_common() {
        let all = |text: &str| -> Vec<u64> {
            let word = word(text);
            let groups = word.groups().iter().copied().map(group_key);
            keys(&word).into_iter().map(|key| key.hash).chain(groups).collect()
        };
        for (one, other) in [
            ("турпанбаевым", "turpanbaev"),
            ("хрущёв", "khrushchev"),
            ("محمد", "muhammad"),
            ("саша", "aleksandr"),
            ("shoibekov", "shoybekof"),
            ("turpanov", "trupanov"),
            ("zahrani", "الزهراني"),
            ("rezaei", "رضایی"),
            ("nagwa", "نجوى"),
        ] {
            let other = all(other);
            assert!(all(one).iter().any(|key| other.contains(key)), "{one}");
        }
    }
}

//! The syllables of Mandarin and Korean that `transliterate` knows → how many a word of Latin letters has,
//! and whether two words are one by other romanizations.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::transliterate::{korean_syllables, mandarin_syllables};

/// No Chinese word of a name has more letters, and no syllable.
const LETTERS_MAX: usize = 18;
const SYLLABLE_MAX: usize = 6;

/// The key of some letters and one more.
fn longer(key: u64, letter: u8) -> u64 {
    key << 8 | u64::from(letter)
}

/// The fewest syllables that a word can be cut into by pinyin; `None` where letters are left over.
pub(super) fn of_pinyin(plain: &str) -> Option<usize> {
    fewest(plain)[0]
}

/// The same by any one of the systems; they write without marks here, as most texts do.
pub(super) fn of_chinese(plain: &str) -> Option<usize> {
    fewest(plain).into_iter().flatten().min()
}

/// Who writes Chinese so, in the order of `mandarin_syllables`.
const SYSTEMS: [Whose; 3] = [Whose::Pinyin, Whose::Wade, Whose::Tongyong];

/// Syllables by the letters that write them: their numbers, with whose they are.
static SPELLINGS: LazyLock<FxHashMap<u64, Vec<(Whose, u16)>>> = LazyLock::new(|| {
    let mut known: FxHashMap<u64, Vec<(Whose, u16)>> = FxHashMap::default();
    let mut add = |spelling: &str, whose: Whose, number: usize| {
        let letters = spelling.nfd().filter(char::is_ascii_alphabetic);
        let key = letters.fold(0, |key, letter| longer(key, letter as u8));
        known.entry(key).or_default().push((whose, number as u16));
    };
    for (number, syllable) in mandarin_syllables().enumerate() {
        for (whose, spellings) in SYSTEMS.into_iter().zip(syllable) {
            spellings.iter().for_each(|spelling| add(spelling, whose, number));
        }
    }
    for (number, spellings) in korean_syllables().enumerate() {
        spellings.iter().for_each(|spelling| add(spelling, Whose::Korean, number));
    }
    known
});

/// Who writes a syllable so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Pinyin,
    Wade,
    Tongyong,
    Korean,
}

/// Whether a word can be cut into syllables of Chinese or Korean, whoever writes them.
pub(super) fn is_syllabic(plain: &str) -> bool {
    let letters = plain.as_bytes();
    if letters.len() > LETTERS_MAX || !plain.is_ascii() {
        return false;
    }
    let mut met = [false; LETTERS_MAX + 1];
    met[0] = true;
    for start in 0..letters.len() {
        if met[start] {
            ends(letters, start).for_each(|(end, _)| met[end] = true);
        }
    }
    met[letters.len()]
}

/// Where a syllable that begins at a letter may end, and which it is.
fn ends(letters: &[u8], start: usize) -> impl Iterator<Item = (usize, &'static [(Whose, u16)])> {
    let mut key = 0;
    (start + 1..=letters.len().min(start + SYLLABLE_MAX)).filter_map(move |end| {
        key = longer(key, letters[end - 1]);
        SPELLINGS.get(&key).map(|found| (end, found.as_slice()))
    })
}

/// Whether two words of Latin letters are the same syllables of Chinese, one in pinyin and the other
/// in Wade-Giles, or of Korean, which everybody spells as they like.
pub(super) fn are_spelled_alike(one: &str, other: &str) -> bool {
    let short = |plain: &str| plain.len() <= LETTERS_MAX && plain.is_ascii() && !plain.is_empty();
    let ways = [
        (Whose::Pinyin, Whose::Wade),
        (Whose::Wade, Whose::Pinyin),
        (Whose::Korean, Whose::Korean),
    ];
    short(one) && short(other) && ways.into_iter().any(|ways| meet(one, other, ways))
}

fn meet(one: &str, other: &str, (first, second): (Whose, Whose)) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    // Which letters of the one and the other the syllables so far end at.
    let mut met = [[false; LETTERS_MAX + 1]; LETTERS_MAX + 1];
    met[0][0] = true;
    for i in 0..one.len() {
        for j in 0..other.len() {
            if !met[i][j] {
                continue;
            }
            for (end, syllables) in ends(one, i) {
                let own = || syllables.iter().filter(|(whose, _)| *whose == first);
                for (its, others) in ends(other, j) {
                    let shared = own().any(|(_, number)| others.contains(&(second, *number)));
                    met[end][its] |= shared;
                }
            }
        }
    }
    met[one.len()][other.len()]
}

/// The fewest syllables that a word can be cut into, by each system.
fn fewest(plain: &str) -> [Option<usize>; SYSTEMS.len()] {
    let letters = plain.as_bytes();
    if letters.len() > LETTERS_MAX || !plain.is_ascii() {
        return [None; SYSTEMS.len()];
    }
    // The fewest syllables that end at each letter.
    let mut fewest = [[None::<usize>; SYSTEMS.len()]; LETTERS_MAX + 1];
    fewest[0] = [Some(0); SYSTEMS.len()];
    for start in 0..letters.len() {
        let before = fewest[start];
        if before == [None; SYSTEMS.len()] {
            continue;
        }
        for (end, syllables) in ends(letters, start) {
            for (system, whose) in SYSTEMS.iter().enumerate() {
                if syllables.iter().any(|(known, _)| known == whose) {
                    let count = before[system].map(|count| count + 1);
                    fewest[end][system] = fewest[end][system].into_iter().chain(count).min();
                }
            }
        }
    }
    fewest[letters.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_one_by_other_romanizations() {
        for (one, other, alike) in [
            ("chihming", "zhiming", true),
            ("teng", "deng", true),
            ("hsiaoping", "xiaoping", true),
            ("yun", "yoon", true),
            ("seokyeol", "sukyeol", true),
            ("jeong", "chung", true),
            ("zhang", "deng", false),
            ("seok", "yeol", false),
            ("wei", "wen", false),
            ("maria", "marina", false),
        ] {
            assert_eq!(are_spelled_alike(one, other), alike, "{one} {other}");
            assert_eq!(are_spelled_alike(other, one), alike, "{other} {one}");
        }
        assert!(!is_syllabic("seokt") && is_syllabic("seok") && is_syllabic("hsiaoping"));
    }

    #[test]
    fn words_are_cut_into_the_fewest_syllables() {
        for (word, pinyin, chinese) in [
            ("xian", Some(1), Some(1)),
            ("xiaoping", Some(2), Some(2)),
            ("hsiaoping", None, Some(2)),
            ("tzuhsi", None, Some(2)),
            ("zhuangzhuang", Some(2), Some(2)),
            ("maria", Some(3), Some(3)),
            ("marta", None, None),
            ("", Some(0), Some(0)),
            ("weiweiweiweiweiweiwei", None, None),
        ] {
            assert_eq!((of_pinyin(word), of_chinese(word)), (pinyin, chinese), "{word}");
        }
    }
}

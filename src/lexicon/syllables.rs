//! `data/names/han/pinyin-syllables.txt` → how many syllables of Chinese a word of Latin letters has.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// Pinyin, Wade-Giles, Tongyong: the columns of the table.
const SYSTEMS: usize = 3;
/// No Chinese word of a name has more letters, and no syllable.
const LETTERS_MAX: usize = 18;
const SYLLABLE_MAX: usize = 6;

/// The letters of a syllable → the systems that write it, a bit for each.
static SYLLABLES: LazyLock<FxHashMap<u64, u8>> = LazyLock::new(|| {
    let mut known: FxHashMap<u64, u8> = FxHashMap::default();
    let lines = include_str!("../../data/names/han/pinyin-syllables.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        for (system, column) in line.split('|').take(SYSTEMS).enumerate() {
            for syllable in column.split_whitespace() {
                let letters = syllable.nfd().filter(char::is_ascii_alphabetic);
                let key = letters.fold(0, |key, letter| longer(key, letter as u8));
                *known.entry(key).or_default() |= 1 << system;
            }
        }
    }
    known
});

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

fn fewest(plain: &str) -> [Option<usize>; SYSTEMS] {
    let letters = plain.as_bytes();
    if letters.len() > LETTERS_MAX || !plain.is_ascii() {
        return [None; SYSTEMS];
    }
    // The fewest syllables that end at each letter, for each system.
    let mut fewest = [[None::<usize>; SYSTEMS]; LETTERS_MAX + 1];
    fewest[0] = [Some(0); SYSTEMS];
    for start in 0..letters.len() {
        let before = fewest[start];
        if before == [None; SYSTEMS] {
            continue;
        }
        let mut key = 0;
        for end in start + 1..=letters.len().min(start + SYLLABLE_MAX) {
            key = longer(key, letters[end - 1]);
            let systems = SYLLABLES.get(&key).copied().unwrap_or(0);
            for system in (0..SYSTEMS).filter(|system| systems >> system & 1 == 1) {
                let (count, known) = (before[system].map(|count| count + 1), fewest[end][system]);
                fewest[end][system] = known.into_iter().chain(count).min();
            }
        }
    }
    fewest[letters.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

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

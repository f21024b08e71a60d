//! The lists of `data/names/han/` and `data/names/hangul/`, embedded → maps to look characters and words up in.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

pub(super) use crate::normalize::lists::{
    JA_GIVEN, JA_SURNAMES, SHINJITAI, Spellings, TRANSCRIBED,
};
use crate::normalize::lists::{lines, list, pairs, section, words};

/// A Chinese family name.
pub(super) struct Surname {
    /// Pinyin, as a family name first.
    pub(super) pinyin: Spellings,
    /// Hong Kong and other Cantonese spellings; empty where the character's reading serves.
    pub(super) cantonese: Spellings,
    /// Hokkien, Teochew, Hakka and Hainanese spellings.
    pub(super) southeast_asian: Spellings,
}

/// A Mandarin syllable outside pinyin.
pub(super) struct Syllable {
    pub(super) wade_giles: Spellings,
    pub(super) tongyong: &'static str,
    pub(super) mps_ii: &'static str,
    /// What names of Taiwan have beside these.
    pub(super) habits: Spellings,
}

/// A Cantonese syllable.
pub(super) struct Spelled {
    pub(super) hong_kong: Spellings,
    pub(super) macao: &'static str,
}

/// A line `syllable characters`: the syllable of each character.
fn characters(text: &'static str) -> FxHashMap<char, &'static str> {
    let mut map = FxHashMap::default();
    for (syllable, run) in lines(text).filter_map(|line| line.split_once(' ')) {
        for character in run.chars() {
            map.entry(character).or_insert(syllable);
        }
    }
    map
}

fn columns<const COUNT: usize>(line: &'static str) -> [&'static str; COUNT] {
    let mut parts = line.split('|').map(str::trim);
    std::array::from_fn(|_| parts.next().unwrap_or(""))
}

/// Traditional → simplified.
pub(super) static SIMPLIFIED: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| pairs("zh"));
/// Chinese family names by each of their written forms, and by the simplified one.
pub(super) static SURNAMES: LazyLock<FxHashMap<&'static str, Surname>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for line in lines(list!("han/surnames-zh.txt")) {
        let [head, cantonese, southeast_asian] = columns(line);
        let Some((forms, pinyin)) = head.split_once(' ') else {
            continue;
        };
        for form in forms.split('/') {
            map.entry(form).or_insert_with(|| Surname {
                pinyin: pinyin.split(',').map(str::trim).collect(),
                cantonese: cantonese.split_whitespace().collect(),
                southeast_asian: southeast_asian.split_whitespace().collect(),
            });
        }
    }
    map
});

/// Characters that names read otherwise than running text does.
pub(super) static NAME_PINYIN: LazyLock<FxHashMap<&'static str, Spellings>> =
    LazyLock::new(|| words(list!("han/pinyin-names.txt")));

/// Pinyin syllable → Wade-Giles and Tongyong.
pub(super) static SYLLABLES: LazyLock<FxHashMap<&'static str, Syllable>> = LazyLock::new(|| {
    lines(list!("han/pinyin-syllables.txt"))
        .map(columns)
        .map(|[pinyin, wade_giles, tongyong, mps_ii, habits]| {
            let [wade_giles, habits] =
                [wade_giles, habits].map(|column| column.split_whitespace().collect());
            (pinyin, Syllable { wade_giles, tongyong, mps_ii, habits })
        })
        .collect()
});

/// Pinyin syllable → Gwoyeu Romatzyh, by tone.
pub(super) static GWOYEU: LazyLock<FxHashMap<&'static str, Spellings>> =
    LazyLock::new(|| words(list!("han/gwoyeu-syllables.txt")));

/// Characters of given names in Malaysia, Singapore and Indonesia.
pub(super) static SOUTHERN: LazyLock<FxHashMap<&'static str, Spellings>> =
    LazyLock::new(|| words(list!("han/southern-characters.txt")));

/// Character → Jyutping without tone.
pub(super) static JYUTPING: LazyLock<FxHashMap<char, &'static str>> =
    LazyLock::new(|| characters(list!("han/yue-characters.txt")));

/// Jyutping without tone → spellings of documents.
pub(super) static CANTONESE: LazyLock<FxHashMap<&'static str, Spelled>> = LazyLock::new(|| {
    lines(list!("han/yue-syllables.txt"))
        .filter_map(|line| line.split_once(' '))
        .map(|(jyutping, rest)| {
            let [hong_kong, macao, _] = columns(rest);
            (jyutping, Spelled { hong_kong: hong_kong.split_whitespace().collect(), macao })
        })
        .collect()
});

/// The Cantonese spellings of a character.
pub(super) fn cantonese(character: char) -> Option<&'static Spelled> {
    CANTONESE.get(JYUTPING.get(&character)?)
}

/// Character → Sino-Vietnamese readings, the usual first.
pub(super) static HAN_VIET: LazyLock<FxHashMap<char, Spellings>> = LazyLock::new(|| {
    let mut map: FxHashMap<char, Spellings> = FxHashMap::default();
    let lines = lines(list!("han/vi-characters.txt"));
    for (reading, run) in lines.filter_map(|line| line.split_once(' ')) {
        run.chars().for_each(|character| map.entry(character).or_default().push(reading));
    }
    map
});

/// Character → Hangul syllable.
pub(super) static HANJA: LazyLock<FxHashMap<char, &'static str>> =
    LazyLock::new(|| characters(list!("han/ko-characters.txt")));

/// Readings of single kanji inside names.
pub(super) static JA_CHARACTERS: LazyLock<FxHashMap<&'static str, Spellings>> =
    LazyLock::new(|| words(list!("han/ja-characters.txt")));

/// Kana → Latin: the rules without context of the table for comparing.
pub(super) static KANA: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    lines(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/cognate/Kana.txt")))
        .filter(|line| !line.starts_with(['@', '>']) && !line.contains(" / "))
        .filter_map(|line| line.split_once(" → "))
        .map(|(kana, latin)| (kana, if latin == "∅" { "" } else { latin }))
        .collect()
});

/// Korean family names in Hangul; shares are for people to read, the order is what counts here.
pub(super) static KO_SURNAMES: LazyLock<FxHashMap<&'static str, Spellings>> = LazyLock::new(|| {
    lines(list!("hangul/surnames.txt"))
        .filter_map(|line| line.split_once(' '))
        .map(|(name, rest)| {
            let spellings = rest.split(',').filter_map(|item| item.split_whitespace().next());
            (name, spellings.collect())
        })
        .collect()
});
/// Syllables of Korean given names in Hangul.
pub(super) static KO_SYLLABLES: LazyLock<FxHashMap<&'static str, Spellings>> =
    LazyLock::new(|| words(list!("hangul/given-syllables.txt")));

/// Characters typical of transcriptions; `true` for those that native given names rarely have.
pub(super) static TRANSCRIBING: LazyLock<FxHashMap<char, bool>> = LazyLock::new(|| {
    let text = list!("han/transcription.txt");
    let mut map = FxHashMap::default();
    for (name, strong) in [("characters", false), ("strong", true)] {
        for character in section(text, name).flat_map(str::chars) {
            map.insert(character, strong);
        }
    }
    map
});
/// The text in simplified characters, separators dropped.
pub(super) fn simplified(text: &str) -> Vec<char> {
    text.chars()
        .filter(|character| super::is_written(*character))
        .map(|character| SIMPLIFIED.get(&character).copied().unwrap_or(character))
        .collect()
}

/// The family name that opens a text, if it reads as one, and how many characters it takes.
///
/// A single character and the first of two or three are taken for a family name; of longer texts only a compound one
/// is, because Chinese given names have at most two characters.
pub(super) fn surname(text: &[char]) -> Option<(&'static Surname, usize)> {
    for length in [4, 2] {
        if let Some(compound) = text.get(..length).map(String::from_iter)
            && text.len() <= length + 2
            && let Some(found) = SURNAMES.get(compound.as_str())
        {
            return Some((found, length));
        }
    }
    let single = text.first().filter(|_| text.len() <= 3)?;
    SURNAMES.get(single.encode_utf8(&mut [0; 4]) as &str).map(|found| (found, 1))
}

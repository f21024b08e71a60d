//! A word in a script that leaves vowels out → the spellings under which its bearers are known.
//!
//! محمد is four consonants for every table; that it is Mohammed, and seldom Muhmid, only a list knows.
//! The lists of `data/names/vocalized` are parsed when a word of their script is first read.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::language::language_name;
use crate::normalize::Script;

/// The words of one list.
#[derive(Debug)]
struct List {
    script: Script,
    /// The languages whose readers go by it, the one that it is named after first.
    languages: &'static [&'static str],
    text: &'static str,
}

macro_rules! list {
    ($script:ident, $languages:expr, $name:literal) => {
        List {
            script: Script::$script,
            languages: &$languages,
            text: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/data/names/vocalized/",
                $name,
                ".txt"
            )),
        }
    };
}

const LISTS: [List; 12] = [
    list!(Arabic, ["ar"], "ar"),
    list!(Arabic, ["fa"], "fa"),
    list!(Arabic, ["ur"], "ur"),
    list!(Arabic, ["prs", "ps"], "prs"),
    list!(Arabic, ["ug"], "ug"),
    list!(Arabic, ["ckb"], "ckb"),
    list!(Arabic, ["kk"], "kk"),
    list!(Hebrew, ["he"], "he"),
    list!(Syriac, ["syr"], "syr"),
    list!(Ethiopic, ["am"], "am"),
    list!(Ethiopic, ["ti"], "ti"),
    list!(Thaana, ["dv"], "dv"),
];

/// Spellings that a list has for a word.
pub(super) struct Usual<'a> {
    /// The languages of the list.
    pub(super) languages: &'static [&'static str],
    /// `usual Arabic spelling`.
    pub(super) standard: &'a str,
    /// Most usual first.
    pub(super) spellings: Vec<String>,
}

/// Spellings by folded word, list by list.
#[derive(Debug, Default)]
pub(super) struct Vocalized {
    words: [OnceLock<FxHashMap<String, Vec<&'static str>>>; LISTS.len()],
    standards: [OnceLock<String>; LISTS.len()],
}

impl Vocalized {
    /// What every list of the script has for a word, in the order of the lists.
    pub(super) fn usual(&self, word: &str, script: Script) -> Vec<Usual<'_>> {
        let mut found = Vec::new();
        let mut key = String::new();
        for (number, list) in LISTS.iter().enumerate() {
            if list.script != script {
                continue;
            }
            let words = &self.words[number];
            if key.is_empty() {
                key = folded(word);
            }
            let spellings = spellings(words.get_or_init(|| parse(list.text)), &key);
            if !spellings.is_empty() {
                let standard = self.standards[number]
                    .get_or_init(|| format!("usual {} spelling", language_name(list.languages[0])));
                found.push(Usual { languages: list.languages, standard, spellings });
            }
        }
        found
    }
}

impl Vocalized {
    /// The word that a list spells in both ways, and the list's language.
    pub(super) fn both(&self, left: &str, right: &str) -> Option<(&str, &'static str)> {
        LISTS.iter().zip(&self.words).find_map(|(list, words)| {
            let words = words.get_or_init(|| parse(list.text));
            let both = |spellings: &[&str]| spellings.contains(&left) && spellings.contains(&right);
            let found = words.iter().filter(|(_, spellings)| both(spellings));
            let first = found.map(|(word, _)| word.as_str()).min()?;
            Some((first, list.languages[0]))
        })
    }
}

/// A word's spellings; those of a word that is only listed without its article, with the article.
fn spellings(words: &FxHashMap<String, Vec<&'static str>>, key: &str) -> Vec<String> {
    if let Some(known) = words.get(key) {
        return known.iter().map(|&spelling| spelling.to_owned()).collect();
    }
    let bare = key.strip_prefix("ال").and_then(|rest| words.get(rest));
    let with = |article: &'static str| {
        let bare = bare.into_iter().flatten();
        bare.map(move |spelling| format!("{article}{spelling}"))
    };
    with("al-").chain(with("el-")).chain(with("")).collect()
}

fn parse(text: &'static str) -> FxHashMap<String, Vec<&'static str>> {
    let mut words: FxHashMap<String, Vec<&'static str>> = FxHashMap::default();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    for (word, spellings) in lines.filter_map(|line| line.split_once('\t')) {
        let known = words.entry(folded(word)).or_default();
        for spelling in spellings.split(',').map(str::trim) {
            if !spelling.is_empty() && !known.contains(&spelling) {
                known.push(spelling);
            }
        }
    }
    words
}

/// One form for the ways in which one word is typed: no marks for short vowels, no tatweel, no
/// joiners; one alef, one yeh, one kaf, whatever the keyboard.
fn folded(word: &str) -> String {
    let letters = word.nfc().filter_map(|letter| match letter {
        '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}' | '\u{591}'..='\u{5c7}' => None,
        '\u{730}'..='\u{74a}' | '\u{200b}'..='\u{200f}' | '\'' | '-' => None,
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ي' | 'ى' => Some('ی'),
        'ك' => Some('ک'),
        'ة' => Some('ه'),
        letter => Some(letter),
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_word_and_its_spellings() {
        for list in &LISTS {
            for line in list.text.lines().filter(|line| !line.starts_with('#')) {
                let (word, spellings) = line.split_once('\t').expect(line);
                assert_eq!(Script::of_text(word), Some(list.script), "{line}");
                let latin =
                    |letter: char| Script::of(letter).is_none_or(|script| script == Script::Latin);
                assert!(spellings.chars().all(latin), "{line}");
            }
        }
    }

    #[test]
    fn typed_on_any_keyboard() {
        let usual = |word: &str| {
            let lists = Vocalized::default();
            let found = lists.usual(word, Script::Arabic);
            found.into_iter().next().map(|usual| usual.spellings[0].clone())
        };
        assert_eq!(usual("أَحْمَد"), usual("احمد"));
        assert_eq!(usual("احمد").as_deref(), Some("ahmad"));
    }
}

//! A word whose letters leave open how it is spelled → the spellings under which its bearers are known.
//!
//! محمد is four consonants for every table; that it is Mohammed, and seldom Muhmid, only a list knows; so it
//! does that ঠাকুর is Tagore.
//! The lists of `data/names/vocalized` are parsed when a word of their script is first read.

use std::borrow::Cow;
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

const LISTS: [List; 23] = [
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
    list!(Bengali, ["bn", "as"], "bn"),
    list!(Devanagari, ["hi", "mr", "ne"], "hi"),
    list!(Gurmukhi, ["pa"], "pa"),
    list!(Gujarati, ["gu"], "gu"),
    list!(Oriya, ["or"], "or"),
    list!(Tamil, ["ta"], "ta"),
    list!(Telugu, ["te"], "te"),
    list!(Kannada, ["kn"], "kn"),
    list!(Malayalam, ["ml"], "ml"),
    list!(Sinhala, ["si"], "si"),
    list!(Thai, ["th"], "th"),
];

/// Spellings that a list has for a word.
#[derive(Debug, Clone)]
pub(super) struct Usual<'a> {
    /// The languages of the list.
    pub(super) languages: &'static [&'static str],
    /// `usual Arabic spelling`.
    pub(super) standard: &'a str,
    /// Most usual first.
    known: &'a [&'static str],
    /// The list knows the word without its article.
    is_bare: bool,
}

impl<'a> Usual<'a> {
    /// Most usual first; those of a word that is only listed without its article, with the article.
    pub(super) fn spellings(&self) -> impl Iterator<Item = Cow<'static, str>> + use<'a> {
        let articles: &[&str] = if self.is_bare { &["al-", "el-", ""] } else { &[""] };
        let known = self.known;
        articles.iter().flat_map(move |article| {
            known.iter().map(move |&spelling| match *article {
                "" => Cow::Borrowed(spelling),
                article => Cow::Owned(format!("{article}{spelling}")),
            })
        })
    }
}

/// Spellings by folded word, list by list.
#[derive(Debug, Default)]
pub(super) struct Vocalized {
    /// By script.
    words: [OnceLock<Words>; SCRIPTS.len()],
    standards: [OnceLock<String>; LISTS.len()],
}

/// The scripts of the lists.
const SCRIPTS: [Script; 16] = [
    Script::Arabic,
    Script::Hebrew,
    Script::Syriac,
    Script::Ethiopic,
    Script::Thaana,
    Script::Bengali,
    Script::Devanagari,
    Script::Gurmukhi,
    Script::Gujarati,
    Script::Oriya,
    Script::Tamil,
    Script::Telugu,
    Script::Kannada,
    Script::Malayalam,
    Script::Sinhala,
    Script::Thai,
];

/// A folded word → the lists that have it, by number, and its spellings there.
type Words = FxHashMap<String, Vec<(usize, Vec<&'static str>)>>;

impl Vocalized {
    /// What every list of the script has for a word, in the order of the lists.
    pub(super) fn usual(&self, word: &str, script: Script) -> Vec<Usual<'_>> {
        let Some(words) = self.words(script) else { return Vec::new() };
        let key = folded(word);
        let whole = words.get(&key).map_or(&[][..], Vec::as_slice);
        let bare = key.strip_prefix("ال").and_then(|rest| words.get(rest));
        let bare = bare.map_or(&[][..], Vec::as_slice);
        let usual = |list: usize, known, is_bare| {
            let languages = LISTS[list].languages;
            let standard = self.standards[list]
                .get_or_init(|| format!("usual {} spelling", language_name(languages[0])));
            Usual { languages, standard, known, is_bare }
        };
        let listed = |list: &usize| whole.iter().any(|(other, _)| other == list);
        let mut found: Vec<(usize, Usual<'_>)> = Vec::with_capacity(whole.len() + bare.len());
        found.extend(whole.iter().map(|(list, known)| (*list, usual(*list, known, false))));
        let bare = bare.iter().filter(|(list, _)| !listed(list));
        found.extend(bare.map(|(list, known)| (*list, usual(*list, known, true))));
        found.sort_by_key(|(list, _)| *list);
        found.into_iter().map(|(_, usual)| usual).collect()
    }

    fn words(&self, script: Script) -> Option<&Words> {
        let place = SCRIPTS.iter().position(|known| *known == script)?;
        Some(self.words[place].get_or_init(|| parse(script)))
    }

    /// The word that a list spells in both ways, and the list's language.
    pub(super) fn both(&self, left: &str, right: &str) -> Option<(&str, &'static str)> {
        LISTS.iter().enumerate().find_map(|(number, list)| {
            let both = |spellings: &[&str]| spellings.contains(&left) && spellings.contains(&right);
            let words = self.words(list.script)?.iter();
            let found = words.filter(|(_, lists)| {
                lists.iter().any(|(list, spellings)| *list == number && both(spellings))
            });
            let first = found.map(|(word, _)| word.as_str()).min()?;
            Some((first, list.languages[0]))
        })
    }
}

fn parse(script: Script) -> Words {
    let mut words = Words::default();
    let lists = LISTS.iter().enumerate().filter(|(_, list)| list.script == script);
    for (number, list) in lists {
        let lines = list.text.lines().filter(|line| !line.starts_with('#'));
        for (word, spellings) in lines.filter_map(|line| line.split_once('\t')) {
            let lists = words.entry(folded(word)).or_default();
            if lists.last().is_none_or(|(last, _)| *last != number) {
                lists.push((number, Vec::new()));
            }
            let Some((_, known)) = lists.last_mut() else { continue };
            for spelling in spellings.split(',').map(str::trim) {
                if !spelling.is_empty() && !known.contains(&spelling) {
                    known.push(spelling);
                }
            }
        }
    }
    words
}

/// One form for the ways in which one word is typed: no marks for short vowels, no tatweel, no
/// joiners; one alef, one yeh, one kaf, whatever the keyboard.
fn folded(word: &str) -> String {
    // Nothing among these is composed with what stands beside it.
    let quick = |letter| matches!(letter, '\u{5d0}'..='\u{5ea}' | '\u{621}'..='\u{64a}' | '\u{671}'..='\u{6d3}');
    let fold = |letter| match letter {
        '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}' | '\u{591}'..='\u{5c7}' => None,
        '\u{730}'..='\u{74a}' | '\u{200b}'..='\u{200f}' | '\'' | '-' => None,
        // Family names that are abbreviations: כ״ץ.
        '\u{5f3}' | '\u{5f4}' | '"' => None,
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ي' | 'ى' => Some('ی'),
        'ك' => Some('ک'),
        'ة' => Some('ه'),
        letter => Some(letter),
    };
    if word.chars().all(quick) {
        word.chars().filter_map(fold).collect()
    } else {
        word.nfc().filter_map(fold).collect()
    }
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
            found.into_iter().next().and_then(|usual| usual.spellings().next())
        };
        assert_eq!(usual("أَحْمَد"), usual("احمد"));
        assert_eq!(usual("احمد").as_deref(), Some("ahmad"));
    }
}

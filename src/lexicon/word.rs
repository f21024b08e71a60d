//! A distinct token → a word made ready for comparison: romanized, cut into stems and endings, with
//! what the tables know of it.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::channel::WORD_LETTERS_MAX;
use super::derivation::{DerivedEnding, Suffix};
use super::frequency::Frequencies;
use super::knowledge::Knowledge;
use super::lists::{Usage, skeleton};
use super::paradigms::{Ending, Genders};
use super::relations::Membership;
use super::syllables;
use crate::normalize::Script;
use crate::transliterate::are_one_character;

/// What a script writes: which channel two words meet in depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Writing {
    /// Latin letters.
    Latin,
    /// Another alphabet or an abugida: sounds and vowels are written.
    Alphabet,
    /// Consonants, and few vowels: Arabic, Hebrew, Syriac.
    Abjad,
    /// Syllables: kana and Hangul.
    Syllabic,
    /// Han characters.
    Han,
}

impl Writing {
    /// How this script writes.
    #[must_use]
    pub fn of(script: Script) -> Self {
        match script {
            Script::Latin | Script::Other => Self::Latin,
            Script::Arabic | Script::Hebrew | Script::Syriac => Self::Abjad,
            Script::Kana | Script::Hangul => Self::Syllabic,
            Script::Han => Self::Han,
            _ => Self::Alphabet,
        }
    }
}

/// One romanization of a word, made ready.
#[derive(Debug, Clone)]
pub(crate) struct Variant {
    pub(crate) plain: String,
    pub(crate) endings: Vec<(usize, Ending)>,
    pub(crate) derived: Vec<(usize, DerivedEnding)>,
    pub(crate) memberships: Vec<Membership>,
}

impl Variant {
    /// Letters of the shortest stem that an ending leaves.
    pub(crate) fn shortest_stem(&self) -> usize {
        let inflected = self.endings.last().map_or(0, |(letters, _)| *letters);
        let derived = self.derived.last().map_or(0, |(letters, _)| *letters);
        self.plain.len() - inflected.max(derived)
    }
}

/// A distinct token of a list, made ready for comparison.
#[derive(Debug, Clone)]
pub struct Word {
    pub(crate) text: String,
    pub(crate) script: Script,
    pub(crate) writing: Writing,
    pub(crate) variants: Vec<Variant>,
    /// The coarser spelling of the first romanization.
    pub(crate) skeleton: String,
    /// Minus log2 of the probability that a name word is this one.
    pub(crate) surprisal: f64,
    /// The same by its letters alone, whatever lists of names know.
    pub(crate) letters: f64,
    /// Probability that the word is a family name, where the lists know it.
    pub(crate) family_share: Option<f64>,
    pub(crate) genders: Genders,
    /// Whether a list of names knows the word, or its nominative.
    pub(crate) known: bool,
    /// Whether a list of names knows the word as it is.
    pub(crate) listed: bool,
    /// Which lists know the word as it is, a bit for each.
    pub(crate) lists: u128,
    /// The groups of nicknames and national forms that the word belongs to, in order.
    pub(super) groups: Box<[u32]>,
    /// Whether it is a form of a name in one of these.
    pub(super) is_form: bool,
    /// What its romanizations begin with, a bit for each letter: few initials fit.
    pub(super) beginnings: u32,
    /// Whether it is in Latin letters and can be cut into syllables of Chinese or Korean.
    pub(super) syllabic: bool,
}

impl Word {
    /// A token of which nothing is known yet but its script.
    pub(crate) fn bare(text: &str) -> Self {
        let script = Script::of_text(text).unwrap_or(Script::Other);
        Self {
            text: text.to_owned(),
            script,
            writing: Writing::of(script),
            variants: Vec::new(),
            skeleton: String::new(),
            surprisal: 0.0,
            letters: 0.0,
            family_share: None,
            genders: Genders::default(),
            known: false,
            listed: false,
            lists: 0,
            groups: Box::default(),
            is_form: false,
            beginnings: 0,
            syllabic: false,
        }
    }

    /// Makes a token ready.
    pub(crate) fn new(text: &str, knowledge: &Knowledge) -> Self {
        let mut word = Self::bare(text);
        let writing = word.writing;
        let letters: Cow<'_, str> = if text.contains(is_vowel_point) {
            text.chars().filter(|&letter| !is_vowel_point(letter)).collect::<String>().into()
        } else {
            text.into()
        };
        let letters = if letters.is_empty() { text } else { &letters };
        let mut cognates = knowledge.romanizer.cognates(letters);
        if letters.contains('ё') {
            // Most texts leave the two dots of ё out.
            let undotted = knowledge.romanizer.cognates(&letters.replace('ё', "е"));
            cognates.extend(undotted.into_iter().next());
        }
        word.variants.reserve_exact(cognates.len());
        for cognate in cognates {
            let mut plain = cognate.text;
            plain.truncate(WORD_LETTERS_MAX);
            let (first, skeleton) = (word.variants.is_empty(), skeleton(&plain));
            let endings = knowledge.paradigms.endings(&plain, writing);
            let derived = knowledge.derivation.endings(&plain);
            let (memberships, usage) =
                knowledge.known((&plain, &skeleton), writing, &endings, &derived, first);
            word.beginnings |= word.beginning(&plain, &skeleton);
            if first {
                word.weigh(&plain, usage, knowledge);
                word.skeleton = skeleton;
                word.syllabic = word.is_syllabic(&plain);
            }
            word.variants.push(Variant { plain, endings, derived, memberships });
        }
        if word.listed {
            // What lists have as it stands is no case of another name: Marina of Maria, in Finnish.
            let own = |place: &Membership| !place.is_lemma();
            word.variants.iter_mut().for_each(|variant| variant.memberships.retain(own));
        }
        word.grouped()
    }

    /// Whether it is in Latin letters and can be cut into syllables of Chinese or Korean.
    pub(super) fn is_syllabic(&self, plain: &str) -> bool {
        self.script == Script::Latin && syllables::is_syllabic(plain)
    }

    /// Weighs the word by what frequency lists know of it or its nominatives, and by its letters.
    fn weigh(&mut self, plain: &str, usage: Option<(Usage, bool)>, knowledge: &Knowledge) {
        let letters = knowledge.letters(self.writing).bits(plain);
        self.letters = letters.min(SURPRISAL_MAX);
        let probability = usage.map_or(0.0, |(usage, _)| usage.any());
        // Half of all bearers have a name that no list of ours holds.
        self.surprisal = -(probability + 0.5 * (-letters).exp2()).log2();
        self.surprisal = self.surprisal.min(SURPRISAL_MAX);
        if let Some((usage, listed)) = usage {
            // A rarer name may be a slip in writing a common one.
            (self.known, self.listed) = (usage.lists != 0, listed);
            self.lists = if listed { knowledge.lists_of(usage.lists, self.script) } else { 0 };
            self.genders = Genders::of_code(usage.genders);
            self.family_share = Some(usage.family / (usage.family + usage.given).max(1e-12));
        }
    }

    /// The word as the list has it, in lower case.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Minus log2 of the probability that a name word is this one.
    #[must_use]
    pub fn surprisal(&self) -> f64 {
        self.surprisal
    }

    /// The coarser spelling of the first romanization, under which usual spellings fall together.
    #[must_use]
    pub fn skeleton(&self) -> &str {
        &self.skeleton
    }

    /// Whether lists of names know the word as a man's name alone, or as a woman's alone.
    pub(crate) fn only_gender_is_male(&self) -> Option<bool> {
        self.genders.only_male()
    }

    /// Probability that the word is a family name rather than a given name, where lists know it.
    #[must_use]
    pub fn family_share(&self) -> Option<f64> {
        self.family_share
    }

    /// Minus log2 of the probability of its letters, whatever lists of names know.
    #[must_use]
    pub fn letters(&self) -> f64 {
        self.letters
    }

    /// The script of most of its letters.
    #[must_use]
    pub fn script(&self) -> Script {
        self.script
    }

    /// Whether the word begins with the letters of an initial, in any romanization of either. In
    /// scripts of India an initial is the name of an English letter (எம்., "em", is M.).
    pub(crate) fn begins_with(&self, initial: &Self) -> bool {
        if initial.text == "j" && self.begins_with_glide() {
            return true;
        }
        if self.beginnings & initial.beginnings == 0 {
            return false;
        }
        let own: Vec<String> = self.variants.iter().map(|one| skeleton(&one.plain)).collect();
        let begins =
            |short: &str| !short.is_empty() && own.iter().any(|one| one.starts_with(short));
        // Whoever shortens Zhanna, Philip or Yelizaveta takes a letter, not a sound.
        let written = |short: &str| self.variants.iter().any(|one| one.plain.starts_with(short));
        initial.variants.iter().any(|short| {
            begins(&skeleton(&short.plain))
                || written(&short.plain)
                || initial.letter_named(&short.plain).any(begins)
                || self.letter_named(self.plain()).any(|letter| skeleton(&short.plain) == letter)
        })
    }

    /// Whether German, Polish and others write a J where it begins: Yuri, Юрий, Евгений.
    fn begins_with_glide(&self) -> bool {
        const LETTERS: [char; 7] = ['ю', 'я', 'е', 'ё', 'й', 'є', 'ї'];
        self.plain().starts_with('y') || self.text.starts_with(LETTERS)
    }

    /// English letters that a romanized word names, in the skeletons that words are compared by.
    fn letter_named<'a>(&self, plain: &'a str) -> impl Iterator<Item = &'static str> + use<'a> {
        const NAMES: [(&str, &[&str]); 24] = [
            ("a", &["e", "ey"]),
            ("b", &["bi", "pi"]),
            ("k", &["si", "ci", "ke", "ge"]),
            ("s", &["si", "ci", "es"]),
            ("d", &["di", "ti"]),
            ("e", &["i"]),
            ("f", &["ep", "ef", "eph"]),
            ("g", &["ji", "ci", "si"]),
            ("h", &["ech", "eych", "ecc", "es"]),
            ("i", &["ai", "ay"]),
            ("j", &["je", "ce", "se"]),
            ("l", &["el"]),
            ("m", &["em"]),
            ("n", &["en"]),
            ("o", &["o"]),
            ("p", &["pi", "bi"]),
            ("r", &["ar"]),
            ("t", &["ti", "di", "ri"]),
            ("u", &["yu"]),
            ("v", &["vi", "wi"]),
            ("i", &["vai", "way"]),
            ("ks", &["eks"]),
            ("z", &["ised", "jed"]),
            ("j", &["ji"]),
        ];
        let indic = self.writing == Writing::Alphabet
            && !matches!(self.script, Script::Cyrillic | Script::Greek | Script::Armenian);
        NAMES
            .into_iter()
            .filter(move |(_, names)| indic && names.contains(&plain))
            .map(|(letter, _)| letter)
    }

    /// Whether lists know both words as given names, of two genders. Consonants alone, or two
    /// syllables, are those of too many names.
    pub(crate) fn is_given_of_other_gender(&self, other: &Self) -> bool {
        let vowels = |word: &Self| word.writing <= Writing::Alphabet;
        vowels(self)
            && vowels(other)
            && self.is_given()
            && other.is_given()
            && !(self.has_no_parts() || other.has_no_parts())
            && self.genders.conflicts(other.genders)
    }

    /// Whether two words of one script could be a man's name in the nominative and a woman's:
    /// *Petr* and *Petra*. Other endings are cases, and in many languages, from Azerbaijani to
    /// Armenian, the last word of a name has one for all, now and then after an apostrophe. A word
    /// that no list knows, and that is not made like a Slavic family name, may be from where *a*
    /// tells nothing.
    pub(crate) fn is_man_and_woman(&self, other: &Self) -> bool {
        let family = |word: &Self| {
            let derived = word.variants.first().map_or(&[][..], |one| &one.derived);
            derived.iter().any(|(_, ending)| ending.suffix == Suffix::Russian)
        };
        let told = |word: &Self| word.listed || family(word);
        let stem =
            |word: &Self| skeleton(word.plain().trim_end_matches(|last| "aeiouy".contains(last)));
        let woman = |word: &Self| word.plain().ends_with('a') && !word.text.contains(['\'', '’']);
        let man = |word: &Self| {
            !word.plain().ends_with(['a', 'e', 'i', 'o', 'u'])
                && !word.plain().ends_with("oy")
                && word.only_gender_is_male() != Some(false)
        };
        self.script == other.script
            && (told(self) || told(other))
            && ((woman(self) && man(other)) || (woman(other) && man(self)))
            && stem(self) == stem(other)
    }

    /// Whether it is a woman's family name beside a man's in -ov, -ev, -in: in -oy in any case
    /// (*Тубасовой*), and in -a where no case of his ends so, as in texts of a language that is not
    /// `slavic` or Latvian (*Lukova*).
    pub(crate) fn is_womans_beside(&self, man: &Self, slavic: bool) -> bool {
        const MENS: [&str; 6] = ["ov", "ev", "in", "yn", "ow", "ew"];
        const OBLIQUE: [&str; 5] = ["oy", "oj", "oi", "oyu", "oju"];
        let nominative = if slavic { &[][..] } else { &["a"] };
        let is_stem = |stem: &str| skeleton(stem) == man.skeleton;
        let mut endings = OBLIQUE.iter().chain(nominative);
        MENS.iter().any(|ending| man.plain().ends_with(ending))
            && endings.any(|ending| self.plain().strip_suffix(ending).is_some_and(is_stem))
    }

    /// Whether it ends like a woman's Slavic or Greek family name.
    pub(crate) fn is_womans_family(&self) -> bool {
        const ENDINGS: [&str; 10] =
            ["ova", "eva", "ina", "yna", "owa", "aya", "aia", "ska", "cka", "ou"];
        ENDINGS.iter().any(|ending| self.plain().ends_with(ending))
    }

    /// Whether it is a Lithuanian woman's name, and the other one the man's: Ramunė, Ramūnas.
    pub(crate) fn is_lithuanian_woman_of(&self, man: &Self) -> bool {
        const ENDINGS: [&str; 4] = ["ė", "ės", "iene", "ienes"];
        let woman = |word: &Self| ENDINGS.iter().any(|ending| word.text.ends_with(ending));
        woman(self) && !woman(man) && man.script == Script::Latin && man.text.ends_with('s')
    }

    /// Whether it is a woman's family name in the nominative, as Czech and Slovak write it beside the
    /// man's.
    pub(crate) fn is_czech_woman_of(&self, man: &Self) -> bool {
        self.text.ends_with("ová") || (self.text.ends_with('á') && man.text.ends_with('ý'))
    }

    /// Whether the word is the name of the wife of a man of the other name, in Hungarian.
    pub(crate) fn is_wife_of(&self, other: &Self) -> bool {
        self.text.strip_suffix("né").is_some_and(|man| {
            man.len() > 2
                && (man == other.text || self.plain().strip_suffix("ne") == Some(other.plain()))
        })
    }

    /// Whether lists know both words as given names that one person can bear.
    pub(crate) fn is_given_of_one_gender(&self, other: &Self) -> bool {
        let known = !self.genders.is_empty() && !other.genders.is_empty();
        self.is_given() && other.is_given() && known && !self.genders.conflicts(other.genders)
    }

    /// Whether one list of names holds both: where Hassan is borne, Hossein is another name.
    pub(crate) fn is_listed_beside(&self, other: &Self) -> bool {
        self.lists & other.lists != 0 && self.skeleton != other.skeleton
    }

    /// Whether tables of the forms of names hold both, and never as one name: محمد is Mohammed in
    /// every country, and Mahmoud in none.
    pub(crate) fn is_form_of_another(&self, other: &Self) -> bool {
        self.is_form && other.is_form && !self.is_related(other)
    }

    /// Whether a group of nicknames or national forms has both.
    pub(super) fn is_related(&self, other: &Self) -> bool {
        self.groups.iter().any(|group| other.groups.binary_search(group).is_ok())
    }

    /// Whether both are written with the marks of Vietnamese, and not with the same: Hùng is not Hưng.
    /// Where a mark stands in a syllable is a habit.
    pub(crate) fn has_other_marks(&self, other: &Self) -> bool {
        let bare = |word: &Self| word.script != Script::Latin || word.text.is_ascii();
        if bare(self) || bare(other) {
            return false;
        }
        let marks = |word: &Self| {
            let mut marks: Vec<char> = word.text.nfd().filter(|one| !one.is_ascii()).collect();
            marks.sort_unstable();
            marks
        };
        // The horn, the hook above and the dot below, and two marks of one letter, are Vietnamese.
        let told = |marks: &[char]| {
            marks.iter().any(|mark| ['\u{31b}', '\u{309}', '\u{323}'].contains(mark))
        };
        let (one, two) = (marks(self), marks(other));
        (told(&one) || told(&two)) && one != two
    }

    /// Whether it is in Han, and the other in pinyin of as many syllables: whoever writes pinyin writes
    /// the syllables that the characters have.
    pub(crate) fn has_other_syllables(&self, other: &Self) -> bool {
        self.writing == Writing::Han
            && other.script == Script::Latin
            && self.variants.iter().all(|one| one.plain != other.plain())
            && syllables::of_pinyin(other.plain()) == Some(self.text.chars().count())
    }

    /// Whether both are in Han, of as many characters, and not the same ones in other forms. What is read
    /// alike in Mandarin must be short: a longer word writes a foreign name by ear.
    pub(crate) fn has_other_characters(&self, other: &Self) -> bool {
        const NATIVE_MAX: usize = 2;
        let count = |word: &Self| word.text.chars().count();
        self.writing == Writing::Han
            && other.writing == Writing::Han
            && count(self) == count(other)
            && (self.plain() != other.plain() || count(self) <= NATIVE_MAX)
            && self.text.chars().zip(other.text.chars()).any(|(a, b)| !are_one_character(a, b))
    }

    /// How many syllables of Chinese it can be cut into, by any of the usual ways to write them in Latin
    /// letters; 0 where it cannot.
    pub(crate) fn chinese_syllables(&self) -> u8 {
        let letters: String = self.text.nfd().filter(char::is_ascii_alphabetic).collect();
        let count = syllables::of_chinese(&letters);
        count.and_then(|count| u8::try_from(count).ok()).unwrap_or(0)
    }

    /// Whether both are the same syllables of Chinese or Korean in Latin letters, by two romanizations.
    pub(crate) fn is_romanized_as(&self, other: &Self) -> bool {
        self.syllabic
            && other.syllabic
            && self.script == other.script
            && syllables::are_spelled_alike(self.plain(), other.plain())
    }

    /// Whether one consonant, and nothing else, is another that no standard, ear or slow hand takes for
    /// it: Turpanov is no way to write Turganov.
    pub(crate) fn has_another_consonant(&self, other: &Self) -> bool {
        const LETTERS_MIN: usize = 4;
        // Of one sound, or made alike.
        const ALIKE: [&str; 9] =
            ["bpvfw", "dtz", "gkhqcx", "gjzyi", "szcSC", "jSCtsd", "mn", "lr", "hfx"];
        // Neighbors on a keyboard, by row and below one another.
        const KEYS: [&str; 5] = [
            "wr rt",
            "sd df fg gh hj jk kl",
            "zk kv vb bn nm",
            "vs rd rf tf tg pl",
            "sz sk dk fv gv gb hb hn jn jm km",
        ];
        if self.writing > Writing::Alphabet || other.writing > Writing::Alphabet {
            return false;
        }
        let letters =
            |word: &Self| word.skeleton.replace("sh", "S").replace("ch", "C").into_bytes();
        let (one, two) = (letters(self), letters(other));
        let mut differ = one.iter().zip(&two).filter(|(a, b)| a != b);
        let (Some((&a, &b)), None) = (differ.next(), differ.next()) else { return false };
        // An ending, rather.
        if (a == b'm' || b == b'm') && one.last() != two.last() {
            return false;
        }
        let keys = [[a, b], [b, a]];
        if self.script == Script::Latin
            && KEYS
                .iter()
                .flat_map(|row| row.split(' '))
                .any(|key| keys.iter().any(|two| key.as_bytes() == two))
        {
            return false;
        }
        let vowel = |letter: u8| b"aeiouy".contains(&letter) || !letter.is_ascii_alphabetic();
        one.len() == two.len()
            && one.len() >= LETTERS_MIN
            && !vowel(a)
            && !vowel(b)
            && !ALIKE.iter().any(|set| set.as_bytes().contains(&a) && set.as_bytes().contains(&b))
    }

    /// Log2 odds that it is a family name rather than a given name, if lists have it.
    pub(crate) fn family_odds(&self) -> Option<f32> {
        const ODDS_MAX: f64 = 6.0;
        let odds = |share: f64| (share / (1.0 - share)).log2().clamp(-ODDS_MAX, ODDS_MAX) as f32;
        self.family_share.map(odds)
    }

    /// Whether lists know the word, as it is, as a given name more than as a family name.
    pub(crate) fn is_given(&self) -> bool {
        self.listed && self.family_share.is_some_and(|share| share < 0.5)
    }

    /// Whether lists have it as a given name where the second name is the father's.
    pub(crate) fn has_father(&self) -> bool {
        Frequencies::have_fathers(self.lists)
    }

    /// Whether lists have it where names have no parts.
    pub(crate) fn has_no_parts(&self) -> bool {
        Frequencies::have_no_parts(self.lists)
    }

    /// Whether the word, as a man's name in the nominative, would have endings in other cases: it
    /// ends in a consonant, and no list knows it as a woman's.
    pub(crate) fn declines(&self) -> bool {
        let last = self.plain().bytes().last().unwrap_or(b'a');
        self.writing <= Writing::Alphabet
            && !b"aeiouy".contains(&last)
            && (self.genders.is_empty() || self.genders.has_male())
    }

    /// The groups of nicknames and national forms that the word belongs to, in order.
    pub(crate) fn groups(&self) -> &[u32] {
        &self.groups
    }

    /// The same word, with what its romanizations say of groups told once for all comparisons.
    pub(crate) fn grouped(mut self) -> Self {
        let places = || self.variants.iter().flat_map(|variant| &variant.memberships);
        let mut groups: Vec<u32> = places().map(|place| place.group()).collect();
        groups.sort_unstable();
        groups.dedup();
        self.is_form = places().any(|place| place.is_form());
        self.groups = groups.into();
        self
    }

    /// What a romanization begins with, a bit for each letter: as it is written, and as it sounds.
    pub(super) fn beginning(&self, plain: &str, skeleton: &str) -> u32 {
        let bit = |letters: &str| letters.bytes().next().map_or(0, |first| 1 << (first & 31));
        let own = bit(plain) | bit(skeleton);
        self.letter_named(plain).fold(own, |all, letter| all | bit(letter))
    }

    /// Letters of the first romanization.
    pub(crate) fn len(&self) -> usize {
        self.variants.first().map_or(0, |variant| variant.plain.len())
    }

    /// The first romanization.
    #[must_use]
    pub fn plain(&self) -> &str {
        self.variants.first().map_or("", |variant| variant.plain.as_str())
    }
}

/// Points of Arabic and Hebrew, which most texts leave out: a word is compared without them.
fn is_vowel_point(letter: char) -> bool {
    matches!(letter, '\u{64b}'..='\u{652}' | '\u{670}' | '\u{591}'..='\u{5c7}')
}

/// No word is rarer than this, in bits: beyond it is one in all people who ever lived.
const SURPRISAL_MAX: f64 = 36.0;

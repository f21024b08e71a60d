//! Tables of bearers per culture → how likely a word is as a name, and what kind of name it is.
//!
//! The lists are kept by *skeleton*: a coarser spelling under which the usual romanizations of one
//! name fall together, so that Mohammed's figure serves Muhammad. Abjad words, which leave vowels
//! out, have a skeleton of consonants.

use rustc_hash::{FxHashMap, FxHashSet};

use super::paradigms::Genders;
use crate::normalize::Script;
use crate::transliterate::Romanizer;

/// Share of all persons that one culture is taken to be, when it is not known which one it is.
const CULTURE_SHARE: f64 = 0.2;

/// What the lists say of one word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// Probability that a person's given, family or patronymic name is this word.
    pub(crate) given: f64,
    pub(crate) family: f64,
    pub(crate) patronymic: f64,
    pub(crate) genders: Genders,
    /// Which lists hold it, a bit for each.
    pub(crate) lists: u128,
}

impl Usage {
    /// Probability that a name word is this one, whatever its part.
    pub(crate) fn any(&self) -> f64 {
        self.given.max(self.family).max(self.patronymic)
    }

    fn join(&mut self, other: &Self) {
        self.given = self.given.max(other.given);
        self.family = self.family.max(other.family);
        self.patronymic = self.patronymic.max(other.patronymic);
        self.genders = self.genders.or(other.genders);
        self.lists |= other.lists;
    }
}

/// Usage by skeleton, and by consonant skeleton.
#[derive(Debug, Default)]
pub(crate) struct Frequencies {
    words: FxHashMap<String, Usage>,
    consonants: FxHashMap<String, Usage>,
    /// The genders that lists tell of a word as it is spelled: Michele is a man's name, Michelle not.
    spelled: FxHashMap<String, Genders>,
    beginnings: Beginnings,
    /// The lists written in Latin letters.
    latin: u128,
}

impl Frequencies {
    /// Reads the files of `data/names/frequency`, given as name and text.
    pub(crate) fn parse(files: &[(&str, &str)], romanizer: &Romanizer) -> Self {
        let mut frequencies = Self::default();
        // A name has a line, mostly.
        let lines = files.iter().map(|(_, text)| text.lines().count()).sum();
        frequencies.words.reserve(lines);
        frequencies.consonants.reserve(lines);
        let mut list = 1_u128;
        for (file, text) in files {
            let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".txt");
            let part = stem.rsplit('-').next().unwrap_or_default();
            // Where lists are more than bits, two share one.
            list = list.rotate_left(1);
            let names = text.lines().filter(|line| !line.starts_with(['#', '@']));
            if names.clone().next().and_then(Script::of_text) == Some(Script::Latin) {
                frequencies.latin |= list;
            }
            for line in names {
                frequencies.read(line, part, list, romanizer);
            }
        }
        frequencies.beginnings = Beginnings::of(frequencies.words.keys());
        frequencies
    }

    fn read(&mut self, line: &str, part: &str, list: u128, romanizer: &Romanizer) {
        let mut fields = line.split('\t').map(str::trim);
        let (Some(name), Some(Ok(bearers))) = (fields.next(), fields.next().map(str::parse::<f64>))
        else {
            return;
        };
        let probability = bearers / 1e5 * CULTURE_SHARE;
        let mut usage = Usage { lists: list, ..Usage::default() };
        match part {
            "given" => usage.given = probability,
            "patronymic" => usage.patronymic = probability,
            _ => usage.family = probability,
        }
        usage.genders = match fields.next() {
            Some("m") => Genders::MALE,
            Some("f") => Genders::FEMALE,
            _ => Genders::default(),
        };
        for word in name.to_lowercase().split([' ', '-']).filter(|word| !word.is_empty()) {
            let plain = romanizer.cognate(word);
            self.words.entry(skeleton(&plain)).or_default().join(&usage);
            self.consonants.entry(consonants(&plain)).or_default().join(&usage);
            let spelled = self.spelled.entry(plain).or_default();
            *spelled = spelled.or(usage.genders);
        }
    }

    /// Those of `lists` that tell how a word of this script is borne: names of many peoples are
    /// written in Latin letters, but Анне is a case of Анна, whoever Anne is.
    pub(crate) fn lists_of(&self, lists: u128, script: Script) -> u128 {
        if script == Script::Latin { lists } else { lists & !self.latin }
    }

    /// What is known of a word in cognate romanization.
    pub(crate) fn usage(&self, plain: &str) -> Option<&Usage> {
        self.words.get(&skeleton(plain))
    }

    /// The genders that lists tell of a word in cognate romanization as it is spelled, if any.
    pub(crate) fn genders(&self, plain: &str) -> Option<Genders> {
        self.spelled.get(plain).copied().filter(|genders| !genders.is_empty())
    }

    /// What is known of a word with this skeleton.
    pub(crate) fn usage_of_skeleton(&self, skeleton: &str) -> Option<&Usage> {
        self.words.get(skeleton)
    }

    /// Whether skeletons of known words begin so.
    pub(crate) fn begins(&self, beginning: &str) -> bool {
        self.beginnings.has(beginning)
    }

    /// What is known of the words that have these consonants.
    pub(crate) fn usage_of_consonants(&self, plain: &str) -> Option<&Usage> {
        self.consonants.get(&consonants(plain))
    }
}

/// The coarser spelling under which usual romanizations of one name fall together.
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
        if !folded.ends_with(given) || given.len() > 1 {
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

    /// What the skeleton of every lemma begins with.
    pub(crate) fn beginning(&self) -> &str {
        &self.folded[..self.common]
    }

    /// The skeleton of the stem with this ending.
    pub(crate) fn skeleton(&mut self, ending: &str) -> &str {
        self.lemma.clear();
        self.lemma.push_str(self.tail);
        self.lemma.push_str(ending);
        self.folded.truncate(self.common);
        fold_onto(&mut self.folded, &self.lemma, 0);
        &self.folded
    }
}

/// Beginnings of all keys of a table, as hashes: whether anything begins so is one look-up.
#[derive(Debug, Default)]
pub(crate) struct Beginnings(FxHashSet<u64>);

impl Beginnings {
    /// The beginnings of these skeletons.
    pub(crate) fn of<'a>(skeletons: impl Iterator<Item = &'a String>) -> Self {
        // Of some six letters, the first ones are mostly another skeleton's too.
        const NEW_MOSTLY: usize = 3;
        let mut beginnings = FxHashSet::default();
        beginnings.reserve(NEW_MOSTLY * skeletons.size_hint().0);
        beginnings.insert(BEGINNING);
        for skeleton in skeletons {
            let mut hash = BEGINNING;
            for &byte in skeleton.as_bytes() {
                hash = step(hash, byte);
                beginnings.insert(hash);
            }
        }
        Self(beginnings)
    }

    /// Whether a skeleton begins so; now and then yes where none does, never the reverse.
    pub(crate) fn has(&self, beginning: &str) -> bool {
        self.0.contains(&beginning.bytes().fold(BEGINNING, step))
    }
}

const BEGINNING: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// Consonants of a word, the letters of abjads and of Latin folded to the same few.
fn consonants(plain: &str) -> String {
    let folded = skeleton(&plain.replace('W', "sh").replace('J', "zh").replace('c', "ch"));
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
                assert!(whole.starts_with(lemmas.beginning()));
                assert_eq!(lemmas.skeleton(ending), whole);
            }
        }
    }
}

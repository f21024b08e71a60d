//! Tables of inflection → which endings may stand for one another.
//!
//! A paradigm is a set of endings that one name takes by case, gender and number. Its name is
//! shared by all languages, so a Russian genitive meets a Polish nominative. Endings are kept in
//! cognate romanization; two words whose endings share a paradigm may be forms of one name.

use rustc_hash::FxHashMap;

use super::word::Writing;
use crate::transliterate::Romanizer;

/// The language of a file.
#[derive(Debug, Clone, Copy, Default)]
struct Language {
    bit: u64,
    cost: f32,
    latin: bool,
}

/// How unlikely it is, in bits, that a name of unknown language stands in a case of this one:
/// Slavic and Baltic languages put every name into its case, others are less often met, and mark
/// names less.
fn cost(code: &str) -> f32 {
    match code.split('-').next().unwrap_or_default() {
        "ru" | "uk" | "be" | "bg" | "mk" | "sr" => 2.0,
        "pl" | "cs" | "sk" | "sl" | "hr" => 3.0,
        "lt" | "lv" => 4.0,
        _ => 6.0,
    }
}

/// Most paradigms that a table may have: a set of them is one 128-bit mask.
const PARADIGMS_MAX: usize = 128;
/// Longest ending in romanized letters.
pub(crate) const ENDING_LETTERS_MAX: usize = 9;

/// Which gender a form can be read as: a set of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Genders(u8);

impl Genders {
    pub(crate) const MALE: Self = Self(1);
    pub(crate) const FEMALE: Self = Self(2);

    /// The set as a number.
    pub(crate) fn code(self) -> u8 {
        self.0
    }

    /// The set of a number that [`Genders::code`] gave.
    pub(crate) fn of_code(code: u8) -> Self {
        Self(code & 3)
    }

    /// Readings that either set has.
    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two have no reading in common, though both have one.
    pub(crate) fn conflicts(self, other: Self) -> bool {
        self.0 != 0 && other.0 != 0 && self.0 & other.0 == 0
    }

    /// Whether a man is among the readings.
    pub(crate) fn has_male(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether the only reading is a man's or a woman's; `None` for both or neither.
    pub(crate) fn only_male(self) -> Option<bool> {
        match self.0 {
            1 => Some(true),
            2 => Some(false),
            _ => None,
        }
    }

    /// Nothing said.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// One ending: the paradigms that have it, by gender, and those that have it in the nominative.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ending {
    /// How unlikely the ending is met in a name of unknown language, in bits.
    pub(crate) cost: f32,
    /// Its number among those of its side.
    number: u16,
    pub(crate) male: u128,
    pub(crate) female: u128,
    pub(crate) male_nominative: u128,
    pub(crate) female_nominative: u128,
    /// The languages that have it, a bit for each.
    pub(crate) languages: u64,
}

impl Ending {
    /// Every paradigm that has the ending.
    pub(crate) fn any(&self) -> u128 {
        self.male | self.female
    }
}

/// All paradigms of all languages.
#[derive(Debug, Default)]
pub(crate) struct Paradigms {
    names: Vec<String>,
    /// Endings written in Latin letters, and in any other script.
    endings: [FxHashMap<String, Ending>; 2],
    /// Of these, the endings of nominatives, with their paradigms.
    nominatives: [Vec<(String, u128)>; 2],
    /// By number of an ending, the places of nominatives in whose paradigms it is.
    related: [Vec<Box<[u16]>>; 2],
    /// Letters that a stem may end in, by paradigm; empty for any.
    after: Vec<Vec<u8>>,
    /// Paradigms whose stems may end in a letter, by letter.
    allowed: Vec<u128>,
}

impl Paradigms {
    /// Reads the files of `data/inflection`, given as name and text.
    pub(crate) fn parse(files: &[(&str, &str)], romanizer: &Romanizer) -> Self {
        let mut paradigms = Self::default();
        for (index, (_, text)) in files.iter().enumerate() {
            paradigms.read(text, index, romanizer);
        }
        paradigms.nominatives = std::array::from_fn(|side| {
            let endings = paradigms.endings[side].iter();
            endings
                .map(|(text, ending)| {
                    (text.clone(), ending.male_nominative | ending.female_nominative)
                })
                .filter(|(_, paradigms)| *paradigms != 0)
                .collect()
        });
        for side in 0..2 {
            let nominatives = &paradigms.nominatives[side];
            let of = |paradigms: u128| -> Box<[u16]> {
                let related = (0_u16..).zip(nominatives).filter(|(_, one)| one.1 & paradigms != 0);
                related.map(|(place, _)| place).collect()
            };
            for (number, ending) in (0_u16..).zip(paradigms.endings[side].values_mut()) {
                ending.number = number;
                paradigms.related[side].push(of(ending.any()));
            }
        }
        paradigms.allowed = (0..=u8::MAX).map(|last| paradigms.allowing(last)).collect();
        paradigms
    }

    fn read(&mut self, text: &str, index: usize, romanizer: &Romanizer) {
        let mut cases: Vec<&str> = Vec::new();
        let mut paradigm = None;
        let mut language = Language::default();
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(code) = line.strip_prefix("@language ") {
                language = Language { cost: cost(code.trim()), bit: 1 << (index % 64), ..language };
            } else if let Some(script) = line.strip_prefix("@script ") {
                language.latin = script.trim() == "Latn";
            } else if let Some(names) = line.strip_prefix("@cases ") {
                cases = names.split_whitespace().collect();
            } else if let Some(header) = line.strip_prefix("@paradigm ") {
                let name = header.split_whitespace().next().unwrap_or_default();
                paradigm = self.paradigm(name);
            } else if let (Some((row, cells)), Some(id)) = (line.split_once(':'), paradigm) {
                match row {
                    "after" => self.read_after(id, cells.trim(), romanizer),
                    // A whole family in the plural is no mention of one person.
                    "m" | "f" | "u" => {
                        self.read_row((id, row), cells, &cases, language, romanizer);
                    }
                    _ => {}
                }
            }
        }
    }

    fn paradigm(&mut self, name: &str) -> Option<usize> {
        if let Some(id) = self.names.iter().position(|known| known == name) {
            return Some(id);
        }
        if self.names.len() == PARADIGMS_MAX {
            return None;
        }
        self.names.push(name.to_owned());
        self.after.push(Vec::new());
        Some(self.names.len() - 1)
    }

    fn read_after(&mut self, id: usize, letters: &str, romanizer: &Romanizer) {
        for letter in letters.chars() {
            let plain = romanizer.cognate(&letter.to_string());
            if let Some(&last) = plain.as_bytes().last() {
                self.after[id].push(last);
            }
        }
    }

    fn read_row(
        &mut self,
        (id, row): (usize, &str),
        cells: &str,
        cases: &[&str],
        language: Language,
        romanizer: &Romanizer,
    ) {
        for (column, cell) in cells.split_whitespace().enumerate() {
            let nominative = cases.get(column).is_some_and(|case| *case == "nom");
            for ending in cell.split('/').filter(|ending| *ending != "-") {
                let plain = if ending == "∅" { String::new() } else { romanizer.cognate(ending) };
                if plain.len() > ENDING_LETTERS_MAX {
                    continue;
                }
                let bit = 1u128 << id;
                let unseen = Ending { cost: f32::INFINITY, ..Ending::default() };
                let entry =
                    self.endings[usize::from(!language.latin)].entry(plain).or_insert(unseen);
                entry.cost = entry.cost.min(language.cost);
                entry.languages |= language.bit;
                if row != "f" {
                    entry.male |= bit;
                    entry.male_nominative |= if nominative { bit } else { 0 };
                }
                if row == "f" || row == "u" {
                    entry.female |= bit;
                    entry.female_nominative |= if nominative { bit } else { 0 };
                }
            }
        }
    }

    /// The endings that `word` (a cognate romanization) can be cut into, shortest first, each with
    /// its length in letters; stems keep at least two letters. Only alphabets write endings out.
    pub(crate) fn endings(&self, word: &str, writing: Writing) -> Vec<(usize, Ending)> {
        let mut found = Vec::new();
        // A token of marks alone has no letters.
        if writing > Writing::Alphabet || word.is_empty() {
            return found;
        }
        let endings = &self.endings[usize::from(writing != Writing::Latin)];
        for letters in 0..=ENDING_LETTERS_MAX.min(word.len().saturating_sub(2)) {
            let cut = word.len() - letters;
            let Some(ending) = word.get(cut..).and_then(|end| endings.get(end)) else {
                continue;
            };
            let allowed = self.allowed[usize::from(word.as_bytes()[cut - 1])];
            let ending = Ending {
                male: ending.male & allowed,
                female: ending.female & allowed,
                male_nominative: ending.male_nominative & allowed,
                female_nominative: ending.female_nominative & allowed,
                ..*ending
            };
            if ending.any() != 0 {
                found.push((letters, ending));
            }
        }
        found
    }

    /// Paradigms whose stems may end in this letter.
    fn allowing(&self, last: u8) -> u128 {
        let mut mask = 0;
        for (id, after) in self.after.iter().enumerate() {
            if after.is_empty() || after.contains(&last) {
                mask |= 1 << id;
            }
        }
        mask
    }

    /// Nominative endings of the paradigms of an ending: what a lemma of its stem can end in.
    pub(crate) fn nominatives(
        &self,
        ending: &Ending,
        writing: Writing,
    ) -> impl Iterator<Item = &str> {
        let (side, paradigms) = (usize::from(writing != Writing::Latin), ending.any());
        let related = self.related[side].get(usize::from(ending.number));
        let related = related.into_iter().flatten().map(move |&place| {
            let (text, others) = &self.nominatives[side][usize::from(place)];
            (text.as_str(), others)
        });
        related.filter(move |(_, others)| *others & paradigms != 0).map(|(text, _)| text)
    }
}

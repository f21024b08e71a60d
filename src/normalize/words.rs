//! `data/names/words*.txt` → what a folded word can be in a name.

use std::ops::{BitOr, BitOrAssign};
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::lists;
use super::split::fold;

/// The tables, in the format that `data/names/words.txt` opens with.
const TABLES: [&str; 4] = [
    include_str!("../../data/names/words.txt"),
    include_str!("../../data/names/words-offices.txt"),
    include_str!("../../data/names/words-kinship.txt"),
    include_str!("../../data/names/words-surnames.txt"),
];

/// The endings, in the format that the file opens with.
const ENDINGS: &str = include_str!("../../data/names/words-endings.txt");

/// A set of things that a word can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Uses(u32);

impl Uses {
    pub(super) const NONE: Self = Self(0);
    /// Before a name.
    pub(super) const TITLE: Self = Self(1);
    /// Also a usual name: a title only where two words follow.
    pub(super) const WEAK: Self = Self(1 << 1);
    /// Only with its dot.
    pub(super) const DOTTED: Self = Self(1 << 2);
    /// A title after a name.
    pub(super) const AFTER: Self = Self(1 << 3);
    /// A title that a place can follow (`Baron Clifford of Chudleigh`).
    pub(super) const NOBLE: Self = Self(1 << 4);
    /// What somebody is or does, after a comma.
    pub(super) const ROLE: Self = Self(1 << 5);
    /// The name after it is a given name.
    pub(super) const GIVEN: Self = Self(1 << 6);
    /// A single name after it is a family name.
    pub(super) const FAMILY: Self = Self(1 << 7);
    /// The father's name follows.
    pub(super) const KIN_BEFORE: Self = Self(1 << 8);
    /// The father's name stands before.
    pub(super) const KIN_AFTER: Self = Self(1 << 9);
    /// Part of a family name, whatever it once meant (`ben`, `ould`).
    pub(super) const KIN: Self = Self(1 << 10);
    pub(super) const PARTICLE: Self = Self(1 << 11);
    pub(super) const SUFFIX: Self = Self(1 << 12);
    pub(super) const POSTNOMINAL: Self = Self(1 << 13);
    /// Another name follows.
    pub(super) const ALIAS: Self = Self(1 << 14);
    /// The name of birth follows.
    pub(super) const MAIDEN: Self = Self(1 << 15);
    /// A name that kings and popes bear with a number.
    pub(super) const REGNAL: Self = Self(1 << 16);
    /// A family name of two or three letters, not initials, even in capitals.
    pub(super) const SHORT: Self = Self(1 << 17);
    pub(super) const FEMININE: Self = Self(1 << 18);
    pub(super) const MASCULINE: Self = Self(1 << 19);
    /// `1st`, `2nd`, before a title.
    pub(super) const ORDINAL: Self = Self(1 << 20);
    /// Written in one with the name before (`トカエフ氏`) or after (`นายสมชาย`).
    pub(super) const ATTACHED: Self = Self(1 << 21);
    /// One word of a phrase of several.
    pub(super) const PHRASE: Self = Self(1 << 22);
    /// A suffix only with its dot.
    pub(super) const SUFFIX_DOTTED: Self = Self(1 << 23);
    /// A family name at the head of a Han name.
    pub(super) const CHINESE: Self = Self(1 << 24);
    pub(super) const JAPANESE: Self = Self(1 << 25);
    /// A family name at the head of a Hangul name.
    pub(super) const KOREAN: Self = Self(1 << 26);
    /// A suffix only after a comma; a particle only in small letters or before a hyphen; a phrase only in small
    /// letters.
    pub(super) const APART: Self = Self(1 << 27);
    /// A title only before words of one syllable each.
    pub(super) const SYLLABLES: Self = Self(1 << 28);

    /// Whether all of `uses` are among these.
    pub(super) fn has(self, uses: Self) -> bool {
        self.0 & uses.0 == uses.0
    }

    /// Without those of `uses`.
    fn without(self, uses: Self) -> Self {
        Self(self.0 & !uses.0)
    }

    /// Whether one of `uses` is among these.
    pub(super) fn any(self, uses: Self) -> bool {
        self.0 & uses.0 != 0
    }
}

impl BitOr for Uses {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Uses {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// What stands between two words of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    Space,
    Hyphen,
    Slash,
    Dot,
}

/// A form of several words.
pub(super) struct Phrase {
    /// The words after the first.
    pub(super) rest: Vec<(Joint, String)>,
    pub(super) uses: Uses,
}

#[derive(Default)]
struct Words {
    single: FxHashMap<String, Uses>,
    phrases: FxHashMap<String, Vec<Phrase>>,
    attached: Vec<(String, Uses)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for table in TABLES {
        table.lines().for_each(|line| words.add(line));
    }
    for family in lists::JA_SURNAMES.keys() {
        words.add_japanese(family);
    }
    for phrases in words.phrases.values_mut() {
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
    }
    words.attached.sort_by_key(|(form, _)| std::cmp::Reverse(form.len()));
    words
});

/// What the tables know the folded word as, by itself or by its ending (`Arbeitersekretär`).
pub(super) fn uses(word: &str) -> Uses {
    WORDS.single.get(word).copied().unwrap_or_else(|| match ending(word) {
        Some((_, Ending::Office)) => Uses::TITLE | Uses::ROLE,
        _ => Uses::NONE,
    })
}

/// The phrases that start with the folded word, longest first.
pub(super) fn phrases(first: &str) -> &'static [Phrase] {
    WORDS.phrases.get(first).map_or(&[], Vec::as_slice)
}

/// The titles that are written in one with a name, longest first.
pub(super) fn attached() -> &'static [(String, Uses)] {
    &WORDS.attached
}

/// Whether a kind of the tables, modifiers and all, is known.
fn parse_kind(kind: &str) -> Option<Uses> {
    let mut uses = Uses::NONE;
    for part in kind.split('+') {
        uses |= match part {
            "title" => Uses::TITLE,
            "weak" => Uses::WEAK,
            "dotted" => Uses::DOTTED,
            "after" => Uses::AFTER,
            "noble" => Uses::TITLE | Uses::NOBLE | Uses::ROLE,
            "role" => Uses::TITLE | Uses::ROLE,
            "given" => Uses::GIVEN,
            "family" => Uses::FAMILY,
            "kin-before" => Uses::KIN_BEFORE,
            "kin-after" => Uses::KIN_AFTER,
            "kin" => Uses::KIN,
            "particle" => Uses::PARTICLE,
            "suffix" => Uses::SUFFIX,
            "postnominal" => Uses::POSTNOMINAL,
            "alias" => Uses::ALIAS,
            "maiden" => Uses::ALIAS | Uses::MAIDEN,
            "regnal" => Uses::REGNAL,
            "short" => Uses::SHORT,
            "ordinal" => Uses::ORDINAL,
            "apart" => Uses::APART,
            "syllables" => Uses::SYLLABLES,
            "attached" => Uses::ATTACHED,
            "chinese" => Uses::CHINESE,
            "japanese" => Uses::JAPANESE,
            "korean" => Uses::KOREAN,
            _ => return None,
        };
    }
    // What a modifier means depends on what it modifies; a word can have several lines.
    if uses.has(Uses::SUFFIX | Uses::DOTTED) {
        uses = uses.without(Uses::DOTTED) | Uses::SUFFIX_DOTTED;
    }
    if uses.has(Uses::POSTNOMINAL | Uses::WEAK) {
        uses = uses.without(Uses::WEAK) | Uses::APART;
    }
    Some(uses)
}

/// What an ending tells of the word that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// A patronymic, of a bearer whose gender it tells.
    Patronymic(Uses),
    /// A patronymic, or a family name made of one.
    Either(Uses),
    /// A patronymic before which only given names stand.
    Northern(Uses),
    Family,
    /// What somebody is or does: languages that write compounds in one make new ones at will.
    Office,
    Nothing,
}

#[derive(Default)]
struct Endings {
    /// By their last letter, longest first.
    by_last: FxHashMap<char, Vec<(&'static str, Ending)>>,
    fathers: FxHashMap<&'static str, ()>,
}

static ENDED: LazyLock<Endings> = LazyLock::new(|| {
    let mut endings = Endings::default();
    for line in ENDINGS.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let [kind, forms, _, gender] = fields[..] else {
            continue;
        };
        let gender = if gender == "f" { Uses::FEMININE } else { Uses::MASCULINE };
        for form in forms.split(", ") {
            let ending = match kind {
                "patronymic" => Ending::Patronymic(gender),
                "either" => Ending::Either(gender),
                "northern" => Ending::Northern(gender),
                "family" => Ending::Family,
                "office" => Ending::Office,
                "none" => Ending::Nothing,
                _ => {
                    endings.fathers.insert(form, ());
                    continue;
                }
            };
            if let Some(last) = form.chars().next_back() {
                endings.by_last.entry(last).or_default().push((form, ending));
            }
        }
    }
    for list in endings.by_last.values_mut() {
        list.sort_by_key(|(form, _)| std::cmp::Reverse(form.len()));
    }
    endings
});

/// The longest known ending of a folded word that leaves a stem, and that stem.
pub(super) fn ending(word: &str) -> Option<(&str, Ending)> {
    let list = ENDED.by_last.get(&word.chars().next_back()?)?;
    list.iter().find_map(|(form, ending)| {
        let stem = word.strip_suffix(form)?;
        let letters = stem.chars().take(3).count();
        let enough = letters >= 3 || (letters >= 2 && !stem.is_ascii());
        enough.then_some((stem, *ending))
    })
}

/// Whether the word ends as family names do.
pub(super) fn is_family(word: &str) -> bool {
    matches!(ending(word), Some((_, Ending::Family)))
}

/// Whether the stem of a patronymic is the name of many fathers.
pub(super) fn is_father(stem: &str) -> bool {
    ENDED.fathers.contains_key(stem)
}

/// A form → its words and what stands between them.
fn words_of(form: &str) -> Vec<(Joint, String)> {
    let mut words: Vec<(Joint, String)> = Vec::new();
    let (mut joint, mut word) = (Joint::Space, String::new());
    for character in form.chars() {
        let next = match character {
            ' ' => Joint::Space,
            '-' => Joint::Hyphen,
            '/' => Joint::Slash,
            '.' => Joint::Dot,
            _ => {
                word.push(character);
                continue;
            }
        };
        if !word.is_empty() {
            words.push((joint, fold(&std::mem::take(&mut word))));
        } else if next != Joint::Space {
            continue;
        }
        joint = next;
    }
    if !word.is_empty() {
        words.push((joint, fold(&word)));
    }
    words
}

impl Words {
    /// A line of a table: `kind<TAB>form, form<TAB>languages<TAB>gender`.
    fn add(&mut self, line: &str) {
        let mut fields = line.split('\t');
        let (Some(kind), Some(forms)) = (fields.next(), fields.next()) else {
            return;
        };
        let Some(mut uses) = parse_kind(kind).filter(|_| !line.starts_with('#')) else {
            return;
        };
        uses |= match fields.nth(1) {
            Some("f") => Uses::FEMININE,
            Some("m") => Uses::MASCULINE,
            _ => Uses::NONE,
        };
        for form in forms.split(',').map(str::trim).filter(|form| !form.is_empty()) {
            self.add_form(form, uses);
        }
    }

    /// A family name of Japan, which tells by itself where its first character is no Chinese one; a single
    /// character is also a part of foreign names.
    fn add_japanese(&mut self, family: &str) {
        let (first, rest) = family.split_at(family.chars().next().map_or(0, char::len_utf8));
        let chinese = self.single.get(first).is_some_and(|uses| uses.has(Uses::CHINESE));
        if !rest.is_empty() && !chinese {
            *self.single.entry(family.to_owned()).or_default() |= Uses::JAPANESE;
        }
    }

    fn add_form(&mut self, form: &str, uses: Uses) {
        if uses.has(Uses::ATTACHED) {
            self.attached.push((fold(form), uses));
        }
        let mut words = words_of(form).into_iter();
        let Some((_, first)) = words.next() else {
            return;
        };
        let rest: Vec<(Joint, String)> = words.collect();
        if rest.is_empty() {
            let known = self.single.entry(first).or_default();
            // A title that needs no dot in one language needs none.
            let dotless = |uses: Uses| uses.has(Uses::TITLE) && !uses.has(Uses::DOTTED);
            let dotted = !dotless(*known) && !dotless(uses);
            *known |= uses;
            if !dotted {
                *known = known.without(Uses::DOTTED);
            }
        } else {
            let uses = uses | Uses::PHRASE;
            self.phrases.entry(first).or_default().push(Phrase { rest, uses });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_understood() {
        for (table, text) in TABLES.iter().enumerate() {
            for (number, line) in text.lines().enumerate() {
                if line.starts_with('#') || line.is_empty() {
                    continue;
                }
                let fields: Vec<&str> = line.split('\t').collect();
                let at = format!("table {table}, line {}: {line}", number + 1);
                assert_eq!(fields.len(), 4, "four fields, {at}");
                assert!(parse_kind(fields[0]).is_some(), "a known kind, {at}");
                assert!(matches!(fields[3], "m" | "f" | "-"), "a gender, {at}");
            }
        }
    }
}

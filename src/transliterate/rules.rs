//! The rules of a table → a compiled form, and with it: a word → its segments, each with what may be written for it.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::table::{self, Item, Part, Respelling, RuleLine, Source, TableError};

/// Compiled rules. Looking up a character is two array reads; the longest `from` is tried first.
#[derive(Debug, Default)]
pub(super) struct Rules {
    firsts: Firsts,
    /// What starts with one character, by its number in `firsts`.
    groups: Vec<Vec<Entry>>,
    swaps: Vec<(Vec<char>, Vec<char>)>,
    nfd: bool,
    when: Vec<Vec<char>>,
}

/// A character → the number of the group of what starts with it; 0 is that of nothing.
#[derive(Debug)]
pub(super) struct Firsts {
    /// Page of 64 characters → its leaf; 0 is the empty leaf.
    pages: Vec<u16>,
    leaves: Vec<[u16; 64]>,
}

impl Default for Firsts {
    fn default() -> Self {
        Self { pages: Vec::new(), leaves: vec![[0; 64]] }
    }
}

impl Firsts {
    pub(super) fn group(&self, letter: char) -> usize {
        let (page, offset) = place(letter);
        let leaf = self.pages.get(page).copied().unwrap_or(0);
        self.leaves.get(usize::from(leaf)).map_or(0, |leaf| usize::from(leaf[offset]))
    }

    /// The group of a character, where it has none yet `next`.
    pub(super) fn group_or(&mut self, letter: char, next: usize) -> usize {
        let (page, at) = place(letter);
        if self.pages.len() <= page {
            self.pages.resize(page + 1, 0);
        }
        if self.pages[page] == 0 {
            self.pages[page] = u16::try_from(self.leaves.len()).unwrap_or(0);
            self.leaves.push([0; 64]);
        }
        let slot = &mut self.leaves[usize::from(self.pages[page])][at];
        if *slot == 0 {
            *slot = u16::try_from(next).unwrap_or(0);
        }
        usize::from(*slot)
    }
}

#[derive(Debug)]
pub(super) struct Entry {
    pub(super) from: Vec<char>,
    /// In the order they are tried: with context from the last line up, then without.
    pub(super) rules: Vec<Arc<Rule>>,
}

/// A rule that is ready to be matched.
#[derive(Debug)]
pub(super) struct Rule {
    left: Vec<Test>,
    right: Vec<Test>,
    pub(super) to: Vec<Box<str>>,
    /// Its own in its table.
    number: u32,
}

/// A question about one letter, or about where the word ends.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    Edge,
    OneOf(Set),
    NoneOf(Set),
}

/// Letters, nearly all of one script: those near the first one as bits.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Set {
    first: u32,
    near: [u64; 4],
    others: Vec<char>,
}

impl Set {
    fn new(letters: &[char]) -> Self {
        let first = letters.iter().map(|&letter| u32::from(letter) & !63).min().unwrap_or(0);
        let mut set = Self { first, ..Self::default() };
        for &letter in letters {
            match set.bit(letter) {
                Some((word, bit)) => set.near[word] |= bit,
                None => set.others.push(letter),
            }
        }
        set
    }

    fn bit(&self, letter: char) -> Option<(usize, u64)> {
        let place = u32::from(letter).checked_sub(self.first)? as usize;
        (place < 256).then_some((place / 64, 1 << (place % 64)))
    }

    fn letters(&self) -> Vec<char> {
        let near = (self.first..self.first + 256).filter_map(char::from_u32);
        let near = near.filter(|letter| self.has(*letter));
        near.chain(self.others.iter().copied()).collect()
    }

    fn has(&self, letter: char) -> bool {
        match self.bit(letter) {
            Some((word, bit)) => self.near[word] & bit != 0,
            None => self.others.contains(&letter),
        }
    }
}

/// A piece of a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment<'a> {
    pub(super) start: usize,
    pub(super) written: Written<'a>,
    /// Equal for the segments of one word that one rule wrote; means nothing where no rule did.
    pub(super) number: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Written<'a> {
    /// By a rule.
    Rule(&'a Rule),
    /// Not covered; it is already Latin, a digit or a sign that stays.
    Copied(char),
    /// Not covered and foreign; what the library of last resort has for it, letters and digits only.
    Foreign(&'static str),
}

impl Rules {
    /// Compiles a table; `included` finds the tables that it names by their stem.
    pub(super) fn compile<'a>(
        source: &'a Source,
        included: &dyn Fn(&str) -> Option<&'a Source>,
    ) -> Result<Self, TableError> {
        let mut merged = Merged::default();
        merged.add(source, included, 0)?;
        let mut rules = Self { groups: vec![Vec::new()], nfd: source.nfd, ..Self::default() };
        rules.when = source.when.iter().map(|part| lowered(part, source.nfd)).collect();
        for (first, second) in &source.swaps {
            let letters = |name: &str| merged.class(name).map(|text| normal(text, source.nfd));
            let pair = letters(first).zip(letters(second));
            rules.swaps.push(pair.ok_or_else(|| no_class(&source.file, 1, first))?);
        }
        for (number, (file, line, to)) in (0_u32..).zip(merged.rules.iter().flatten()) {
            let rule = Rule {
                left: merged.tests(file, line, &line.left, source.nfd)?,
                right: merged.tests(file, line, &line.right, source.nfd)?,
                to: to.iter().map(|to| composed(to)).collect(),
                number,
            };
            rules.insert(lowered(&line.from, source.nfd), rule);
        }
        for group in &mut rules.groups {
            group.sort_by(|one, other| {
                other.from.len().cmp(&one.from.len()).then_with(|| one.from.cmp(&other.from))
            });
            for entry in group {
                entry.rules.reverse();
                entry.rules.sort_by_key(|rule| rule.left.is_empty() && rule.right.is_empty());
            }
        }
        Ok(rules)
    }

    fn insert(&mut self, from: Vec<char>, rule: Rule) {
        let Some(&first) = from.first() else { return };
        let number = self.firsts.group_or(first, self.groups.len());
        if number == self.groups.len() {
            self.groups.push(Vec::new());
        }
        let group = &mut self.groups[number];
        match group.iter_mut().find(|entry| entry.from == from) {
            Some(entry) => entry.rules.push(Arc::new(rule)),
            None => group.push(Entry { from, rules: vec![Arc::new(rule)] }),
        }
    }

    /// The word as the rules want it: lower case, one normal form, reordered where the script
    /// writes a vowel before the consonant that it follows in speech.
    pub(super) fn prepare(&self, word: &str, letters: &mut Vec<char>) {
        letters.clear();
        lower(word, self.nfd, letters);
        for (first, second) in &self.swaps {
            let mut at = 0;
            while at + 1 < letters.len() {
                if first.contains(&letters[at]) && second.contains(&letters[at + 1]) {
                    letters.swap(at, at + 1);
                    at += 1;
                }
                at += 1;
            }
        }
    }

    /// Whether the table is for words of such letters at all.
    pub(super) fn is_for(&self, letters: &[char]) -> bool {
        let has = |part: &Vec<char>| letters.windows(part.len()).any(|window| window == part);
        self.when.is_empty() || self.when.iter().any(has)
    }

    /// Whether a word is prepared as by most tables: composed, and in the order it is written in.
    pub(super) fn is_plain(&self) -> bool {
        !self.nfd && self.swaps.is_empty()
    }

    /// The rule that applies at `at`, and how many characters it takes.
    pub(super) fn step(&self, letters: &[char], at: usize) -> Option<(usize, &Rule)> {
        self.steps(letters, at).next()
    }

    /// That rule, then those for fewer characters that would apply if it were not there.
    pub(super) fn steps(
        &self,
        letters: &[char],
        at: usize,
    ) -> impl Iterator<Item = (usize, &Rule)> {
        let group = self.firsts.group(letters[at]);
        let entries = self.groups.get(group).into_iter().flatten();
        entries.filter_map(move |entry| {
            let length = entry.from.len();
            if !begins(letters, at, &entry.from) {
                return None;
            }
            let mut rules = entry.rules.iter().map(Arc::as_ref);
            rules.find(|rule| rule.fits(letters, at, at + length)).map(|rule| (length, rule))
        })
    }

    /// The prepared word in pieces. The flag is false where a letter of another script than Latin
    /// had no rule.
    pub(super) fn segments<'a>(&'a self, letters: &[char], out: &mut Vec<Segment<'a>>) -> bool {
        out.clear();
        self.add_segments(letters, out)
    }

    /// The same, after what is already there.
    pub(super) fn add_segments<'a>(&'a self, letters: &[char], out: &mut Vec<Segment<'a>>) -> bool {
        let mut covered = true;
        let mut start = 0;
        while start < letters.len() {
            let (length, written, number) = match self.step(letters, start) {
                Some((length, rule)) => (length, Written::Rule(rule), rule.number),
                None => (1, uncovered(letters, start), 0),
            };
            covered &= !written.is_foreign();
            out.push(Segment { start, written, number });
            start += length;
        }
        covered
    }

    /// Every rule with what it is written from.
    pub(super) fn all(&self) -> impl Iterator<Item = (&[char], &Rule)> {
        self.entries()
            .flat_map(|entry| entry.rules.iter().map(|rule| (entry.from.as_slice(), &**rule)))
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.groups.iter().flatten()
    }

    /// Whether both want their words prepared alike.
    pub(super) fn prepares_like(&self, other: &Self) -> bool {
        self.nfd == other.nfd && self.swaps == other.swaps
    }
}

/// Whether `from` stands at `at`; that its first letter does is known.
pub(super) fn begins(letters: &[char], at: usize, from: &[char]) -> bool {
    // Most words part at the second letter.
    from.len() == 1
        || (letters.get(at + 1) == from.get(1)
            && (from.len() == 2 || letters[at..].starts_with(from)))
}

impl Rule {
    /// Whether it holds at the beginning of a word only, and at its end only.
    pub(super) fn edges(&self) -> (bool, bool) {
        let edge = |tests: &[Test]| tests.iter().any(|test| matches!(test, Test::Edge));
        (edge(&self.left), edge(&self.right))
    }

    /// What must hold before it, the nearest last.
    pub(super) fn left(&self) -> &[Test] {
        &self.left
    }

    /// What must hold after it, the nearest first.
    pub(super) fn right(&self) -> &[Test] {
        &self.right
    }

    pub(super) fn is_free(&self) -> bool {
        self.left.is_empty() && self.right.is_empty()
    }

    /// Whether both stand for the same under the same conditions.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.to == other.to && self.fits_like(other)
    }

    /// Whether both have the same conditions.
    pub(super) fn fits_like(&self, other: &Self) -> bool {
        self.left == other.left && self.right == other.right
    }

    pub(super) fn fits(&self, letters: &[char], start: usize, end: usize) -> bool {
        let mut at = start;
        for test in self.left.iter().rev() {
            let before = at.checked_sub(1).map(|index| letters[index]);
            if !test.fits(before) {
                return false;
            }
            at = at.saturating_sub(1);
        }
        self.right
            .iter()
            .enumerate()
            .all(|(offset, test)| test.fits(letters.get(end + offset).copied()))
    }
}

impl Written<'_> {
    /// Whether it stands for a letter that the table does not know.
    pub(super) fn is_foreign(&self) -> bool {
        matches!(self, Written::Foreign(text) if !text.is_empty())
    }
}

impl Test {
    /// The letters that it names.
    pub(super) fn letters(&self) -> Vec<char> {
        match self {
            Self::Edge => Vec::new(),
            Self::OneOf(set) | Self::NoneOf(set) => set.letters(),
        }
    }

    pub(super) fn fits(&self, letter: Option<char>) -> bool {
        match (self, letter) {
            (Self::Edge, letter) => letter.is_none_or(is_edge),
            (Self::OneOf(letters), Some(letter)) => letters.has(letter),
            (Self::OneOf(_), None) => false,
            (Self::NoneOf(letters), letter) => letter.is_none_or(|letter| !letters.has(letter)),
        }
    }
}

/// The file of a rule, the rule, and what it writes here.
type Merging<'a> = (&'a str, &'a RuleLine, Cow<'a, Vec<String>>);

/// A table together with what it includes.
#[derive(Default)]
struct Merged<'a> {
    classes: Vec<&'a (String, String)>,
    /// In order; `None` where a later one took its place.
    rules: Vec<Option<Merging<'a>>>,
    places: FxHashMap<(&'a str, &'a [Item], &'a [Item]), usize>,
}

impl<'a> Merged<'a> {
    fn add(
        &mut self,
        source: &'a Source,
        included: &dyn Fn(&str) -> Option<&'a Source>,
        depth: usize,
    ) -> Result<(), TableError> {
        for (line, name) in &source.include {
            // Bundled tables cannot include in a circle, the build script sees to that; a user's can.
            let other = included(name).filter(|_| depth < 16).ok_or_else(|| TableError {
                file: source.file.clone(),
                line: *line,
                column: 1,
                expected: format!(
                    "the file stem of a bundled table of the same script, not `{name}`"
                ),
            })?;
            self.add(other, included, depth + 1)?;
        }
        if !source.respellings.is_empty() {
            for (_, rule, to) in self.rules.iter_mut().flatten() {
                for to in to.to_mut() {
                    *to = Respelling::applied(&source.respellings, &rule.from, to);
                }
            }
        }
        self.classes.extend(&source.classes);
        for rule in &source.rules {
            let place = (rule.from.as_str(), rule.left.as_slice(), rule.right.as_slice());
            let number = self.rules.len();
            if let Some(old) = self.places.insert(place, number) {
                self.rules[old] = None;
            }
            self.rules.push(Some((&source.file, rule, Cow::Borrowed(&rule.to))));
        }
        Ok(())
    }

    /// The letters of a class; the last definition counts, so that a table can change an included one.
    fn class(&self, name: &str) -> Option<&'a str> {
        let found = self.classes.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, letters)| letters.as_str())
    }

    fn tests(
        &self,
        file: &str,
        line: &RuleLine,
        items: &[Item],
        nfd: bool,
    ) -> Result<Vec<Test>, TableError> {
        let set = |text: &str| {
            let mut letters = Vec::new();
            for part in table::parts(text) {
                match part {
                    Part::Letters(part) => letters.extend(lowered(part, nfd)),
                    Part::Class(name) => match self.class(name) {
                        Some(part) => letters.extend(lowered(part, nfd)),
                        None => return Err(no_class(file, line.line, name)),
                    },
                }
            }
            Ok(letters)
        };
        items
            .iter()
            .map(|item| {
                Ok(match item {
                    Item::Edge => Test::Edge,
                    Item::OneOf(text) => Test::OneOf(Set::new(&set(text)?)),
                    Item::NoneOf(text) => Test::NoneOf(Set::new(&set(text)?)),
                })
            })
            .collect()
    }
}

fn no_class(file: &str, line: usize, name: &str) -> TableError {
    TableError {
        file: file.to_owned(),
        line,
        column: 1,
        expected: format!("a class that is defined, not `{name}`"),
    }
}

fn place(letter: char) -> (usize, usize) {
    let code = letter as usize;
    (code >> 6, code & 63)
}

fn normal(text: &str, nfd: bool) -> Vec<char> {
    if nfd { text.nfd().collect() } else { text.nfc().collect() }
}

fn composed(text: &str) -> Box<str> {
    if text.is_ascii() { text.into() } else { text.nfc().collect::<String>().into() }
}

fn lowered(text: &str, nfd: bool) -> Vec<char> {
    let mut letters = Vec::new();
    lower(text, nfd, &mut letters);
    letters
}

/// A word in lower case and one normal form. `İ` becomes `i`: its Unicode lower case is `i` with a
/// dot above, which no alphabet has.
pub(super) fn lower(word: &str, nfd: bool, letters: &mut Vec<char>) {
    letters.reserve(word.len());
    if !nfd {
        let quick = word.chars().all(|letter| {
            let lowered = quick_lower(letter);
            letters.extend(lowered);
            lowered.is_some()
        });
        if quick {
            return;
        }
        letters.clear();
    }
    let plain = !word.chars().any(|letter| letter.is_uppercase() || letter == '\u{307}');
    if plain && !nfd && is_nfc_quick(word.chars()) == IsNormalized::Yes {
        letters.extend(word.chars());
    } else if plain {
        letters.extend(normal(word, nfd));
    } else {
        let lowered = word.replace('İ', "i").to_lowercase().replace("i\u{307}", "i");
        letters.extend(normal(&lowered, nfd));
    }
}

/// Lower case of the letters that names mostly consist of, all of which are one character in every
/// normal form that composes, and stay it beside one another; `None` for all others.
fn quick_lower(letter: char) -> Option<char> {
    let code = u32::from(letter);
    match code {
        0x00..=0x7f => Some(letter.to_ascii_lowercase()),
        0x430..=0x45f
        | 0xdf..=0xf6
        | 0xf8..=0xff
        | 0x131
        | 0x259
        | 0x3ac..=0x3ce
        | 0x5d0..=0x5ea
        | 0x621..=0x64a
        | 0x10d0..=0x10fa
        | 0x2bb..=0x2bc
        | 0x2018..=0x2019
        | 0x4e00..=0x9fff => Some(letter),
        0x410..=0x42f => char::from_u32(code + 0x20),
        0x400..=0x40f => char::from_u32(code + 0x50),
        // Not Σ, whose small form depends on its place.
        0x391..=0x3a1 | 0x3a4..=0x3ab => char::from_u32(code + 0x20),
        // Capitals are even here, each before its small letter.
        0x100..=0x12f
        | 0x14a..=0x177
        | 0x218..=0x21b
        | 0x48a..=0x4bf
        | 0x4d0..=0x52f
        | 0x1ea0..=0x1ef9 => char::from_u32(code | 1),
        // And odd here.
        0x139..=0x148 | 0x179..=0x17e => char::from_u32(code + (code & 1)),
        _ => None,
    }
}

/// Whether a word ends at this character: inside a token that is a hyphen, a space or a full stop.
fn is_edge(letter: char) -> bool {
    letter.is_whitespace()
        || (letter.is_ascii_punctuation() && !table::is_apostrophe(letter))
        || matches!(letter, '\u{2010}'..='\u{2015}' | '·' | '•' | '・' | '־')
}

/// What is written for a letter that no rule has.
#[inline]
pub(super) fn uncovered(letters: &[char], at: usize) -> Written<'static> {
    let letter = letters[at];
    let stays = letter.is_ascii()
        || table::is_latin(letter)
        || table::is_apostrophe(letter)
        || (table::is_mark(letter) && at > 0 && table::is_latin(letters[at - 1]));
    if stays {
        Written::Copied(letter)
    } else {
        Written::Foreign(any_ascii::any_ascii_char(letter))
    }
}

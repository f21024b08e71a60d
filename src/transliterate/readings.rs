//! A token → what every table makes of it, one entry per spelling, with the standards that give it.

use std::hash::BuildHasher;
use std::ops::Range;

use rustc_hash::FxBuildHasher;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::cognate::{is_han, is_hangul};
use super::explain::plain;
use super::joint::Family;
use super::language::{languages_of, plain_code, usual_languages};
use super::lattice::{self, Speller};
use super::rules::{Rules, Segment};
use super::vocalized::Usual;
use super::{Kind, Romanizer, Table, han, table};
use crate::normalize::Script;

/// How many readings a token may have.
const MOST: usize = 64;
/// With so many, no further language that the letters allow is asked; with half as many, no other.
const ENOUGH: usize = 32;
/// No name has a token of more letters; none is explained.
const LETTERS_MAX: usize = 64;
/// How many readings one table may give: of the first language, of a further one that the letters
/// allow, of any other. Every other table of a language gives its usual spelling at least.
const MOST_OF_TABLE: [usize; 3] = [6, 3, 1];

/// A spelling in Latin letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<'a> {
    /// Lower case, with the standard's diacritics and apostrophes.
    pub text: String,
    /// Titles of every table that gives it: `Kazakh BGN/PCGN 1979`.
    pub standards: Vec<&'a str>,
    /// The kind of the first of them.
    pub kind: Kind,
}

impl Romanizer {
    /// The ways in which standards write the token: what lists know of it (محمد: Mohammed), then by
    /// the tables of `language`, or, where it has none that cover the token's letters, by those of
    /// the languages that its letters tell of, the likeliest first; where they tell of none, by
    /// the usual languages of the script, then by all others. Cheap readings come before
    /// far-fetched ones. At most 64.
    ///
    /// A Latin token is read as written, without its marks, and by the tables of `language` and of
    /// the languages that it looks like; not by all, since every alphabet covers plain letters.
    ///
    /// ```
    /// use aka::transliterate::Romanizer;
    ///
    /// let readings = Romanizer::bundled().readings("Xoʻjayev", Some("uz"));
    /// let texts: Vec<&str> = readings.iter().map(|reading| reading.text.as_str()).collect();
    /// assert!(texts.contains(&"khojayev") && texts.contains(&"khudjayev"));
    /// ```
    #[must_use]
    pub fn readings(&self, token: &str, language: Option<&str>) -> Vec<Reading<'_>> {
        let mut list = List::default();
        let script = Script::of_text(token).unwrap_or(Script::Latin);
        if script == Script::Latin {
            list.add_as_written(token);
        }
        if token.chars().any(|letter| is_han(letter) || is_hangul(letter)) {
            for (text, standard) in han::readings(token, language) {
                list.add(&text, standard, kind_of(standard));
            }
        }
        // A name of East Asia is read by lists; a foreign one that is only written so, by a table.
        if !token.chars().any(is_han) || han::is_transcription(token) {
            self.add_by_tables(token, script, language, &mut list);
        }
        if list.readings.is_empty() {
            list.add(&self.cognate(token).to_ascii_lowercase(), "by sound", Kind::Hypothesis);
        }
        list.readings
    }

    /// The tables that can write the token as `latin`, marks and apostrophes aside: those of
    /// `language`, or, where it has none or none is named, of the languages that the letters tell
    /// of. Every way of every letter counts, not only the readings that are listed.
    ///
    /// ```
    /// use aka::transliterate::Romanizer;
    ///
    /// let romanizer = Romanizer::bundled();
    /// let ids: Vec<&str> = romanizer.standards_of("Хрущёв", "Chruschtschow", Some("ru"))
    ///     .iter()
    ///     .map(|table| table.id())
    ///     .collect();
    /// assert!(ids.contains(&"ru-press-de-1980") && !ids.contains(&"ru-icao-9303-2013"));
    /// ```
    #[must_use]
    pub fn standards_of(&self, token: &str, latin: &str, language: Option<&str>) -> Vec<&Table> {
        let script = Script::of_text(token).unwrap_or(Script::Latin);
        let asked: Vec<&str> = language.map(plain_code).into_iter().collect();
        let guessed = languages_of(token);
        let wanted = plain(latin);
        if wanted.len() > LETTERS_MAX || token.chars().nth(LETTERS_MAX).is_some() {
            return Vec::new();
        }
        let mut work = Work { token, composed: Vec::new(), other: Vec::new() };
        for languages in [asked.as_slice(), &guessed, usual_languages(script)] {
            let families = self.families_where(script, |of| languages.contains(&of));
            let written = families.iter().map(|family| writing(family, &mut work, &wanted));
            let written: Vec<Vec<Option<bool>>> = written.collect();
            if written.iter().flatten().any(Option::is_some) {
                let mut found: Vec<&Table> = Vec::new();
                let tables = families.iter().zip(&written);
                for (table, writes) in
                    tables.flat_map(|(family, writes)| family.tables().iter().zip(writes))
                {
                    found.extend((*writes == Some(true)).then_some(table.as_ref()));
                }
                return found;
            }
        }
        Vec::new()
    }

    fn add_by_tables<'a>(
        &'a self,
        token: &str,
        script: Script,
        language: Option<&str>,
        list: &mut List<'a>,
    ) {
        let asked = language.map(plain_code);
        let guessed = languages_of(token);
        let usual = self.vocalized.usual(token, script);
        let mut work = Work { token, composed: Vec::new(), other: Vec::new() };
        let mut most = MOST_OF_TABLE[0];
        if let Some(asked) = asked {
            list.add_usual(&usual, |languages| languages.contains(&asked));
            let covered = self.add_offers(script, |of| of == asked, &mut work, most, list);
            // A token may be of another language than the text around it, and its letters may say so.
            let native = guessed.is_empty() || guessed.contains(&asked);
            if covered && native && script != Script::Latin {
                return;
            }
        }
        list.add_usual(&usual, |languages| {
            guessed.is_empty() || languages.iter().any(|known| guessed.contains(known))
        });
        let likely = if guessed.is_empty() { usual_languages(script) } else { &guessed };
        let mut told = false;
        for language in likely.iter().chain(&["mul"]) {
            if list.readings.len() < ENOUGH && asked != Some(language) {
                told |= self.add_offers(script, |of| of == *language, &mut work, most, list);
                most = if told { MOST_OF_TABLE[1] } else { most };
            }
        }
        told &= !guessed.is_empty();
        if script != Script::Latin && !told && list.readings.len() < ENOUGH / 2 {
            list.add_usual(&usual, |_| true);
            let other = |of: &str| !likely.contains(&of);
            self.add_offers(script, other, &mut work, MOST_OF_TABLE[2], list);
        }
    }

    /// Adds the spellings of the tables that have a rule for every letter of the token; false where
    /// none has.
    fn add_offers<'a>(
        &'a self,
        script: Script,
        wanted: impl Fn(&str) -> bool,
        work: &mut Work<'_>,
        most: usize,
        list: &mut List<'a>,
    ) -> bool {
        let families = self.families_where(script, wanted);
        let mut offers = Offers::default();
        families.iter().for_each(|family| offers.collect(family, work));
        let sure = families.iter().map(|family| 0..family.sure).enumerate();
        let guesses = families.iter().map(|family| family.sure..family.tables().len()).enumerate();
        let all = [offers.of_tables(&families, sure), offers.of_tables(&families, guesses)];
        list.changed |= offers.changed;
        for offer in all.iter().flatten() {
            let usual = offers.ways[offer.way].first;
            list.add_of(offer.table, &offers.text, &mut offers.texts[usual]);
        }
        let open = all.iter().flatten().filter(|offer| offers.ways[offer.way].is_open).count();
        if most > 1 && open > 0 {
            // Where many tables leave something open, the nearest alternatives of each fill the list.
            offers.write_alternatives(most.min(2 + MOST / open));
            list.changed |= offers.changed;
            // Guesses come last, whatever they cost.
            all.iter().for_each(|part| offers.add_alternatives(part, list));
        }
        !offers.ways.is_empty()
    }
}

/// For each table of a language whether it can write the token so; `None` where it lacks a letter.
fn writing(family: &Family, work: &mut Work<'_>, wanted: &str) -> Vec<Option<bool>> {
    let mut found = vec![None; family.tables().len()];
    let mut pieces = Vec::new();
    for (joint, rules) in family.joints() {
        let letters = work.letters(rules);
        joint.ways(letters, |tables, segments| {
            pieces.clear();
            pieces.extend(segments);
            let mut plainly = None;
            for number in tables {
                let table = &family.tables()[number];
                found[number] = Some(if table.kind() == Kind::Hypothesis {
                    lattice::accepts_in_any_way(table.rules(), letters, wanted, plain)
                } else {
                    *plainly.get_or_insert_with(|| lattice::accepts_plainly(&pieces, wanted, plain))
                });
            }
        });
    }
    found
}

/// A table and what it makes of the token, as a number of [`Offers::ways`].
struct Offer<'a> {
    table: &'a Table,
    way: usize,
}

/// What the tables make of a token: each way of writing it once, whatever many tables write it so.
#[derive(Default)]
struct Offers<'a> {
    ways: Vec<Way>,
    /// The pieces of all ways.
    segments: Vec<Segment<'a>>,
    /// The texts of all ways: first the usual one of each, then their alternatives.
    texts: Vec<Written>,
    /// The letters of those.
    text: String,
    /// Composing or trimming has changed a text, so that two may have become one.
    changed: bool,
    /// By family, by table: its way, if it has a rule for every letter.
    of_tables: Vec<Vec<Option<usize>>>,
}

/// A way of writing the token.
struct Way {
    segments: Range<usize>,
    is_open: bool,
    /// The number of its usual text.
    first: usize,
    /// Those of its alternatives, cheapest first.
    others: Range<usize>,
}

/// A text of [`Offers::text`], its cost, and its place in the list once it has been looked for.
struct Written {
    text: Range<usize>,
    cost: u32,
    place: Option<Option<usize>>,
}

impl<'a> Offers<'a> {
    /// Walks through the token with the tables of one language.
    fn collect(&mut self, family: &'a Family, work: &mut Work<'_>) {
        let mut of_tables = vec![None; family.tables().len()];
        for (joint, rules) in family.joints() {
            joint.ways(work.letters(rules), |tables, segments| {
                tables.for_each(|table| of_tables[table] = Some(self.ways.len()));
                let start = self.segments.len();
                self.segments.extend(segments);
                let range = start..self.segments.len();
                let from = self.text.len();
                lattice::write_usual(&self.segments[range.clone()], &mut self.text);
                self.keep(from..self.text.len(), 0);
                self.ways.push(Way {
                    is_open: lattice::is_open(&self.segments[range.clone()]),
                    segments: range,
                    first: self.texts.len() - 1,
                    others: 0..0,
                });
            });
        }
        self.of_tables.push(of_tables);
    }

    /// The offers of these tables of each family, in order.
    fn of_tables(
        &self,
        families: &[&'a Family],
        parts: impl Iterator<Item = (usize, Range<usize>)>,
    ) -> Vec<Offer<'a>> {
        let tables = parts.flat_map(|(family, range)| {
            let tables = &families[family].tables()[range.clone()];
            tables.iter().zip(&self.of_tables[family][range])
        });
        tables.filter_map(|(table, way)| Some(Offer { table, way: (*way)? })).collect()
    }

    /// Spells out every way that leaves something open; `most` counts the usual spelling.
    fn write_alternatives(&mut self, most: usize) {
        let (mut speller, mut found) = (Speller::default(), Vec::new());
        for number in 0..self.ways.len() {
            let way = &self.ways[number];
            if !way.is_open {
                continue;
            }
            found.clear();
            let segments = &self.segments[way.segments.clone()];
            speller.spell(segments, most, &mut self.text, &mut found);
            let start = self.texts.len();
            found.drain(..).skip(1).for_each(|(cost, range)| self.keep(range, cost));
            self.ways[number].others = start..self.texts.len();
        }
    }

    /// Keeps what has been written, without what no reading has.
    fn keep(&mut self, range: Range<usize>, cost: u32) {
        let text = &self.text[range.clone()];
        let fine = |letter: char| letter != ' ' && is_kept(letter);
        // Nothing below the combining marks is composed any further.
        let composed = || {
            text.chars().all(|letter| letter < '\u{300}')
                || is_nfc_quick(text.chars()) == IsNormalized::Yes
        };
        let tidied = if text.chars().all(fine) && composed() {
            None
        } else {
            let kept: String = text.nfc().filter(|letter| is_kept(*letter)).collect();
            Some(kept.trim().to_owned()).filter(|tidied| tidied != text)
        };
        let text = match tidied {
            None => range,
            Some(tidied) => {
                self.changed = true;
                let start = self.text.len();
                self.text.push_str(&tidied);
                start..self.text.len()
            }
        };
        self.texts.push(Written { text, cost, place: None });
    }

    /// Adds the alternatives of some tables: cheap ones first, then in the order of the tables.
    fn add_alternatives(&mut self, offers: &[Offer<'a>], list: &mut List<'a>) {
        let last = |offer: &Offer<'_>| self.texts[self.ways[offer.way].others.clone()].last();
        let cost_max = offers.iter().filter_map(last).map(|written| written.cost).max();
        for cost in 0..=cost_max.unwrap_or(0) {
            for offer in offers {
                let all = self.texts[self.ways[offer.way].others.clone()].iter_mut();
                let of_cost = all.filter(|written| written.cost == cost);
                of_cost.for_each(|written| list.add_of(offer.table, &self.text, written));
            }
        }
    }
}

/// The letters of the token as the tables want them; most want them alike.
struct Work<'a> {
    token: &'a str,
    composed: Vec<char>,
    other: Vec<char>,
}

impl Work<'_> {
    fn letters(&mut self, rules: &Rules) -> &[char] {
        if !rules.is_plain() {
            rules.prepare(self.token, &mut self.other);
            return &self.other;
        }
        if self.composed.is_empty() {
            rules.prepare(self.token, &mut self.composed);
        }
        &self.composed
    }
}

/// The kind of a reading that comes from lists, by the name that the lists give it.
fn kind_of(standard: &str) -> Kind {
    if standard.contains("habit") {
        Kind::Passport
    } else if standard.contains("transcription") {
        Kind::Mediated
    } else {
        Kind::Standard
    }
}

fn is_kept(letter: char) -> bool {
    table::is_latin(letter)
        || table::is_mark(letter)
        || table::is_apostrophe(letter)
        || letter.is_ascii_digit()
        || matches!(letter, '-' | '·' | ' ')
}

/// The readings so far, with the hashes of their texts: there are few, so they are searched.
#[derive(Default)]
struct List<'a> {
    readings: Vec<Reading<'a>>,
    /// As of [`Offers`].
    changed: bool,
    hashes: Vec<u64>,
}

impl<'a> List<'a> {
    /// A Latin token itself, then without marks.
    fn add_as_written(&mut self, token: &str) {
        let mut text: String = token.to_lowercase().replace("i\u{307}", "i").nfc().collect();
        text.retain(is_kept);
        self.add(&text, "as written", Kind::Alphabet);
        let plain: String = text.chars().map(any_ascii::any_ascii_char).collect();
        let plain: String = plain.chars().filter(char::is_ascii_alphanumeric).collect();
        self.add(&plain.to_ascii_lowercase(), "without marks", Kind::Press);
    }

    /// What the lists of languages have that `wanted` picks.
    fn add_usual(&mut self, usual: &[Usual<'a>], wanted: impl Fn(&[&str]) -> bool) {
        for list in usual.iter().filter(|list| wanted(list.languages)) {
            for spelling in &list.spellings {
                self.add(spelling, list.standard, Kind::Press);
            }
        }
    }

    /// What a table writes.
    fn add_of(&mut self, table: &'a Table, text: &str, written: &mut Written) {
        let text = &text[written.text.clone()];
        let looked = written.place.is_some();
        let Some(place) = written.place.unwrap_or_else(|| self.place(text)) else {
            if !looked {
                written.place = Some(self.push(text, table.title(), table.kind()));
            }
            return;
        };
        written.place = Some(Some(place));
        // No table writes one text in two ways, unless it became one.
        let standards = &mut self.readings[place].standards;
        if !self.changed || !standards.contains(&table.title()) {
            standards.push(table.title());
        }
    }

    fn add(&mut self, text: &str, standard: &'a str, kind: Kind) {
        let text = text.trim();
        let Some(place) = self.place(text) else {
            self.push(text, standard, kind);
            return;
        };
        let standards = &mut self.readings[place].standards;
        if !standards.contains(&standard) {
            standards.push(standard);
        }
    }

    /// A further reading, where there is room for it.
    fn push(&mut self, text: &str, standard: &'a str, kind: Kind) -> Option<usize> {
        if self.readings.len() >= MOST || text.is_empty() {
            return None;
        }
        self.hashes.push(FxBuildHasher.hash_one(text));
        // Most spellings are those of several.
        const SEVERAL: usize = 4;
        let mut standards = Vec::with_capacity(SEVERAL);
        standards.push(standard);
        self.readings.push(Reading { text: text.to_owned(), standards, kind });
        Some(self.readings.len() - 1)
    }

    fn place(&self, text: &str) -> Option<usize> {
        let hash = FxBuildHasher.hash_one(text);
        let alike = |(place, _): &(usize, &u64)| self.readings[*place].text == text;
        let mut same = (0..).zip(&self.hashes).filter(|(_, known)| **known == hash);
        same.find(alike).map(|(place, _)| place)
    }
}

//! A token → what every table makes of it, one entry per spelling, with the standards that give it.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;
use unicode_normalization::UnicodeNormalization;

use super::cognate::{is_han, is_hangul};
use super::explain::plain;
use super::language::{languages_of, plain_code, usual_languages};
use super::lattice::{self, Spelling};
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
pub struct Reading {
    /// Lower case, with the standard's diacritics and apostrophes.
    pub text: String,
    /// Titles of every table that gives it: `Kazakh BGN/PCGN 1979`.
    pub standards: Vec<String>,
    /// The kind of the first of them.
    pub kind: Kind,
}

/// What a table makes of the token.
struct Offer<'a> {
    table: &'a Table,
    spelling: Spelling,
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
    pub fn readings(&self, token: &str, language: Option<&str>) -> Vec<Reading> {
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
        let mut segments = Vec::new();
        let mut letters = Vec::new();
        for languages in [asked.as_slice(), &guessed, usual_languages(script)] {
            let mut there = false;
            let mut found = Vec::new();
            for table in self.tables_where(script, |of| languages.contains(&of)) {
                table.rules().prepare(token, &mut letters);
                if table.rules().segments(&letters, &mut segments) {
                    there = true;
                    let writes = if table.kind() == Kind::Hypothesis {
                        lattice::accepts_in_any_way(table.rules(), &letters, &wanted, plain)
                    } else {
                        lattice::accepts_plainly(&segments, &wanted, plain)
                    };
                    found.extend(writes.then_some(table));
                }
            }
            if there {
                return found;
            }
        }
        Vec::new()
    }

    fn add_by_tables(&self, token: &str, script: Script, language: Option<&str>, list: &mut List) {
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
    fn add_offers(
        &self,
        script: Script,
        wanted: impl Fn(&str) -> bool,
        work: &mut Work<'_>,
        most: usize,
        list: &mut List,
    ) -> bool {
        // Segments of all tables, one after the other, and where each table's end.
        let mut segments = Vec::with_capacity(256);
        let mut open = Vec::new();
        let mut text = String::new();
        let mut covered = false;
        // What standards and habits give comes before guesses at what a foreign name was.
        let mut tables: Vec<&Table> = self.tables_where(script, wanted).collect();
        tables.sort_by_key(|table| table.kind() == Kind::Hypothesis);
        for table in tables {
            let start = segments.len();
            if !table.rules().add_segments(work.letters(table), &mut segments) {
                segments.truncate(start);
                continue;
            }
            covered = true;
            text.clear();
            lattice::write_usual(&segments[start..], &mut text);
            list.add_of(table, &text);
            if most > 1 && lattice::is_open(&segments[start..]) {
                open.push((table, start..segments.len()));
            } else {
                segments.truncate(start);
            }
        }
        // Where many tables leave something open, the nearest alternatives of each fill the list.
        let most = most.min(2 + MOST / open.len().max(1));
        let mut offers = Vec::new();
        for (table, range) in open {
            let all = lattice::spellings(&segments[range], most).into_iter();
            offers.extend(all.skip(1).map(|spelling| Offer { table, spelling }));
        }
        // Stable: spellings of one cost stay in the order of the tables; guesses come last.
        offers.sort_by_key(|offer| (offer.table.kind() == Kind::Hypothesis, offer.spelling.cost));
        for Offer { table, spelling } in offers {
            list.add_of(table, &spelling.text);
        }
        covered
    }
}

/// The letters of the token as the tables want them; most want them alike.
struct Work<'a> {
    token: &'a str,
    composed: Vec<char>,
    other: Vec<char>,
}

impl Work<'_> {
    fn letters(&mut self, table: &Table) -> &[char] {
        if !table.rules().is_plain() {
            table.rules().prepare(self.token, &mut self.other);
            return &self.other;
        }
        if self.composed.is_empty() {
            table.rules().prepare(self.token, &mut self.composed);
        }
        &self.composed
    }
}

/// A spelling without what no reading has, and composed: a mark that one letter gives may join the
/// letter before it.
fn tidy(text: &str) -> String {
    text.nfc().filter(|letter| is_kept(*letter)).collect()
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
struct List {
    readings: Vec<Reading>,
    hashes: Vec<u64>,
}

impl List {
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
    fn add_usual(&mut self, usual: &[Usual], wanted: impl Fn(&[&str]) -> bool) {
        for list in usual.iter().filter(|list| wanted(list.languages)) {
            for spelling in &list.spellings {
                self.add(spelling, &list.standard, Kind::Press);
            }
        }
    }

    /// What a table writes: once for each text.
    fn add_of(&mut self, table: &Table, text: &str) {
        if text.is_ascii() {
            self.add(text, table.title(), table.kind());
        } else {
            self.add(&tidy(text), table.title(), table.kind());
        }
    }

    fn add(&mut self, text: &str, standard: &str, kind: Kind) {
        let text = text.trim();
        match self.place(text) {
            Some(place) => {
                let standards = &mut self.readings[place].standards;
                if !standards.iter().any(|known| known == standard) {
                    standards.push(standard.to_owned());
                }
            }
            None if self.readings.len() < MOST && !text.is_empty() => {
                self.hashes.push(FxBuildHasher.hash_one(text));
                self.readings.push(Reading {
                    text: text.to_owned(),
                    standards: vec![standard.to_owned()],
                    kind,
                });
            }
            None => {}
        }
    }

    fn place(&self, text: &str) -> Option<usize> {
        let hash = FxBuildHasher.hash_one(text);
        let alike = |(place, _): &(usize, &u64)| self.readings[*place].text == text;
        let mut same = (0..).zip(&self.hashes).filter(|(_, known)| **known == hash);
        same.find(alike).map(|(place, _)| place)
    }
}

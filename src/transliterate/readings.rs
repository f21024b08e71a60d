//! A token → what every table makes of it, one entry per spelling, with the standards that give it.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::cognate::{is_han, is_hangul};
use super::language::{languages_of, plain_code, usual_languages};
use super::lattice::{self, Spelling};
use super::{Kind, Romanizer, Table, han, table};
use crate::normalize::Script;

/// How many readings a token may have.
const MOST: usize = 64;
/// How many of them one table may give, by its rank: a hypothesis table of an abjad could fill the list
/// alone.
const MOST_OF_TABLE: [usize; 3] = [32, 16, 4];

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
    /// Every way a standard would write the token: first by tables of `language`, then by those of
    /// languages that its letters tell of, then by all others that cover its letters; cheap readings
    /// before far-fetched ones. At most 64.
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
        if token
            .chars()
            .any(|letter| is_han(letter) || is_hangul(letter))
        {
            for (text, standard) in han::readings(token, language) {
                list.add(&text, standard, kind_of(standard));
            }
        }
        if !token.chars().any(is_han) {
            self.add_by_tables(token, script, language, &mut list);
        }
        if list.readings.is_empty() {
            list.add(
                &self.cognate(token).to_ascii_lowercase(),
                "by sound",
                Kind::Hypothesis,
            );
        }
        list.readings
    }

    fn add_by_tables(&self, token: &str, script: Script, language: Option<&str>, list: &mut List) {
        let asked = language.map(plain_code);
        let mut guessed = languages_of(token);
        if guessed.is_empty() {
            guessed.extend(usual_languages(script));
        }
        let ranks = if script == Script::Latin {
            0..2
        } else {
            0..MOST_OF_TABLE.len()
        };
        for wanted in ranks {
            // A full list takes no further spelling.
            if list.readings.len() < MOST {
                let tables = self.tables_of(script);
                let of_rank =
                    tables.filter(|table| rank(table.language(), asked, &guessed) == wanted);
                list.add_offers(&offers(of_rank, token, MOST_OF_TABLE[wanted]));
            }
        }
    }
}

/// The spellings of the tables that have a rule for every letter of the token.
fn offers<'a>(tables: impl Iterator<Item = &'a Table>, token: &str, most: usize) -> Vec<Offer<'a>> {
    let (mut letters, mut segments) = (Vec::new(), Vec::new());
    let mut offers = Vec::new();
    for table in tables {
        table.rules().prepare(token, &mut letters);
        if !table.rules().segments(&letters, &mut segments) {
            continue;
        }
        for mut spelling in lattice::spellings(&segments, most) {
            spelling.text.retain(is_kept);
            offers.push(Offer { table, spelling });
        }
    }
    // Stable: spellings of one cost stay in the order of the tables.
    offers.sort_by_key(|offer| offer.spelling.cost);
    offers
}

/// 0 for the language that the caller names, 1 for those that the letters tell of and for what holds
/// for every language, 2 for the others.
fn rank(of_table: &str, asked: Option<&str>, guessed: &[&str]) -> usize {
    match asked {
        Some(asked) if asked == of_table => 0,
        _ if of_table == "mul" || guessed.contains(&of_table) => 1,
        _ => 2,
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

/// The readings so far, and where each text stands among them.
#[derive(Default)]
struct List {
    readings: Vec<Reading>,
    places: FxHashMap<String, usize>,
}

impl List {
    /// A Latin token itself, then without marks.
    fn add_as_written(&mut self, token: &str) {
        let mut text: String = token
            .to_lowercase()
            .replace("i\u{307}", "i")
            .nfc()
            .collect();
        text.retain(is_kept);
        self.add(&text, "as written", Kind::Alphabet);
        let plain: String = text.chars().map(any_ascii::any_ascii_char).collect();
        let plain: String = plain.chars().filter(char::is_ascii_alphanumeric).collect();
        self.add(&plain.to_ascii_lowercase(), "without marks", Kind::Press);
    }

    fn add_offers(&mut self, offers: &[Offer<'_>]) {
        for Offer { table, spelling } in offers {
            self.add(&spelling.text, table.title(), table.kind());
        }
    }

    fn add(&mut self, text: &str, standard: &str, kind: Kind) {
        let text = text.trim();
        if let Some(&place) = self.places.get(text) {
            let standards = &mut self.readings[place].standards;
            if !standards.iter().any(|known| known == standard) {
                standards.push(standard.to_owned());
            }
        } else if self.readings.len() < MOST && !text.is_empty() {
            self.places.insert(text.to_owned(), self.readings.len());
            self.readings.push(Reading {
                text: text.to_owned(),
                standards: vec![standard.to_owned()],
                kind,
            });
        }
    }
}

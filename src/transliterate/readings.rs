//! A token → what every table makes of it, one entry per spelling, with the standards that give it.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::cognate::is_han;
use super::language::{languages_of, plain_code, usual_languages};
use super::lattice::{self, Spelling};
use super::{Kind, Romanizer, Table, table};
use crate::normalize::Script;

/// How many readings a token may have.
const MOST: usize = 64;
/// How many of them one table may give: a hypothesis table of an abjad could fill the list alone.
const MOST_OF_TABLE: usize = 32;

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

/// What a table makes of the token, with the place of the table in the order of readings.
struct Offer<'a> {
    rank: u32,
    table: &'a Table,
    spellings: Vec<Spelling>,
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
        let mut offers = self.offers(token, script, language);
        // Stable: tables of one rank stay in the order of their files.
        offers.sort_by_key(|offer| offer.rank);
        for of_rank in offers.chunk_by(|one, other| one.rank == other.rank) {
            list.add_offers(of_rank);
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

    fn offers(&self, token: &str, script: Script, language: Option<&str>) -> Vec<Offer<'_>> {
        if token.chars().any(is_han) {
            return Vec::new();
        }
        let asked = language.map(plain_code);
        let mut guessed = languages_of(token);
        if guessed.is_empty() {
            guessed.extend(usual_languages(script));
        }
        let (mut letters, mut segments) = (Vec::new(), Vec::new());
        let mut offers = Vec::new();
        for table in self.tables_of(script) {
            let rank = rank(table.language(), asked, &guessed);
            if script == Script::Latin && rank > 1 {
                continue;
            }
            table.rules().prepare(token, &mut letters);
            if !table.rules().segments(&letters, &mut segments) {
                continue;
            }
            let mut spellings = lattice::spellings(&segments, MOST_OF_TABLE);
            for spelling in &mut spellings {
                spelling.text.retain(is_kept);
            }
            spellings.retain(|spelling| !spelling.text.is_empty());
            offers.push(Offer {
                rank,
                table,
                spellings,
            });
        }
        offers
    }
}

/// 0 for the language that the caller names, 1 for those that the letters tell of and for what holds
/// for every language, 2 for the others.
fn rank(of_table: &str, asked: Option<&str>, guessed: &[&str]) -> u32 {
    match asked {
        Some(asked) if asked == of_table => 0,
        _ if of_table == "mul" || guessed.contains(&of_table) => 1,
        _ => 2,
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

    /// The readings of tables of one rank: first the likeliest of each, then the next.
    fn add_offers(&mut self, offers: &[Offer<'_>]) {
        let mut all: Vec<(&Spelling, &Table)> = offers
            .iter()
            .flat_map(|offer| {
                offer
                    .spellings
                    .iter()
                    .map(|spelling| (spelling, offer.table))
            })
            .collect();
        all.sort_by_key(|(spelling, _)| spelling.cost);
        for (spelling, table) in all {
            self.add(&spelling.text, table.title(), table.kind());
        }
    }

    fn add(&mut self, text: &str, standard: &str, kind: Kind) {
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

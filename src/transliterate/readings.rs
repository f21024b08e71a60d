//! A token → what every table makes of it, one entry per spelling, with the standards that give it.

use rustc_hash::FxHashMap;

use super::cognate::is_han;
use super::lattice::{self, Spelling};
use super::{Kind, Romanizer, Table, languages_of, table};
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
    #[must_use]
    pub fn readings(&self, token: &str, language: Option<&str>) -> Vec<Reading> {
        let mut list = List::default();
        let mut offers = self.offers(token, language);
        offers.sort_by_key(|offer| offer.rank);
        let dearest = offers
            .iter()
            .flat_map(|offer| &offer.spellings)
            .map(|found| found.cost)
            .max();
        let mut at = 0;
        while at < offers.len() {
            let rank = offers[at].rank;
            let end = at
                + offers[at..]
                    .iter()
                    .take_while(|offer| offer.rank == rank)
                    .count();
            for cost in 0..=dearest.unwrap_or(0) {
                for offer in &offers[at..end] {
                    for found in offer.spellings.iter().filter(|found| found.cost == cost) {
                        list.add(&found.text, offer.table.title(), offer.table.kind());
                    }
                }
            }
            at = end;
        }
        if list.readings.is_empty() {
            let text = self.cognate(token).to_ascii_lowercase();
            list.add(&text, "no table; sounds only", Kind::Hypothesis);
        }
        list.readings
    }

    fn offers(&self, token: &str, language: Option<&str>) -> Vec<Offer<'_>> {
        let script = Script::of_text(token).unwrap_or(Script::Other);
        if token.chars().any(is_han) {
            return Vec::new();
        }
        let guessed = languages_of(token);
        let (mut letters, mut segments) = (Vec::new(), Vec::new());
        let mut offers = Vec::new();
        for table in self.tables_of(script) {
            table.rules().prepare(token, &mut letters);
            if !table.rules().segments(&letters, &mut segments) {
                continue;
            }
            let mut spellings = lattice::spellings(&segments, MOST_OF_TABLE);
            for spelling in &mut spellings {
                spelling.text.retain(is_kept);
            }
            spellings.retain(|spelling| !spelling.text.is_empty());
            let rank = rank(table.language(), language, &guessed);
            offers.push(Offer {
                rank,
                table,
                spellings,
            });
        }
        offers
    }
}

fn rank(of_table: &str, asked: Option<&str>, guessed: &[&str]) -> u32 {
    let asked = asked.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag));
    match guessed.iter().position(|language| *language == of_table) {
        _ if asked == Some(of_table) => 0,
        Some(_) => 1,
        None => 2,
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

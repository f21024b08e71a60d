//! A lattice → its readings: one entry per spelling, with the standards that give it.

use std::hash::BuildHasher;
use std::ops::Range;

use rustc_hash::FxBuildHasher;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::explain::plain;
use super::joint::{Edge, Family, Piece, is_tidy};
use super::lattice::{Graph, Lattice, Layer};
use super::rules::Segment;
use super::spellings::{self, Speller};
use super::vocalized::Usual;
use super::{Kind, Romanizer, han, table};
use crate::normalize::Script;

/// How many readings a token may have.
const MOST: usize = 64;
/// With so many, no further language that the letters allow is asked; with half as many, no other.
const ENOUGH: usize = 32;
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
    /// Who needs no strings, or only some, asks the [`Lattice`] of [`Romanizer::lattice`].
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
        let readings = self.lattice(token, language).spell();
        readings.iter().map(|reading| reading.to_owned()).collect()
    }
}

/// The readings of a token, spelled; their texts lie side by side.
#[derive(Debug, Clone, Default)]
pub struct Readings<'a> {
    text: String,
    items: Vec<Item>,
    hashes: Vec<u64>,
    grants: Vec<Grant<'a>>,
    /// Counts the rounds in which tables are asked: those of one round stand in their own order.
    round: u32,
}

/// A reading.
#[derive(Debug, Clone)]
struct Item {
    text: Range<usize>,
    kind: Kind,
    /// Its grants, the first and the last of a list.
    grants: (usize, usize),
}

/// Some who give a reading.
#[derive(Debug, Clone)]
struct Grant<'a> {
    by: By<'a>,
    round: u32,
    next: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
enum By<'a> {
    List(&'a str, Kind),
    Tables(&'a Family, u64),
}

/// A spelling in Latin letters.
#[derive(Debug, Clone)]
pub struct Spelled<'l, 'a> {
    /// Lower case, with the standard's diacritics and apostrophes.
    pub text: &'l str,
    /// The kind of the first standard that gives it.
    pub kind: Kind,
    readings: &'l Readings<'a>,
    first: usize,
}

impl<'l, 'a> Spelled<'l, 'a> {
    /// The same, on its own.
    #[must_use]
    pub fn to_owned(&self) -> Reading<'a> {
        // Most spellings are those of several.
        const SEVERAL: usize = 4;
        let mut standards = Vec::with_capacity(SEVERAL);
        standards.extend(self.standards());
        Reading { text: self.text.to_owned(), standards, kind: self.kind }
    }

    /// Titles of every table that gives it: `Kazakh BGN/PCGN 1979`.
    pub fn standards(&self) -> impl Iterator<Item = &'a str> + use<'l, 'a> {
        self.readings.grants_from(self.first).flat_map(|grant| {
            let (name, tables) = match grant.by {
                By::List(name, _) => (Some(name), None),
                By::Tables(family, set) => (None, Some(family.of_set(set))),
            };
            name.into_iter().chain(tables.into_iter().flatten().map(super::Table::title))
        })
    }
}

impl<'a> Readings<'a> {
    pub(super) fn of(lattice: &Lattice<'a, '_>) -> Self {
        let mut readings = Self::default();
        if lattice.script == Script::Latin {
            readings.add_as_written(lattice.token);
        }
        if lattice.is_east_asian() {
            for (text, standard) in han::readings(lattice.token, lattice.language) {
                readings.add(&text, By::List(standard, kind_of(standard)));
            }
        }
        if !lattice.is_by_lists() {
            readings.add_by_tables(lattice);
        }
        if readings.is_empty() {
            let text = lattice.romanizer.cognate(lattice.token).to_ascii_lowercase();
            readings.add(&text, By::List("by sound", Kind::Hypothesis));
        }
        readings
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The readings, cheap ones before far-fetched ones.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Spelled<'_, 'a>> {
        self.items.iter().map(|item| Spelled {
            text: &self.text[item.text.clone()],
            kind: item.kind,
            readings: self,
            first: item.grants.0,
        })
    }

    fn grants_from(&self, first: usize) -> impl Iterator<Item = &Grant<'a>> {
        let next = |grant: &&Grant<'a>| grant.next.map(|next| &self.grants[next]);
        std::iter::successors(self.grants.get(first), next)
    }

    fn add_by_tables(&mut self, lattice: &Lattice<'a, '_>) {
        let (asked, guessed, usual) = (lattice.asked(), &lattice.guessed, &lattice.usual);
        let mut offers = Offers::default();
        let mut most = MOST_OF_TABLE[0];
        if let Some(asked) = asked {
            self.add_usual(usual, |languages| languages.contains(&asked));
            self.add_layer(lattice, Layer::Asked, most, &mut offers);
            if lattice.is_closed {
                return;
            }
        }
        self.add_usual(usual, |languages| {
            guessed.is_empty() || languages.iter().any(|known| guessed.contains(known))
        });
        let mut told = false;
        let likely = (0..lattice.likely().len()).map(Layer::Likely);
        for layer in likely.chain([Layer::Any]) {
            if self.len() < ENOUGH {
                told |= self.add_layer(lattice, layer, most, &mut offers);
                most = if told { MOST_OF_TABLE[1] } else { most };
            }
        }
        told &= !guessed.is_empty();
        if lattice.script != Script::Latin && !told && self.len() < ENOUGH / 2 {
            self.add_usual(usual, |_| true);
            let (graphs, edges) = lattice.others();
            offers.collect(&graphs, &edges);
            self.add_offers(&mut offers, MOST_OF_TABLE[2]);
        }
    }

    /// Adds the spellings of the tables that have a rule for every letter of the token; false where
    /// none has.
    fn add_layer(
        &mut self,
        lattice: &Lattice<'a, '_>,
        layer: Layer,
        most: usize,
        offers: &mut Offers<'a>,
    ) -> bool {
        let graphs = lattice.of_layer(layer);
        offers.collect(graphs, lattice.edges());
        self.add_offers(offers, most);
        !graphs.is_empty()
    }

    fn add_offers(&mut self, offers: &mut Offers<'a>, most: usize) {
        // Guesses come last, whatever they cost.
        let parts = [offers.part(|family| family.sure), offers.part(|family| !family.sure)];
        for part in &parts {
            self.round += 1;
            for &(way, tables) in part {
                let way = &offers.ways[way];
                let start = self.text.len();
                let segments = &offers.segments[way.segments.clone()];
                spellings::write_usual(segments, &mut self.text);
                if !way.is_tidy {
                    tidy(&mut self.text, start);
                }
                self.keep(start, By::Tables(way.family, tables));
            }
        }
        let open = |&&(way, _): &&(usize, u64)| offers.ways[way].is_open;
        let open = parts.iter().flatten().filter(open).map(|(_, tables)| tables.count_ones());
        let open = open.sum::<u32>() as usize;
        if most > 1 && open > 0 {
            // Where many tables leave something open, the nearest alternatives of each fill the list.
            offers.write_alternatives(most.min(2 + MOST / open));
            parts.iter().for_each(|part| self.add_alternatives(offers, part));
        }
    }

    /// Adds the alternatives of some tables: cheap ones first, then in the order of the tables.
    fn add_alternatives(&mut self, offers: &Offers<'a>, part: &[(usize, u64)]) {
        let others = |way: usize| &offers.others[offers.ways[way].others.clone()];
        let last = |&(way, _): &(usize, u64)| others(way).last();
        let cost_max = part.iter().filter_map(last).map(|(cost, _)| *cost).max();
        for cost in 0..=cost_max.unwrap_or(0) {
            self.round += 1;
            for &(way, tables) in part {
                for (_, text) in others(way).iter().filter(|(of, _)| *of == cost) {
                    let start = self.text.len();
                    self.text.push_str(&offers.text[text.clone()]);
                    if !offers.ways[way].is_tidy {
                        tidy(&mut self.text, start);
                    }
                    self.keep(start, By::Tables(offers.ways[way].family, tables));
                }
            }
        }
    }

    /// A Latin token itself, then without marks.
    fn add_as_written(&mut self, token: &str) {
        let text = as_written(token);
        self.add(&text, By::List("as written", Kind::Alphabet));
        self.add(&plain(&text), By::List("without marks", Kind::Press));
    }

    /// What the lists of languages have that `wanted` picks.
    fn add_usual(&mut self, usual: &[Usual<'a>], wanted: impl Fn(&[&str]) -> bool) {
        for list in usual.iter().filter(|list| wanted(list.languages)) {
            for spelling in list.spellings() {
                self.add(&spelling, By::List(list.standard, Kind::Press));
            }
        }
    }

    fn add(&mut self, text: &str, by: By<'a>) {
        let start = self.text.len();
        self.text.push_str(text.trim());
        self.keep(start, by);
    }

    /// Keeps what has been written from `start`, where it is new and there is room for it.
    fn keep(&mut self, start: usize, by: By<'a>) {
        let text = &self.text[start..];
        let hash = FxBuildHasher.hash_one(text);
        let alike = |&place: &usize| self.text[self.items[place].text.clone()] == *text;
        let mut same = self.hashes.iter().enumerate().filter(|(_, known)| **known == hash);
        if let Some(place) = same.find_map(|(place, _)| Some(place).filter(alike)) {
            self.text.truncate(start);
            self.grant(place, by);
        } else if self.items.len() >= MOST || text.is_empty() {
            self.text.truncate(start);
        } else {
            let kind = match by {
                By::List(_, kind) => kind,
                By::Tables(family, set) => family.tables()[set.trailing_zeros() as usize].kind(),
            };
            let grants = (self.grants.len(), self.grants.len());
            self.grants.push(Grant { by, round: self.round, next: None });
            self.hashes.push(hash);
            self.items.push(Item { text: start..self.text.len(), kind, grants });
        }
    }

    /// Adds who else gives a reading.
    fn grant(&mut self, place: usize, by: By<'a>) {
        let (first, last) = self.items[place].grants;
        let by = match by {
            By::List(name, _) => {
                let named =
                    |grant: &Grant<'_>| matches!(grant.by, By::List(known, _) if known == name);
                if self.grants_from(first).any(named) {
                    return;
                }
                by
            }
            By::Tables(family, set) => {
                let of = |grant: &Grant<'a>| match grant.by {
                    By::Tables(other, set) if std::ptr::eq(family, other) => set,
                    _ => 0,
                };
                let known = self.grants_from(first).map(of).fold(0, |all, set| all | set);
                let new = set & !known;
                let round = self.round;
                if let Some(Grant { by: By::Tables(other, known), .. }) =
                    self.grants.get_mut(last).filter(|last| last.round == round)
                    && std::ptr::eq(*other, family)
                {
                    *known |= new;
                    return;
                }
                if new == 0 {
                    return;
                }
                By::Tables(family, new)
            }
        };
        let next = self.grants.len();
        self.grants.push(Grant { by, round: self.round, next: None });
        self.grants[last].next = Some(next);
        self.items[place].grants.1 = next;
    }
}

/// What the tables make of the token: each way of writing it once, whatever many tables write it so.
#[derive(Default)]
struct Offers<'a> {
    ways: Vec<Way<'a>>,
    /// The pieces of all ways.
    segments: Vec<Segment<'a>>,
    /// The alternatives of all ways: their cost, and their place in `text`.
    others: Vec<(u32, Range<usize>)>,
    text: String,
    speller: Speller,
    /// Ways of which the first pieces are told.
    begun: Vec<Begun>,
    /// The pieces of those: that before, from 1, and the edge.
    pieces: Vec<(usize, usize)>,
}

/// A way of writing the token.
struct Way<'a> {
    family: &'a Family,
    tables: u64,
    segments: Range<usize>,
    is_open: bool,
    is_tidy: bool,
    /// Its alternatives, cheapest first.
    others: Range<usize>,
}

/// Tables that have written a word alike up to `at`.
#[derive(Clone, Copy)]
struct Begun {
    tables: u64,
    at: u32,
    /// The last piece, from 1; 0 before the first.
    last: usize,
}

impl<'a> Offers<'a> {
    /// Walks through the graphs of a layer, family by family.
    fn collect(&mut self, graphs: &[Graph<'a>], edges: &[Edge<'a>]) {
        self.ways.clear();
        self.segments.clear();
        self.others.clear();
        self.text.clear();
        graphs.iter().for_each(|graph| self.collect_ways(graph, graph.own(edges)));
    }

    /// The sets of tables that write the token alike, with its pieces.
    fn collect_ways(&mut self, graph: &Graph<'a>, edges: &[Edge<'a>]) {
        self.pieces.clear();
        self.begun.clear();
        self.begun.push(Begun { tables: graph.tables, at: 0, last: 0 });
        while let Some(way) = self.begun.pop() {
            if way.at >= graph.letters {
                self.finish(graph, edges, way);
                continue;
            }
            let (start, known) = (self.pieces.len(), self.begun.len());
            let first = edges.partition_point(|edge| edge.from < way.at);
            let here = edges.iter().enumerate().skip(first);
            for (number, edge) in here.take_while(|(_, edge)| edge.from == way.at) {
                let tables = edge.tables & way.tables;
                if tables == 0 {
                    continue;
                }
                let alike =
                    self.pieces[start..].iter().position(|&(_, other)| edges[other].is_like(edge));
                if let Some(alike) = alike {
                    self.begun[known + alike].tables |= tables;
                    continue;
                }
                self.pieces.push((way.last, number));
                self.begun.push(Begun { tables, at: edge.to, last: self.pieces.len() });
            }
        }
    }

    fn finish(&mut self, graph: &Graph<'a>, edges: &[Edge<'a>], way: Begun) {
        let start = self.segments.len();
        let (mut at, mut is_tidy) = (way.last, true);
        while at > 0 {
            let (before, edge) = self.pieces[at - 1];
            is_tidy &= match edges[edge].piece {
                Piece::Rule(ranked) => ranked.is_tidy,
                Piece::Copied(letter) => is_tidy_letter(letter),
                Piece::Left => true,
            };
            self.segments.push(edges[edge].segment());
            at = before;
        }
        self.segments[start..].reverse();
        let segments = start..self.segments.len();
        self.ways.push(Way {
            family: graph.family,
            tables: way.tables,
            is_open: spellings::is_open(&self.segments[segments.clone()]),
            is_tidy,
            segments,
            others: 0..0,
        });
    }

    /// The ways of some tables of each family, with those tables: by family, then by the first of them.
    fn part(&self, of: impl Fn(&Family) -> u64) -> Vec<(usize, u64)> {
        let mut part: Vec<(usize, u64)> = Vec::with_capacity(self.ways.len());
        let mut start = 0;
        for (number, way) in self.ways.iter().enumerate() {
            if number > 0 && !std::ptr::eq(self.ways[number - 1].family, way.family) {
                start = part.len();
            }
            let tables = way.tables & of(way.family);
            if tables != 0 {
                let before =
                    |known: &(usize, u64)| known.1.trailing_zeros() < tables.trailing_zeros();
                let place = start + part[start..].partition_point(before);
                part.insert(place, (number, tables));
            }
        }
        part
    }

    /// Spells out every way that leaves something open; `most` counts the usual spelling.
    fn write_alternatives(&mut self, most: usize) {
        for way in self.ways.iter_mut().filter(|way| way.is_open) {
            let segments = &self.segments[way.segments.clone()];
            let start = self.others.len();
            self.speller.spell(segments, most, &mut self.text, &mut self.others);
            way.others = start + 1..self.others.len();
        }
    }
}

/// A Latin token in small letters, as far as they are Latin.
pub(super) fn as_written(token: &str) -> String {
    let mut text: String = token.to_lowercase().replace("i\u{307}", "i").nfc().collect();
    text.retain(is_kept);
    text
}

/// Leaves out of what has been written from `start` what no reading has, and composes the rest.
pub(super) fn tidy(written: &mut String, start: usize) {
    let text = &written[start..];
    let composed = || is_nfc_quick(text.chars()) == IsNormalized::Yes;
    if is_tidy(text) || (text.chars().all(|letter| letter != ' ' && is_kept(letter)) && composed())
    {
        return;
    }
    let kept: String = text.nfc().filter(|letter| is_kept(*letter)).collect();
    written.truncate(start);
    written.push_str(kept.trim());
}

fn is_tidy_letter(letter: char) -> bool {
    is_tidy(letter.encode_utf8(&mut [0; 4]))
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

pub(super) fn is_kept(letter: char) -> bool {
    table::is_latin(letter)
        || table::is_mark(letter)
        || table::is_apostrophe(letter)
        || letter.is_ascii_digit()
        || matches!(letter, '-' | '·' | ' ')
}

//! A token → its lattice: what every table writes at each place of it, before anything is spelled.

use std::borrow::Cow;
use std::ops::Range;

use super::cognate::{is_han, is_hangul};
use super::explain::plain;
use super::joint::{Edge, Family, Piece};
use super::language::{guessed_languages, plain_code, usual_languages};
use super::readings::{Readings, as_written, tidy};
use super::rules::Rules;
use super::vocalized::Usual;
use super::{Romanizer, Table, han, spellings};
use crate::normalize::Script;

/// No name has a token of more letters; no question about one is answered.
pub(super) const LETTERS_MAX: usize = 64;

/// All readings of a token, of which none is spelled yet: the pieces that tables have for its letters,
/// and the sets of the tables that have them. It is made in a microsecond, and its questions are
/// answered from the pieces; see [`Romanizer::lattice`].
#[derive(Debug, Clone)]
pub struct Lattice<'a, 't> {
    pub(super) romanizer: &'a Romanizer,
    pub(super) token: &'t str,
    pub(super) script: Script,
    pub(super) language: Option<&'t str>,
    pub(super) guessed: Cow<'static, [&'static str]>,
    /// What lists know of it.
    pub(super) usual: Vec<Usual<'a>>,
    /// Nothing beyond the language that was asked for is of interest.
    pub(super) is_closed: bool,
    is_by_lists: bool,
    graphs: Vec<Graph<'a>>,
    /// Those of all graphs.
    edges: Vec<Edge<'a>>,
}

/// What tables of one language that prepare a word alike make of the token.
#[derive(Debug, Clone)]
pub(super) struct Graph<'a> {
    layer: Layer,
    pub(super) family: &'a Family,
    /// Those of its tables that write all of the token.
    pub(super) tables: u64,
    edges: Range<usize>,
    /// Prepared letters.
    pub(super) letters: u32,
}

/// Which tables are asked when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    /// Those of the language that was asked for.
    Asked,
    /// Those of a likely language, by its place.
    Likely(usize),
    /// Those for all languages.
    Any,
    /// Those of all other languages.
    Other,
}

impl Romanizer {
    /// The readings of a token as one value that is cheap to make and to ask: a million in a second.
    ///
    /// The languages are those of [`Romanizer::readings`]. Every way of every letter counts for its
    /// answers, not only the readings that are listed.
    ///
    /// ```
    /// use aka::transliterate::Romanizer;
    ///
    /// let romanizer = Romanizer::bundled();
    /// let lattice = romanizer.lattice("Хрущёв", Some("ru"));
    /// assert!(lattice.contains("Khrushchev") && lattice.contains("Chruschtschow"));
    /// assert!(!lattice.contains("Brezhnev"));
    /// assert_eq!(lattice.first(), "khrushchëv");
    /// assert!(lattice.standards_of("Hruštšov").contains(&"Russian, Finnish press"));
    /// assert!(lattice.meets(&romanizer.lattice("Хрущов", Some("uk"))));
    /// // Spelled when it is asked for.
    /// let readings = lattice.spell();
    /// assert!(readings.len() > 20);
    /// let first = readings.iter().next().unwrap();
    /// assert_eq!((first.text, first.standards().next()), ("khrushchëv", Some("Russian ALA-LC 1997")));
    /// ```
    #[must_use]
    pub fn lattice<'a, 't>(&'a self, token: &'t str, language: Option<&'t str>) -> Lattice<'a, 't> {
        let script = Script::of_text(token).unwrap_or(Script::Latin);
        let mut lattice = Lattice {
            romanizer: self,
            token,
            script,
            language,
            guessed: guessed_languages(token, script),
            usual: Vec::new(),
            is_closed: false,
            is_by_lists: token.chars().any(is_han) && !han::is_transcription(token),
            graphs: Vec::new(),
            edges: Vec::new(),
        };
        if !lattice.is_by_lists {
            lattice.read_by_tables();
        }
        lattice
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
        let guessed = guessed_languages(token, script);
        let wanted = plain(latin);
        if wanted.len() > LETTERS_MAX || token.chars().nth(LETTERS_MAX).is_some() {
            return Vec::new();
        }
        let (mut work, mut edges) = (Work::new(token), Vec::new());
        for languages in [asked.as_slice(), &guessed, usual_languages(script)] {
            let mut graphs = Vec::new();
            for family in self.families_where(script, |of| languages.contains(&of)) {
                work.walk(Layer::Other, family, &mut graphs, &mut edges);
            }
            if !graphs.is_empty() {
                return tables_of(&graphs, &edges, token, &wanted);
            }
        }
        Vec::new()
    }
}

impl<'a, 't> Lattice<'a, 't> {
    fn read_by_tables(&mut self) {
        let asked = self.asked();
        let mut work = Work::new(self.token);
        self.usual = self.romanizer.vocalized.usual(self.token, self.script);
        if let Some(asked) = asked {
            self.walk(Layer::Asked, asked, &mut work);
            // A token may be of another language than the text around it, and its letters may say so.
            let native = self.guessed.is_empty() || self.guessed.contains(&asked);
            if native && !self.graphs.is_empty() && self.script != Script::Latin {
                self.is_closed = true;
                return;
            }
        }
        for place in 0..self.likely().len() {
            let language = self.likely()[place];
            if asked != Some(language) {
                self.walk(Layer::Likely(place), language, &mut work);
            }
        }
        if asked != Some("mul") {
            self.walk(Layer::Any, "mul", &mut work);
        }
    }

    fn walk(&mut self, layer: Layer, language: &str, work: &mut Work<'_>) {
        let romanizer = self.romanizer;
        for family in romanizer.families_of(self.script, language) {
            work.walk(layer, family, &mut self.graphs, &mut self.edges);
        }
    }

    /// Whether it is a name of East Asia, which is read by lists alone; a foreign one that is only written
    /// so is read by a table.
    pub(super) fn is_by_lists(&self) -> bool {
        self.is_by_lists
    }

    /// Whether lists of Han and Hangul know its letters.
    pub(super) fn is_east_asian(&self) -> bool {
        self.token.chars().any(|letter| is_han(letter) || is_hangul(letter))
    }

    /// The language that was asked for, as the tables have it.
    pub(super) fn asked(&self) -> Option<&'t str> {
        self.language.map(plain_code)
    }

    /// The languages that the token is likely of.
    pub(super) fn likely(&self) -> &[&'static str] {
        if self.guessed.is_empty() { usual_languages(self.script) } else { &self.guessed }
    }

    /// What tables make of the token, those that have a rule for every letter; they stand together.
    pub(super) fn of_layer(&self, layer: Layer) -> &[Graph<'a>] {
        let of = |graph: &Graph<'_>| graph.layer == layer;
        let start = self.graphs.iter().position(of).unwrap_or(self.graphs.len());
        let graphs = &self.graphs[start..];
        &graphs[..graphs.iter().take_while(|graph| of(graph)).count()]
    }

    pub(super) fn edges(&self) -> &[Edge<'a>] {
        &self.edges
    }

    /// The token.
    #[must_use]
    pub fn token(&self) -> &'t str {
        self.token
    }

    /// Spells the readings out: those of [`Romanizer::readings`], in the same order.
    #[must_use]
    pub fn spell(&self) -> Readings<'a> {
        Readings::of(self)
    }

    /// The usual reading: the first of [`Lattice::spell`], without spelling the others.
    #[must_use]
    pub fn first(&self) -> String {
        let mut text = String::new();
        if self.script == Script::Latin {
            text = as_written(self.token);
        } else if !self.is_east_asian() {
            self.write_first(&mut text);
        }
        if !text.trim().is_empty() {
            return text.trim().to_owned();
        }
        let readings = self.spell();
        readings.iter().next().map(|first| first.text.to_owned()).unwrap_or_default()
    }

    /// The first spelling by lists and tables of the likeliest language; nothing where no list and no
    /// table of such a language has one.
    fn write_first(&self, text: &mut String) {
        let asked = self.asked();
        let of_asked =
            |list: &&Usual<'_>| asked.is_some_and(|asked| list.languages.contains(&asked));
        let of_likely = |list: &&Usual<'_>| {
            self.guessed.is_empty() || list.languages.iter().any(|one| self.guessed.contains(one))
        };
        let listed = |list: Option<&Usual<'_>>| list.and_then(|list| list.spellings().next());
        let by_asked = self.of_layer(Layer::Asked);
        if let Some(known) = listed(self.usual.iter().find(of_asked)) {
            text.push_str(&known);
        } else if !by_asked.is_empty() {
            self.write_first_of(by_asked, text);
        } else if let Some(known) = listed(self.usual.iter().find(of_likely)) {
            text.push_str(&known);
        } else if let Some(graph) = self.graphs.first() {
            self.write_first_of(self.of_layer(graph.layer), text);
        }
    }

    /// The spelling of the first table of a layer: guesses come last.
    fn write_first_of(&self, graphs: &[Graph<'a>], text: &mut String) {
        let Some(family) = graphs.first().map(|graph| graph.family) else { return };
        let of_family = graphs.iter().filter(|graph| std::ptr::eq(graph.family, family));
        if let Some(first) = of_family.min_by_key(|graph| graph.tables.trailing_zeros()) {
            first.write_usual(&self.edges, text);
            tidy(text, 0);
        }
    }

    /// Whether it can be written so, marks, apostrophes and capitals aside.
    #[must_use]
    pub fn contains(&self, latin: &str) -> bool {
        let wanted = plain(latin);
        let written = |graphs: &[Graph<'_>], edges: &[Edge<'_>]| {
            graphs.iter().any(|graph| graph.writing(edges, self.token, &wanted) != 0)
        };
        !self.listed(&wanted).is_empty()
            || (self.is_asked(&wanted)
                && (written(&self.graphs, &self.edges) || {
                    let (graphs, edges) = self.others();
                    written(&graphs, &edges)
                }))
    }

    /// The names of the standards and lists by which it can be written so, marks, apostrophes and
    /// capitals aside; of languages that it is hardly of, only where no other has one.
    #[must_use]
    pub fn standards_of(&self, latin: &str) -> Vec<&'a str> {
        let wanted = plain(latin);
        let mut found = self.listed(&wanted);
        if self.is_asked(&wanted) {
            let tables = tables_of(&self.graphs, &self.edges, self.token, &wanted);
            found.extend(tables.into_iter().map(Table::title));
            if found.is_empty() {
                let (graphs, edges) = self.others();
                let tables = tables_of(&graphs, &edges, self.token, &wanted);
                found.extend(tables.into_iter().map(Table::title));
            }
        }
        found
    }

    /// What the tables of all other languages make of the token, where its letters leave them open.
    pub(super) fn others(&self) -> (Vec<Graph<'a>>, Vec<Edge<'a>>) {
        let (mut graphs, mut edges) = (Vec::new(), Vec::new());
        let told =
            !self.guessed.is_empty() && self.graphs.iter().any(|graph| graph.layer != Layer::Asked);
        if !(told || self.is_by_lists() || self.is_closed || self.script == Script::Latin) {
            let mut work = Work::new(self.token);
            let other = |of: &str| !self.likely().contains(&of);
            for family in self.romanizer.families_where(self.script, other) {
                work.walk(Layer::Other, family, &mut graphs, &mut edges);
            }
        }
        (graphs, edges)
    }

    /// Whether a reading of one, as it is listed, is any of the other.
    #[must_use]
    pub fn meets(&self, other: &Lattice<'_, '_>) -> bool {
        let within = |one: &Lattice<'_, '_>, other: &Lattice<'_, '_>| {
            one.spell().iter().any(|reading| other.contains(reading.text))
        };
        within(self, other) || within(other, self)
    }

    /// Whether a question about so many letters is answered.
    fn is_asked(&self, wanted: &str) -> bool {
        wanted.len() <= LETTERS_MAX && self.token.chars().nth(LETTERS_MAX).is_none()
    }

    /// The lists that know it so, and what needs no table.
    fn listed(&self, wanted: &str) -> Vec<&'a str> {
        let mut found = Vec::new();
        if self.script == Script::Latin && plain(&as_written(self.token)) == wanted {
            found.push("without marks");
        }
        if self.is_east_asian() {
            let is_foreign = !self.is_by_lists;
            found.extend(han::standards_of(self.token, self.language, wanted, is_foreign));
        }
        let known =
            self.usual.iter().filter(|list| list.spellings().any(|known| plain(&known) == wanted));
        found.extend(known.map(|list| list.standard));
        found
    }
}

impl<'a> Graph<'a> {
    /// Its edges among those of all.
    pub(super) fn own<'l>(&self, edges: &'l [Edge<'a>]) -> &'l [Edge<'a>] {
        &edges[self.edges.clone()]
    }

    /// The spelling of the first table.
    fn write_usual(&self, edges: &[Edge<'_>], text: &mut String) {
        let first = 1 << self.tables.trailing_zeros();
        for edge in self.own(edges).iter().filter(|edge| edge.tables & first != 0) {
            match edge.piece {
                Piece::Rule(ranked) => text.push_str(ranked.rule.to.first().map_or("", |to| to)),
                Piece::Copied(letter) => text.push(letter),
                Piece::Left => {}
            }
        }
    }

    /// The tables that can write the token so.
    fn writing(&self, edges: &[Edge<'_>], token: &str, wanted: &str) -> u64 {
        let mut found = self.writing_plainly(edges, wanted.as_bytes());
        // A guess may cut the letters otherwise.
        let guesses = self.tables & !self.family.sure & !found;
        let mut letters = Vec::new();
        for bit in (0..64).filter(|bit| guesses >> bit & 1 == 1) {
            let rules = self.family.tables()[bit].rules();
            rules.prepare(token, &mut letters);
            let writes = spellings::accepts_in_any_way(rules, &letters, wanted, plain);
            found |= u64::from(writes) << bit;
        }
        found
    }

    /// The tables whose ways lead to `wanted`.
    fn writing_plainly(&self, edges: &[Edge<'_>], wanted: &[u8]) -> u64 {
        let wide = wanted.len() + 1;
        // For each place of the token, and as much of `wanted`, the tables that come there.
        let mut reached = vec![0_u64; (self.letters as usize + 1) * wide];
        reached[0] = self.tables;
        for edge in self.own(edges) {
            let (from, to) = (edge.from as usize * wide, edge.to as usize * wide);
            for done in 0..wide {
                let tables = reached[from + done] & edge.tables;
                if tables == 0 {
                    continue;
                }
                let mut write = |piece: &str| {
                    if wanted[done..].starts_with(piece.as_bytes()) {
                        reached[to + done + piece.len()] |= tables;
                    }
                };
                match edge.piece {
                    Piece::Rule(ranked) => ranked.plain.iter().for_each(|to| write(to)),
                    Piece::Copied(letter) => write(&plain(letter.encode_utf8(&mut [0; 4]))),
                    Piece::Left => write(""),
                }
            }
        }
        reached.last().copied().unwrap_or(0)
    }
}

fn tables_of<'a>(
    graphs: &[Graph<'a>],
    edges: &[Edge<'a>],
    token: &str,
    wanted: &str,
) -> Vec<&'a Table> {
    let mut found: Vec<&Table> = Vec::new();
    let mut at = 0;
    while let Some(first) = graphs.get(at) {
        let of_family =
            graphs[at..].iter().take_while(|graph| std::ptr::eq(graph.family, first.family));
        let mut writing = 0;
        for graph in of_family {
            writing |= graph.writing(edges, token, wanted);
            at += 1;
        }
        found.extend(first.family.of_set(writing));
    }
    found
}

/// The letters of the token as the tables want them; most want them alike.
pub(super) struct Work<'t> {
    token: &'t str,
    composed: Vec<char>,
    other: Vec<char>,
    reached: Vec<u64>,
}

impl<'t> Work<'t> {
    pub(super) fn new(token: &'t str) -> Self {
        Self { token, composed: Vec::new(), other: Vec::new(), reached: Vec::new() }
    }

    /// Adds what the tables of a family make of the token, where any has a rule for every letter.
    pub(super) fn walk<'a>(
        &mut self,
        layer: Layer,
        family: &'a Family,
        graphs: &mut Vec<Graph<'a>>,
        edges: &mut Vec<Edge<'a>>,
    ) {
        const EDGES_OF_LETTER: usize = 6;
        if edges.is_empty() {
            edges.reserve(self.token.len() * EDGES_OF_LETTER);
        }
        for (joint, rules) in family.joints() {
            let plain = rules.is_plain();
            self.prepare(rules, plain);
            let letters = if plain { &self.composed } else { &self.other };
            let start = edges.len();
            let tables = joint.walk(letters, &mut self.reached, edges);
            if tables == 0 {
                edges.truncate(start);
            } else {
                let letters = u32::try_from(letters.len()).unwrap_or(u32::MAX);
                graphs.push(Graph { layer, family, tables, edges: start..edges.len(), letters });
            }
        }
    }

    fn prepare(&mut self, rules: &Rules, plain: bool) {
        if !plain {
            rules.prepare(self.token, &mut self.other);
        } else if self.composed.is_empty() {
            rules.prepare(self.token, &mut self.composed);
        }
    }
}

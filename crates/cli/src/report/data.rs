//! What was found → the data of the page, column by column, every text once.
//!
//! A hundred thousand mentions are columns of small numbers: a name is its place in the table of
//! names, every other text its place in the table of texts (0 is nothing). Both tables are
//! written last and borrow from what was read, so that nothing of it is held twice.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;

use aka::{LinkKind, Mention};

use super::Report;
use super::gold::Gold;
use super::json::Json;
use super::shown::Shown;
use crate::columns::Columns;
use crate::commands::rounded;
use crate::engine::{self, Link};
use crate::failure::Outcome;

/// Longer cells of other columns are cut; the page says so with an ellipsis.
const CELL_MAX: usize = 600;

/// Bars of the drawing of links by probability.
const BINS: usize = 20;

/// Texts by their place.
struct Texts<'a> {
    places: HashMap<&'a str, i64>,
    list: Vec<&'a str>,
}

impl<'a> Texts<'a> {
    /// Nothing is at 0.
    fn new() -> Self {
        Self { places: HashMap::from([("", 0)]), list: vec![""] }
    }

    fn place(&mut self, text: &'a str) -> i64 {
        let next = self.list.len();
        *self.places.entry(text).or_insert_with(|| {
            self.list.push(text);
            next as i64
        })
    }
}

/// The page's data, under way.
struct Data<'a, W> {
    json: Json<W>,
    names: Texts<'a>,
    texts: Texts<'a>,
}

/// Writes one JSON object.
pub(super) fn write<'a>(
    report: &Report<'a>,
    gold: Option<&'a Gold<'a>>,
    out: impl Write,
) -> Outcome<()> {
    let mut data = Data { json: Json::open(out)?, names: Texts::new(), texts: Texts::new() };
    let shown = Shown::of(report.found.resolution);
    data.about(report, &shown)?;
    data.mentions(report)?;
    data.other_columns(report)?;
    data.persons(report)?;
    data.links(report, &shown)?;
    if let Some(gold) = gold {
        data.gold(gold)?;
    }
    data.tables()
}

/// A probability as the page has it: ten-thousandths.
fn parts(probability: f64) -> i64 {
    (probability * 10_000.0).round() as i64
}

/// Bits as the page has them: hundredths.
fn hundredths(bits: f64) -> i64 {
    (bits * 100.0).round() as i64
}

impl<'a, W: Write> Data<'a, W> {
    fn about(&mut self, report: &Report<'a>, shown: &Shown) -> Outcome<()> {
        let json = &mut self.json;
        json.text("version", env!("CARGO_PKG_VERSION"))?;
        json.number("threshold", report.threshold)?;
        if let Some(prior) = report.prior {
            json.number("chosen_prior", prior)?;
        }
        let tables = &report.found.list.tables;
        json.texts("files", tables.iter().map(|table| table.file.as_str()))?;
        let notes = tables.iter().flat_map(|table| &table.notes);
        let notes = notes.chain(&report.found.resolution.notes);
        json.texts("notes", notes.map(String::as_str))?;
        json.number("links_left_out", shown.left_out as f64)?;
        let bins = bins(&report.found.resolution.links);
        json.texts("bin_kind", bins.keys().copied())?;
        Ok(json.numbers("bins", bins.values().flatten().copied())?)
    }

    fn mentions(&mut self, report: &Report<'a>) -> Outcome<()> {
        let mentions: &'a [Mention] = report.found.mentions;
        let names = &mut self.names;
        self.json.numbers("name", mentions.iter().map(|mention| names.place(&mention.name)))?;
        type Field = fn(&Mention) -> Option<&str>;
        let fields: [(&str, Field); 9] = [
            ("id", |mention| mention.id.as_deref()),
            ("source", |mention| mention.source.as_deref()),
            ("document", |mention| mention.document.as_deref()),
            ("language", |mention| mention.language.as_deref()),
            ("role", |mention| mention.role.as_deref()),
            ("date", |mention| mention.date.as_deref()),
            ("birth_date", |mention| mention.birth_date.as_deref()),
            ("country", |mention| mention.country.as_deref()),
            ("gender", |mention| mention.gender.as_deref()),
        ];
        for (key, field) in fields {
            if mentions.iter().any(|mention| field(mention).is_some()) {
                let texts = &mut self.texts;
                let places = mentions.iter().map(|m| texts.place(field(m).unwrap_or_default()));
                self.json.numbers(key, places)?;
            }
        }
        let list = report.found.list;
        if list.tables.len() > 1 {
            let sizes = list.tables.iter().enumerate();
            let files = sizes.flat_map(|(at, table)| (0..table.len()).map(move |_| at as i64));
            self.json.numbers("file", files)?;
        }
        let lines = list.tables.iter().flat_map(|t| (0..t.len()).map(|row| t.line(row) as i64));
        self.json.numbers("line", lines)?;
        let assigned = &report.found.resolution.assignments;
        let person = |at: Option<usize>| at.map_or(-1, |person| person as i64);
        self.json.numbers("person", assigned.iter().map(|a| person(a.person)))?;
        Ok(self.json.numbers("confidence", assigned.iter().map(|a| parts(a.confidence)))?)
    }

    /// What the list says beside what `aka` knows: often the sentence that a name stands in.
    fn other_columns(&mut self, report: &Report<'a>) -> Outcome<()> {
        let list = report.found.list;
        let mut taken: HashSet<&str> = HashSet::new();
        for table in &list.tables {
            taken.extend(Columns::find(table, report.choices)?.headers(table));
        }
        let kept = report.found.kept();
        let free = kept.into_iter().filter(|&at| !taken.contains(list.headers[at].as_str()));
        let free: Vec<usize> = free.collect();
        let headers = free.iter().map(|&at| list.headers[at].as_str());
        self.json.texts("other_headers", headers)?;
        for (number, at) in free.into_iter().enumerate() {
            let texts = &mut self.texts;
            let cells = list.rows().map(|row| texts.place(cut(row.cell(at).text().trim())));
            self.json.numbers(&format!("other_{number}"), cells)?;
        }
        Ok(())
    }

    fn persons(&mut self, report: &Report<'a>) -> Outcome<()> {
        let persons = &report.found.resolution.persons;
        let (json, names, texts) = (&mut self.json, &mut self.names, &mut self.texts);
        json.texts("person_id", persons.iter().map(|person| person.id.as_str()))?;
        json.numbers("person_name", persons.iter().map(|person| names.place(&person.name)))?;
        json.numbers("person_confidence", persons.iter().map(|person| parts(person.confidence)))?;
        // By script and language: name, language, for each; where those of a person end.
        let all = || persons.iter().flat_map(|person| &person.names);
        json.numbers("canonical_name", all().map(|name| names.place(&name.name)))?;
        let language = |name: &'a engine::CanonicalName| name.language.as_deref();
        json.numbers(
            "canonical_language",
            all().map(|name| texts.place(language(name).unwrap_or_default())),
        )?;
        let ends = persons.iter().scan(0, |end, person| {
            *end += person.names.len() as i64;
            Some(*end)
        });
        Ok(json.numbers("canonical_end", ends)?)
    }

    fn links(&mut self, report: &Report<'a>, shown: &Shown) -> Outcome<()> {
        let all: &'a [Link] = &report.found.resolution.links;
        let links = || shown.links.iter().map(|&at| &all[at]);
        let (json, texts) = (&mut self.json, &mut self.texts);
        json.numbers("left", links().map(|link| link.left as i64))?;
        json.numbers("right", links().map(|link| link.right as i64))?;
        json.numbers("probability", links().map(|link| parts(link.probability)))?;
        json.numbers("without", links().map(|link| link.without_context.map_or(-1, parts)))?;
        let document = |link: &'a Link| link.without_document.as_ref();
        json.numbers(
            "without_document",
            links().map(|link| document(link).map_or(-1, |without| texts.place(&without.document))),
        )?;
        json.numbers(
            "without_probability",
            links().map(|link| document(link).map_or(-1, |without| parts(without.probability))),
        )?;
        json.numbers("moves", links().map(|link| link.moves as i64))?;
        json.numbers("kind", links().map(|link| texts.place(engine::kind(link))))?;
        json.numbers("review", shown.review.iter().map(|&at| at as i64))?;
        let evidence = || links().map(|link| &link.evidence);
        json.numbers("prior", evidence().map(|evidence| hundredths(evidence.prior)))?;
        let addends = || evidence().flat_map(|evidence| &evidence.addends);
        json.numbers("addend_label", addends().map(|addend| texts.place(&addend.label)))?;
        json.numbers("addend_kind", addends().map(|addend| texts.place(engine::sort(addend))))?;
        let bits = evidence().flat_map(|evidence| {
            let bits = evidence.addends.iter().map(|addend| addend.bits);
            rounded(evidence.prior, bits).1
        });
        json.numbers("addend_bits", bits.map(hundredths))?;
        let ends = evidence().scan(0, |end, evidence| {
            *end += evidence.addends.len() as i64;
            Some(*end)
        });
        Ok(json.numbers("addend_end", ends)?)
    }

    fn gold(&mut self, gold: &'a Gold<'a>) -> Outcome<()> {
        let texts = &mut self.texts;
        self.json.text("gold_header", gold.header)?;
        self.json.numbers("gold", gold.labels.iter().map(|label| texts.place(label)))?;
        Ok(self.json.value("gold_figures", &gold.figures)?)
    }

    /// The tables that everything refers to.
    fn tables(mut self) -> Outcome<()> {
        let names = &self.names.list;
        self.json.texts("names", names.iter().copied())?;
        let scripts = names.iter().map(|name| self.texts.place(engine::script_of(name)));
        self.json.numbers("name_script", scripts)?;
        // For searching: a Latin keyboard finds names in any script.
        let latin: Vec<String> = names.iter().map(|name| engine::latin(name)).collect();
        self.json.texts("name_latin", latin.iter().map(String::as_str))?;
        self.json.texts("texts", self.texts.list.iter().copied())?;
        Ok(self.json.close()?)
    }
}

/// How many links there are of each kind and probability, those among them that are not shown.
fn bins(links: &[Link]) -> BTreeMap<&'static str, [i64; BINS]> {
    let mut bins: BTreeMap<&str, [i64; BINS]> = BTreeMap::new();
    for link in links.iter().filter(|link| link.kind != LinkKind::Apart) {
        let bin = (link.probability * BINS as f64) as usize;
        bins.entry(engine::kind(link)).or_insert([0; BINS])[bin.min(BINS - 1)] += 1;
    }
    bins
}

/// A cell, cut to what a page can show.
fn cut(text: &str) -> &str {
    text.char_indices().nth(CELL_MAX).map_or(text, |(at, _)| &text[..at])
}

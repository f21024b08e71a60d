//! A text and the spans that an annotation tool marked in it → rows of persons.
//!
//! Tools count in code points, UTF-16 units or bytes. Where a tool also says what a span covers,
//! that is checked; where only another unit fits all spans of a text, that is used and said.
//! Offsets that fit the text in no unit are an error: a shifted span is a wrong name.

use std::collections::{HashMap, HashSet};

use crate::failure::{Failure, Outcome, quoted};
use crate::table::{Cell, Table};

/// Labels that mean a person, in lower case, where nobody chose.
const PERSON_LABELS: [&str; 14] = [
    "per",
    "pers",
    "person",
    "persons",
    "people",
    "person_name",
    "name_person",
    "i-per",
    "b-per",
    "personne",
    "persona",
    "personen",
    "персона",
    "人名",
];

/// Which labels are wanted.
#[derive(Debug, Clone)]
pub(crate) struct Labels {
    wanted: Vec<String>,
    chosen: bool,
}

impl Labels {
    /// The chosen labels, or the usual ones.
    pub(crate) fn new(chosen: &[String]) -> Self {
        if chosen.is_empty() {
            let wanted = PERSON_LABELS.map(str::to_owned).to_vec();
            return Self { wanted, chosen: false };
        }
        let wanted = chosen.iter().map(|label| label.to_lowercase()).collect();
        Self { wanted, chosen: true }
    }

    pub(super) fn hold(&self, label: &str) -> bool {
        self.wanted.contains(&label.trim().to_lowercase())
    }

    /// Whether the user wants that label, and said so.
    pub(super) fn were_chosen(&self) -> bool {
        self.chosen
    }
}

/// What an offset counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    CodePoints,
    Utf16,
    Bytes,
}

impl Unit {
    fn in_words(self) -> &'static str {
        match self {
            Self::CodePoints => "characters (code points)",
            Self::Utf16 => "UTF-16 units",
            Self::Bytes => "bytes of UTF-8",
        }
    }
}

/// A marked piece of a text. `pieces` are more than one where a tool marks with gaps.
#[derive(Debug, Clone)]
pub(super) struct Span {
    /// The line of the file that marks it.
    pub(super) line: usize,
    pub(super) pieces: Vec<(usize, usize)>,
    pub(super) label: String,
    /// What the tool says that the span covers.
    pub(super) said: Option<String>,
}

/// One annotated text.
#[derive(Debug)]
pub(super) struct Annotated<'a> {
    /// What the tool calls the text.
    pub(super) id: String,
    pub(super) text: &'a str,
    pub(super) language: Option<&'a str>,
    /// What the tool counts.
    pub(super) unit: Unit,
    pub(super) spans: Vec<Span>,
}

/// The document of a text: ids of two files are not the same text.
pub(super) fn document_of(file: &str, id: &str) -> String {
    let name = std::path::Path::new(file).file_name().and_then(|name| name.to_str());
    format!("{}#{id}", name.unwrap_or(file))
}

/// A row for every person marked in the text.
pub(super) fn push(table: &mut Table, annotated: &Annotated<'_>, labels: &Labels) -> Outcome<()> {
    let wanted: Vec<&Span> =
        annotated.spans.iter().filter(|span| labels.hold(&span.label)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let (unit, names) = cut_all(table, annotated, &wanted)?;
    if unit != annotated.unit {
        let note = format!(
            "{}:{}: offsets count {}, as the texts beside them show",
            table.file,
            wanted[0].line,
            unit.in_words()
        );
        table.notes.push(note);
    }
    let document = document_of(&table.file, &annotated.id);
    let mut seen = HashSet::new();
    for (span, name) in wanted.into_iter().zip(names) {
        let (start, end) = (span.pieces[0].0, span.pieces[span.pieces.len() - 1].1);
        // Several annotators mark the same mention; it is one.
        if !seen.insert(span.pieces.clone()) {
            continue;
        }
        let id = format!("{document}:{start}-{end}");
        let (start, end) = (start.to_string(), end.to_string());
        let language = annotated.language.map_or(Cell::Absent, Cell::Text);
        table.push_named(
            span.line,
            &[
                ("id", Cell::Text(&id)),
                ("name", Cell::Text(&name)),
                ("document", Cell::Text(&document)),
                ("language", language),
                ("label", Cell::Text(&span.label)),
                ("start", Cell::Json(&start)),
                ("end", Cell::Json(&end)),
            ],
        )?;
    }
    Ok(())
}

/// What every span covers, in the unit that fits: the tool's own first.
fn cut_all(
    table: &Table,
    annotated: &Annotated<'_>,
    spans: &[&Span],
) -> Outcome<(Unit, Vec<String>)> {
    let mut first_failure = None;
    let others = [Unit::CodePoints, Unit::Utf16, Unit::Bytes];
    let checked = spans.iter().all(|span| span.said.is_some());
    for unit in [annotated.unit].into_iter().chain(others) {
        let bounds = Bounds::of(annotated.text, unit, spans);
        let cuts: Result<Vec<String>, (usize, String)> = spans
            .iter()
            .map(|span| cut(annotated.text, &bounds, span).map_err(|why| (span.line, why)))
            .collect();
        match cuts {
            Ok(names) => return Ok((unit, names)),
            Err(why) => _ = first_failure.get_or_insert(why),
        }
        if !checked {
            break;
        }
    }
    let (line, why) = first_failure.unwrap_or_default();
    Err(Failure::line(&table.file, line, why))
}

/// Bytes of a text by what a tool counts.
struct Bounds {
    /// Where what is asked for begins; nothing for the inside of a character.
    bytes: HashMap<usize, usize>,
    length: usize,
}

impl Bounds {
    /// Only offsets that spans have are kept: a text may be long.
    fn of(text: &str, unit: Unit, spans: &[&Span]) -> Self {
        let pieces = spans.iter().flat_map(|span| &span.pieces);
        let wanted: HashSet<usize> = pieces.flat_map(|&(start, end)| [start, end]).collect();
        let mut bytes = HashMap::with_capacity(wanted.len());
        let mut length = 0;
        for (byte, c) in text.char_indices() {
            if wanted.contains(&length) {
                bytes.insert(length, byte);
            }
            length += match unit {
                Unit::CodePoints => 1,
                Unit::Utf16 => c.len_utf16(),
                Unit::Bytes => c.len_utf8(),
            };
        }
        bytes.insert(length, text.len());
        Self { bytes, length }
    }
}

/// No name is longer: many spans over all of a long text would fill the memory.
const NAME_BYTES_MAX: usize = 10_000;

fn cut(text: &str, bounds: &Bounds, span: &Span) -> Result<String, String> {
    let mut pieces = Vec::with_capacity(span.pieces.len());
    for &(start, end) in &span.pieces {
        let byte = |at: usize| bounds.bytes.get(&at).copied();
        match (byte(start), byte(end)) {
            (Some(from), Some(to)) if from < to && to - from > NAME_BYTES_MAX => {
                return Err(format!(
                    "expected a name of under {NAME_BYTES_MAX} bytes, found a span from {start} to {end}"
                ));
            }
            (Some(from), Some(to)) if from < to => pieces.push(&text[from..to]),
            _ => {
                let length = bounds.length;
                return Err(format!(
                    "expected a span within the text (0 to {length}), found {start} to {end}"
                ));
            }
        }
    }
    let found = pieces.join(" ");
    match &span.said {
        Some(said) if spaced(said) != spaced(&found) => Err(format!(
            "expected {} at {} to {}, found {}",
            quoted(said),
            span.pieces[0].0,
            span.pieces[span.pieces.len() - 1].1,
            quoted(&found)
        )),
        _ => Ok(found),
    }
}

/// Tools write a line break inside a span as a space.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

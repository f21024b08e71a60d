//! Files as people export them → a [`List`]: tables, their columns united, their order kept.
//!
//! Everything is recognized by content; `--from` forces. Whatever was guessed is said in a note,
//! whatever cannot be read is one line with file, line and column.

mod source;
mod encoding;
mod format;
mod heading;
mod delimited;
mod lines;
mod json;
mod spans;
mod marked;
mod label_studio;
mod entities;
mod brat;
mod webanno;
mod conll;
mod sheet;
mod openrefine;
mod pairs;
#[cfg(feature = "arrow")]
mod arrow;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "parquet")]
mod pages;
#[cfg(test)]
mod fuzz;

pub(crate) use delimited::Dialect;
pub(crate) use format::Format;
pub(crate) use pairs::Pairs;
use source::Opened;
pub(crate) use source::{bytes, name_of};
pub(crate) use spans::Labels;

use std::collections::HashMap;
use std::fs::File;
use std::panic::{self, UnwindSafe};

use encoding_rs::Encoding;

use crate::columns::{self, Choice, Columns};
use crate::failure::{Failure, Outcome};
use crate::table::{Cell, Table};

/// How to read; everything that is `None` is recognized.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) format: Option<Format>,
    pub(crate) encoding: Option<&'static Encoding>,
    /// Which annotated spans are persons.
    pub(crate) labels: Labels,
    /// How delimited lists are written.
    pub(crate) dialect: Dialect,
    /// What stands between several names of one cell.
    pub(crate) split: Option<String>,
    /// Which column is what.
    pub(crate) columns: Vec<Choice>,
}

/// Several tables with their columns united, in the order in which they were given.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) tables: Vec<Table>,
    /// Every header of any table, in order of first appearance.
    pub(crate) headers: Vec<String>,
    /// For each table, where each united column is in it.
    columns: Vec<Vec<Option<usize>>>,
}

impl List {
    /// Reads every file, in order.
    pub(crate) fn read(paths: &[String], options: &Options) -> Outcome<Self> {
        if paths.iter().filter(|path| *path == "-").count() > 1 {
            return Err(Failure::Usage("expected - (standard input) once, found it twice".into()));
        }
        let mut tables =
            paths.iter().map(|path| read_table(path, options)).collect::<Outcome<Vec<_>>>()?;
        for (at, path) in paths.iter().enumerate().filter(|(at, path)| paths[..*at].contains(path))
        {
            let note = format!("{path}: given twice; each of its rows is two mentions");
            tables[at].notes.push(note);
        }
        Ok(Self::unite(tables))
    }

    fn unite(tables: Vec<Table>) -> Self {
        let mut headers: Vec<String> = Vec::new();
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut columns = Vec::with_capacity(tables.len());
        for table in &tables {
            let mut map: Vec<Option<usize>> = vec![None; headers.len()];
            let mut met: HashMap<&str, usize> = HashMap::new();
            for (column, header) in table.headers.iter().enumerate() {
                // A header that a file has twice is two columns: the nth meets the nth.
                let nth = met.entry(header).or_default();
                let places = places.entry(header).or_default();
                match places.get(*nth) {
                    Some(&at) => map[at] = Some(column),
                    None => {
                        places.push(headers.len());
                        headers.push(header.clone());
                        map.push(Some(column));
                    }
                }
                *nth += 1;
            }
            columns.push(map);
        }
        Self { tables, headers, columns }
    }

    /// How many rows there are in all files.
    pub(crate) fn len(&self) -> usize {
        self.tables.iter().map(Table::len).sum()
    }

    /// One row, counted over all files; there must be one.
    pub(crate) fn row(&self, mut at: usize) -> RowRef<'_> {
        let mut table = 0;
        while at >= self.tables[table].len() && table + 1 < self.tables.len() {
            at -= self.tables[table].len();
            table += 1;
        }
        RowRef { table: &self.tables[table], columns: &self.columns[table], row: at }
    }

    /// Every row, in order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = RowRef<'_>> {
        self.tables.iter().enumerate().flat_map(move |(at, table)| {
            (0..table.len()).map(move |row| RowRef { table, columns: &self.columns[at], row })
        })
    }
}

/// One row of a list, by its united columns.
#[derive(Clone, Copy)]
pub(crate) struct RowRef<'a> {
    table: &'a Table,
    columns: &'a [Option<usize>],
    row: usize,
}

impl<'a> RowRef<'a> {
    /// The cell in that united column.
    pub(crate) fn cell(&self, column: usize) -> Cell<'a> {
        match self.columns.get(column).copied().flatten() {
            Some(column) => self.table.cell(self.row, column),
            None => Cell::Absent,
        }
    }

    /// `FILE:LINE`, for people.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.table.file, self.table.line(self.row))
    }
}

/// One file, in whatever format it is.
fn read_table(path: &str, options: &Options) -> Outcome<Table> {
    read_opened(Opened::new(path)?, options)
}

fn read_opened(opened: Opened, options: &Options) -> Outcome<Table> {
    let path = opened.path.clone();
    let file = name_of(&path);
    let empty = || Failure::at(file, 1, 1, "expected a list, found an empty file");
    if opened.is_blank() {
        return Err(empty());
    }
    let known = options.format.or_else(|| format::of_bytes(&opened.head));
    if let Some(stranger) = format::stranger(&opened.head, known) {
        return Err(Failure::file(file, format!("expected a list, found {stranger}")));
    }
    let columns = &options.columns;
    let mut notes = Vec::new();
    let mut table = match known {
        Some(Format::Openrefine) => openrefine::read(file, opened.file()?)?,
        Some(Format::Xlsx) => {
            let book = opened.file()?;
            guarded(file, "an Excel workbook", || sheet::read(file, book, columns))?
        }
        Some(Format::Parquet) => {
            let list = opened.file()?;
            guarded(file, "Parquet", || read_parquet(file, list))?
        }
        Some(Format::Arrow) => {
            let list = opened.file()?;
            guarded(file, "Arrow IPC", || read_arrow(file, list))?
        }
        known => {
            let text = encoding::decode(file, opened.text()?, options.encoding, &mut notes)?;
            if text.trim().is_empty() {
                return Err(empty());
            }
            if !options.dialect.ragged {
                encoding::refuse_nul(file, &text)?;
            }
            read_text(&path, &text, known, options)?
        }
    };
    notes.append(&mut table.notes);
    table.notes = notes;
    match &options.split {
        Some(separator) => {
            columns::split(&table, &Columns::find(&table, &options.columns)?, separator)
        }
        None => Ok(table),
    }
}

/// Reads a binary format. Its parsers are others', and some of them panic on damaged files: that is
/// a damaged file, and no more.
fn guarded(
    file: &str,
    what: &str,
    read: impl FnOnce() -> Outcome<Table> + UnwindSafe,
) -> Outcome<Table> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(read);
    panic::set_hook(hook);
    outcome.unwrap_or_else(|_| {
        Err(Failure::file(file, format!("expected {what}, found a damaged file")))
    })
}

fn read_text(path: &str, text: &str, known: Option<Format>, options: &Options) -> Outcome<Table> {
    let labels = &options.labels;
    let file = name_of(path);
    let format = known.unwrap_or_else(|| format::of_text(path, text));
    match format {
        Format::Csv => {
            let table = delimited::read(file, text, options.dialect, &options.columns)?;
            label_studio::of_table(table, labels)
        }
        Format::Tsv => {
            let tabs = Dialect { delimiter: Some(b'\t'), ..options.dialect };
            let table = delimited::read(file, text, tabs, &options.columns)?;
            label_studio::of_table(table, labels)
        }
        Format::Lines => lines::read(file, text),
        Format::Jsonl => json::read_lines(file, text, None, labels),
        Format::Json => json::read_document(file, text, None, labels),
        Format::Brat => brat::read(path, text, labels).map(named),
        Format::Webanno => webanno::read(file, text, labels).map(named),
        Format::Conll => conll::read(file, text, labels).map(named),
        Format::Xlsx | Format::Parquet | Format::Arrow | Format::Openrefine => {
            Err(Failure::file(file, "expected text, found bytes"))
        }
        _ => match format::of_text(path, text) {
            Format::Json => json::read_document(file, text, format.shape(), labels),
            _ => json::read_lines(file, text, format.shape(), labels),
        },
    }
}

fn named(mut table: Table) -> Table {
    name_columns(&mut table);
    table
}

/// A text without any person in it has the columns all the same, and says so.
fn name_columns(table: &mut Table) {
    for header in ["id", "name"] {
        if !table.headers.iter().any(|known| known == header) {
            table.headers.push(header.to_owned());
        }
    }
    if table.len() == 0 {
        let note =
            format!("{}: no person found; --label says which labels are persons", table.file);
        table.notes.push(note);
    }
}

#[cfg(feature = "parquet")]
fn read_parquet(file: &str, list: File) -> Outcome<Table> {
    parquet::read(file, list)
}

#[cfg(feature = "arrow")]
fn read_arrow(file: &str, list: File) -> Outcome<Table> {
    arrow::read(file, list)
}

#[cfg(not(feature = "arrow"))]
fn read_arrow(file: &str, _: File) -> Outcome<Table> {
    Err(Failure::file(file, "this aka was built without Arrow (Cargo feature `arrow`)"))
}

#[cfg(not(feature = "parquet"))]
fn read_parquet(file: &str, _: File) -> Outcome<Table> {
    Err(Failure::file(file, "this aka was built without Parquet (Cargo feature `parquet`)"))
}

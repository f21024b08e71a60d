//! An Excel workbook → a [`Table`]: the first sheet that has a column of names.
//!
//! A workbook is an archive: what it unpacks to is counted before it is believed, and cells are
//! taken one after another, so that a cell in the last corner of a sheet is one cell.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read};

use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, Xlsx};

use super::{heading, source};
use crate::columns::{Choice, is_id_header};
use crate::failure::{Failure, Outcome, quoted};
use crate::table::{Cell, Table};

/// The first row that is not empty is the header, or the first of names below a title; rows below it that are empty are skipped.
pub(super) fn read(file: &str, book: File, choices: &[Choice]) -> Outcome<Table> {
    let wrong = |error: &dyn std::fmt::Display| {
        Failure::file(file, format!("expected an Excel workbook (.xlsx), found {error}"))
    };
    let packed = book.metadata().map_err(|error| wrong(&error))?.len();
    unpacks_sanely(&book, packed).map_err(|error| wrong(&error))?;
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(book)).map_err(|error| wrong(&error))?;
    let names = book.sheet_names();
    let mut found: Option<(&String, Rows)> = None;
    for name in &names {
        let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
        let mut cells = match book.worksheet_cells_reader(name) {
            Ok(cells) => cells,
            // A sheet of charts has no cells.
            Err(_) if names.len() > 1 => continue,
            Err(error) => return Err(wrong(&error)),
        };
        let left = cells.dimensions().start.1 as usize;
        let mut rows = Rows::new(file, left, packed, choices, &merged);
        while let Some(cell) = cells.next_cell().map_err(|error| wrong(&error))? {
            let (row, column) = cell.get_position();
            rows.cell(row as usize + 1, column as usize, &text(cell.get_value()))?;
        }
        rows.finish()?;
        // The first sheet with a column of names; where none has, the first that is not empty.
        let is_it = rows.is_named;
        if is_it || (found.is_none() && rows.table.header_line > 0) {
            found = Some((name, rows));
        }
        if is_it {
            break;
        }
    }
    let Some((name, Rows { mut table, .. })) = found else {
        return Err(Failure::at(file, 1, 1, "expected a list, found an empty sheet"));
    };
    if names.len() > 1 {
        table.notes.push(format!("{file}: {} sheets, {} is read", names.len(), quoted(name)));
    }
    Ok(table)
}

/// Unpacks every entry into nothing, and counts.
fn unpacks_sanely(book: &File, packed: u64) -> Result<(), String> {
    if entries(book, packed).unwrap_or(0) > ENTRIES_MAX {
        return Err("an archive of too many files for one".to_owned());
    }
    let mut archive =
        zip::ZipArchive::new(BufReader::new(book)).map_err(|error| error.to_string())?;
    if let Some(other) = other_archive(&archive) {
        return Err(other.to_owned());
    }
    let mut unpacked = 0;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|error| error.to_string())?;
        let most = source::most_of(packed).saturating_sub(unpacked);
        let mut entry = entry.take(most.saturating_add(1));
        unpacked += io::copy(&mut entry, &mut io::sink()).map_err(|error| error.to_string())?;
        if source::is_absurd(unpacked, packed) {
            return Err(source::absurd());
        }
    }
    Ok(())
}

/// How many entries an archive says that it has: each takes memory before any is read. What it says
/// stands at its end, or where its end points to
/// (<https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>, 4.3.14 to 4.3.16).
fn entries(book: &File, packed: u64) -> Option<u64> {
    const END_BYTES: u64 = 22 + 0xFFFF;
    const POINTER_BYTES: usize = 20;
    let length = packed.min(END_BYTES + POINTER_BYTES as u64);
    let tail = source::part(book, packed - length, length).ok()?;
    let end = tail.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let few = u64::from(u16::from_le_bytes(*tail.get(end + 10..)?.first_chunk()?));
    let pointer =
        end.checked_sub(POINTER_BYTES).and_then(|at| tail[at..].strip_prefix(b"PK\x06\x07"));
    let Some(pointer) = pointer else { return Some(few) };
    let record = u64::from_le_bytes(*pointer.get(4..)?.first_chunk()?);
    let many = source::part(book, record.checked_add(32)?, 8).ok()?;
    Some(few.max(u64::from_le_bytes(*many.first_chunk()?)))
}

/// What an archive is that is no workbook.
fn other_archive(archive: &zip::ZipArchive<BufReader<&File>>) -> Option<&'static str> {
    let names: Vec<String> =
        archive.file_names().flatten().map(|name| name.to_lowercase()).collect();
    let has = |end: &str| names.iter().any(|name| name.ends_with(end));
    match () {
        () if has("workbook.xml") => None,
        () if has("workbook.bin") => Some("a binary workbook (.xlsb); save it as .xlsx"),
        () if has("word/document.xml") => Some("a Word document; save the list as .xlsx or CSV"),
        () if has("content.xml") => Some("an OpenDocument file; save it as .xlsx or CSV"),
        () => Some("a ZIP archive; unpack it"),
    }
}

/// Cells in the order of the sheet, on their way into rows.
struct Rows<'a> {
    table: Table,
    choices: &'a [Choice],
    /// Rows that may be a title, until a header is found below them.
    above: Vec<(usize, Vec<String>)>,
    /// The row being read (from 1), and its cells so far.
    line: usize,
    row: Vec<String>,
    /// The first column of the sheet that is used.
    left: usize,
    /// Where a cell goes on over the rows below it: the last of them.
    tall: HashMap<(usize, usize), usize>,
    /// Such cells, by column, with their last row.
    open: HashMap<usize, (usize, String)>,
    /// Whether the header has a column of names.
    is_named: bool,
}

/// Nobody's workbook has more parts.
const ENTRIES_MAX: u64 = 1 << 16;
/// A sheet has no more columns.
const COLUMNS_MAX: usize = 1 << 14;

impl<'a> Rows<'a> {
    fn new(
        file: &str,
        left: usize,
        packed: u64,
        choices: &'a [Choice],
        merged: &[Dimensions],
    ) -> Self {
        let tall = merged.iter().filter(|merged| merged.start.0 < merged.end.0).map(|merged| {
            let start = (merged.start.0 as usize + 1, merged.start.1 as usize);
            (start, merged.end.0 as usize + 1)
        });
        let mut table = Table::new(file, Vec::new(), 0);
        // Cells may share one long text.
        table.bytes_max = source::most_of(packed);
        Self {
            table,
            choices,
            above: Vec::new(),
            line: 0,
            row: Vec::new(),
            left,
            tall: tall.collect(),
            open: HashMap::new(),
            is_named: false,
        }
    }

    fn cell(&mut self, line: usize, column: usize, text: &str) -> Outcome<()> {
        if text.is_empty() || column >= COLUMNS_MAX {
            return Ok(());
        }
        if line != self.line {
            self.close()?;
            self.line = line;
        }
        if self.row.len() <= column {
            self.row.resize(column + 1, String::new());
        }
        text.clone_into(&mut self.row[column]);
        if let Some(&last) = self.tall.get(&(line, column)) {
            self.open.insert(column, (last, text.to_owned()));
        }
        Ok(())
    }

    /// A cell that goes on over this row is in it; an id is only in the first, as ids are.
    fn fill(&self, row: &mut Vec<String>) {
        for (&column, (last, text)) in &self.open {
            let header = column.checked_sub(self.left).and_then(|at| self.table.headers.get(at));
            if self.line <= *last && !header.is_some_and(|header| is_id_header(header)) {
                if row.len() <= column {
                    row.resize(column + 1, String::new());
                }
                if row[column].is_empty() {
                    row[column].clone_from(text);
                }
            }
        }
    }

    /// The row is complete.
    fn close(&mut self) -> Outcome<()> {
        let mut row = std::mem::take(&mut self.row);
        if row.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        self.fill(&mut row);
        let cells = row.get(self.left..).unwrap_or(&row);
        if self.table.header_line > 0 {
            let texts = || cells.iter().map(String::as_str);
            if self.table.len() > 0 || !heading::is_second(texts()) {
                return self.push(self.line, cells);
            }
            heading::join(&mut self.table.headers, texts());
            self.table.notes.push(heading::second_note(&self.table.file, self.line));
            self.table.header_line = self.line;
            return Ok(());
        }
        let filled = |cells: &[String]| heading::filled(cells.iter().map(String::as_str));
        let is_wider = self.above.iter().all(|(_, above)| filled(above) < filled(cells));
        if is_wider && heading::names(cells.iter().map(String::as_str), self.choices) {
            if !self.above.is_empty() {
                self.table.notes.push(heading::note(&self.table.file, self.line));
            }
            self.above.clear();
            self.is_named = true;
            self.head(self.line, cells);
            return Ok(());
        }
        self.above.push((self.line, cells.to_vec()));
        if self.above.len() > heading::ROWS_MAX { self.give_up() } else { Ok(()) }
    }

    fn head(&mut self, line: usize, cells: &[String]) {
        self.table.headers = cells.to_vec();
        self.table.header_line = line;
    }

    /// There is no header of names: the first row is what there is.
    fn give_up(&mut self) -> Outcome<()> {
        let mut above = std::mem::take(&mut self.above).into_iter();
        if let Some((line, cells)) = above.next() {
            self.head(line, &cells);
        }
        above.try_for_each(|(line, cells)| self.push(line, &cells))
    }

    fn push(&mut self, line: usize, cells: &[String]) -> Outcome<()> {
        while self.table.headers.len() < cells.len() {
            self.table.headers.push(String::new());
        }
        self.table.start_row(line)?;
        cells.iter().try_for_each(|cell| self.table.push(Cell::Text(cell)))
    }

    fn finish(&mut self) -> Outcome<()> {
        self.close()?;
        self.give_up()
    }
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::DateTime(date) if date.is_datetime() => date_text(date),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(date) => date.as_f64().to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn date_text(date: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

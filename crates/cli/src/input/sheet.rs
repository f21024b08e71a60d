//! The first sheet of an Excel workbook → a [`Table`].
//!
//! A workbook is an archive: what it unpacks to is counted before it is believed, and cells are
//! taken one after another, so that a cell in the last corner of a sheet is one cell.

use std::io::{self, Cursor, Read};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};

use super::{heading, source};
use crate::columns::Choice;
use crate::failure::{Failure, Outcome};
use crate::table::{Cell, Table};

/// The first row that is not empty is the header; rows below it that are empty are skipped.
pub(super) fn read(file: &str, bytes: Vec<u8>, choices: &[Choice]) -> Outcome<Table> {
    let wrong = |error: &dyn std::fmt::Display| {
        Failure::file(file, format!("expected an Excel workbook (.xlsx), found {error}"))
    };
    let packed = bytes.len() as u64;
    unpacks_sanely(&bytes).map_err(|error| wrong(&error))?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| wrong(&error))?;
    let names = book.sheet_names();
    let first = names.first().ok_or_else(|| wrong(&"no sheet"))?;
    let mut cells = book.worksheet_cells_reader(first).map_err(|error| wrong(&error))?;
    let mut rows = Rows::new(file, cells.dimensions().start.1 as usize, packed, choices);
    while let Some(cell) = cells.next_cell().map_err(|error| wrong(&error))? {
        let (row, column) = cell.get_position();
        rows.cell(row as usize + 1, column as usize, &text(cell.get_value()))?;
    }
    let mut table = rows.finish()?;
    if names.len() > 1 {
        table.notes.push(format!("{file}: {} sheets, the first is read", names.len()));
    }
    Ok(table)
}

/// Unpacks every entry into nothing, and counts.
fn unpacks_sanely(bytes: &[u8]) -> Result<(), String> {
    let packed = bytes.len() as u64;
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
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

/// What an archive is that is no workbook.
fn other_archive(archive: &zip::ZipArchive<Cursor<&[u8]>>) -> Option<&'static str> {
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
}

/// A sheet has no more columns.
const COLUMNS_MAX: usize = 1 << 14;

impl<'a> Rows<'a> {
    fn new(file: &str, left: usize, packed: u64, choices: &'a [Choice]) -> Self {
        let mut table = Table::new(file, Vec::new(), 0);
        // Cells may share one long text.
        table.bytes_max = source::most_of(packed);
        Self { table, choices, above: Vec::new(), line: 0, row: Vec::new(), left }
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
        Ok(())
    }

    /// The row is complete.
    fn close(&mut self) -> Outcome<()> {
        let row = std::mem::take(&mut self.row);
        if row.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        let cells = row.get(self.left..).unwrap_or(&row);
        if self.table.header_line > 0 {
            return self.push(self.line, cells);
        }
        let filled = |cells: &[String]| heading::filled(cells.iter().map(String::as_str));
        let is_wider = self.above.iter().all(|(_, above)| filled(above) < filled(cells));
        if is_wider && heading::names(cells.iter().map(String::as_str), self.choices) {
            if !self.above.is_empty() {
                self.table.notes.push(heading::note(&self.table.file, self.line));
            }
            self.above.clear();
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

    fn finish(mut self) -> Outcome<Table> {
        self.close()?;
        self.give_up()?;
        if self.table.header_line == 0 {
            return Err(Failure::at(
                &self.table.file,
                1,
                1,
                "expected a list, found an empty sheet",
            ));
        }
        Ok(self.table)
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

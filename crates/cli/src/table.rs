//! Rows of any format → one shape, stored compactly.
//!
//! All cells of a file lie end to end in one string; a cell is where it ends in its row. Ten
//! million rows of seven columns cost their text, 4 bytes a cell and 24 a row. Rows may be short:
//! what a row does not have is [`Cell::Absent`].

use std::collections::HashMap;
use std::mem::size_of;

use crate::failure::{Failure, Outcome};

/// One cell as the file had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    /// The row has no such field (or a JSON `null`).
    Absent,
    /// Text.
    Text(&'a str),
    /// A JSON value other than text, as it stood: it is written back as it was.
    Json(&'a str),
}

impl<'a> Cell<'a> {
    /// The cell as text; absent is empty.
    pub(crate) fn text(self) -> &'a str {
        match self {
            Self::Absent => "",
            Self::Text(text) | Self::Json(text) => text,
        }
    }
}

const JSON: u32 = 1 << 31;
/// No cell that a person wrote is longer.
const LENGTH_MAX: usize = 64 << 20;
/// A row of cells takes no more of a text than this over it: 24 bytes for two (`a`, line end).
const TEXT_RATIO_MAX: u64 = 20;
/// Below this size nobody is harmed.
const TEXT_FREE_BYTES: u64 = 64 << 20;

/// The rows of one file.
#[derive(Debug)]
pub(crate) struct Table {
    /// What messages call the file.
    pub(crate) file: String,
    /// The columns, in the order of the file.
    pub(crate) headers: Vec<String>,
    /// The line of the headers; 0 where the format has none.
    pub(crate) header_line: usize,
    /// Whether a cell has a column of text in its line (delimited formats).
    pub(crate) delimited: bool,
    /// Things worth telling the user, in order.
    pub(crate) notes: Vec<String>,
    /// The column that numbers the names of one cell, where a cell held several.
    pub(crate) part: Option<usize>,
    /// How much memory the cells may take: a small file may not unpack to more.
    pub(crate) bytes_max: u64,
    text: String,
    ends: Vec<u32>,
    rows: Vec<Row>,
    /// Where headers stand, for those who know them by name.
    columns: HashMap<String, usize>,
}

/// Where a row starts, in `text` and in `ends`, and its line in the file.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    text: usize,
    ends: usize,
    line: u32,
}

impl Table {
    pub(crate) fn new(file: &str, headers: Vec<String>, header_line: usize) -> Self {
        Self {
            file: file.to_owned(),
            headers,
            header_line,
            delimited: false,
            notes: Vec::new(),
            part: None,
            bytes_max: u64::MAX,
            text: String::new(),
            ends: Vec::new(),
            rows: Vec::new(),
            columns: HashMap::new(),
        }
    }

    /// The same for a text of so many bytes: one long text repeated in every row, or a new column
    /// in every row, must not make more of it than the memory holds.
    pub(crate) fn of_text(
        file: &str,
        headers: Vec<String>,
        header_line: usize,
        bytes: usize,
    ) -> Self {
        let bytes_max = TEXT_FREE_BYTES.max((bytes as u64).saturating_mul(TEXT_RATIO_MAX));
        Self { bytes_max, ..Self::new(file, headers, header_line) }
    }

    /// Starts a row; the cells follow by [`Table::push`].
    pub(crate) fn start_row(&mut self, line: usize) -> Outcome<()> {
        self.rows.push(Row {
            text: self.text.len(),
            ends: self.ends.len(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
        });
        self.check_size()
    }

    fn check_size(&self) -> Outcome<()> {
        let bytes = self.text.len()
            + self.ends.len() * size_of::<u32>()
            + self.rows.len() * size_of::<Row>();
        if bytes as u64 > self.bytes_max {
            let most = self.bytes_max >> 20;
            let message = format!(
                "expected a list, found one that unpacks to over {most} MiB, absurdly much for its size"
            );
            return Err(Failure::file(&self.file, message));
        }
        Ok(())
    }

    /// Adds the next cell of the row begun last.
    pub(crate) fn push(&mut self, cell: Cell<'_>) -> Outcome<()> {
        let text = cell.text();
        let Row { text: start, line, .. } = self.rows.last().copied().unwrap_or_default();
        let most = |what: &str, most: usize| {
            let message = format!("expected a {what} under {} MiB, found more", most >> 20);
            Failure::line(&self.file, line as usize, message)
        };
        if text.len() > LENGTH_MAX {
            return Err(most("cell", LENGTH_MAX));
        }
        self.check_size()?;
        let end = self.text.len() - start + text.len();
        let end = u32::try_from(end).ok().filter(|end| end & JSON == 0);
        let end = end.ok_or_else(|| most("row", JSON as usize))?;
        self.ends.push(match cell {
            Cell::Text(_) => end,
            Cell::Absent | Cell::Json(_) => end | JSON,
        });
        self.text.push_str(text);
        Ok(())
    }

    /// A whole row of named cells; unknown names become new columns.
    pub(crate) fn push_named(&mut self, line: usize, cells: &[(&str, Cell<'_>)]) -> Outcome<()> {
        self.start_row(line)?;
        let mut columns: Vec<(usize, Cell<'_>)> = Vec::with_capacity(cells.len());
        for &(name, cell) in cells {
            columns.push((self.column(name), cell));
        }
        let width = columns.iter().map(|&(column, _)| column + 1).max().unwrap_or(0);
        let mut row = vec![Cell::Absent; width];
        for (column, cell) in columns {
            row[column] = cell;
        }
        row.into_iter().try_for_each(|cell| self.push(cell))
    }

    /// The column of that name, added if there is none.
    fn column(&mut self, name: &str) -> usize {
        // Columns that came by another way are not in the map yet.
        for at in self.columns.len()..self.headers.len() {
            self.columns.entry(self.headers[at].clone()).or_insert(at);
        }
        *self.columns.entry(name.to_owned()).or_insert_with(|| {
            self.headers.push(name.to_owned());
            self.headers.len() - 1
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The line of a row in its file.
    pub(crate) fn line(&self, row: usize) -> usize {
        self.rows[row].line as usize
    }

    /// `(line, column)` where a cell begins, as far as the format lays cells along a line.
    pub(crate) fn place(&self, row: usize, column: usize) -> (usize, usize) {
        let quotes = |text: &str| {
            if text.contains(['"', ',', ';', '\t', '|']) { 2 } else { 0 }
        };
        let before = (0..if self.delimited { column } else { 0 })
            .map(|at| self.cell(row, at).text())
            .map(|text| text.chars().count() + text.matches('"').count() + quotes(text) + 1);
        (self.line(row), before.sum::<usize>() + 1)
    }

    pub(crate) fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let Row { text, ends, .. } = self.rows[row];
        let row_end = self.rows.get(row + 1).map_or(self.ends.len(), |next| next.ends);
        let Some(&end) = self.ends[ends..row_end].get(column) else {
            return Cell::Absent;
        };
        let start = if column == 0 { 0 } else { self.ends[ends + column - 1] & !JSON };
        let cell = &self.text[text + start as usize..text + (end & !JSON) as usize];
        match (end & JSON != 0, cell.is_empty()) {
            (false, _) => Cell::Text(cell),
            (true, true) => Cell::Absent,
            (true, false) => Cell::Json(cell),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_went_in() {
        let mut table = Table::new("t", vec!["a".into()], 1);
        table.push_named(2, &[("b", Cell::Json("1")), ("a", Cell::Text(""))]).unwrap();
        table.push_named(3, &[("a", Cell::Text("ә"))]).unwrap();
        assert_eq!(table.headers, ["a", "b"]);
        assert_eq!(table.cell(0, 0), Cell::Text(""));
        assert_eq!(table.cell(0, 1), Cell::Json("1"));
        assert_eq!(table.cell(1, 0), Cell::Text("ә"));
        assert_eq!(table.cell(1, 1), Cell::Absent);
        assert_eq!((table.len(), table.line(1)), (2, 3));
    }
}

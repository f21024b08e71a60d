//! The first sheet of an Excel workbook → a [`Table`].

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::failure::{Failure, Outcome};
use crate::table::{Cell, Table};

/// The first row that is not empty is the header; rows below it that are empty are skipped.
pub(super) fn read(file: &str, bytes: Vec<u8>) -> Outcome<Table> {
    let wrong = |error: &dyn std::fmt::Display| {
        Failure::file(file, format!("expected an Excel workbook (.xlsx), found {error}"))
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| wrong(&error))?;
    let names = book.sheet_names();
    let first = names.first().ok_or_else(|| wrong(&"no sheet"))?;
    let sheet = book.worksheet_range(first).map_err(|error| wrong(&error))?;
    let top = sheet.start().map_or(0, |(row, _)| row as usize) + 1;
    let mut rows = sheet.rows().enumerate().filter(|(_, row)| row.iter().any(|cell| !blank(cell)));
    let Some((header_row, header)) = rows.next() else {
        return Err(Failure::at(file, 1, 1, "expected a list, found an empty sheet"));
    };
    let headers = header.iter().map(text).collect();
    let mut table = Table::new(file, headers, top + header_row);
    for (at, row) in rows {
        table.start_row(top + at);
        row.iter().try_for_each(|cell| table.push(Cell::Text(&text(cell))))?;
    }
    if names.len() > 1 {
        table.notes.push(format!("{file}: {} sheets, the first is read", names.len()));
    }
    Ok(table)
}

fn blank(cell: &Data) -> bool {
    text(cell).trim().is_empty()
}

fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(date) if date.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
            }
        }
        other => other.to_string(),
    }
}

//! Several names in one cell → a row for each.
//!
//! `--split ';'`: the row passes through once for every name in its cell, all other cells with
//! it, and the column `name_part` says which name of the cell it is.

use super::{Columns, Field, check_ids, items};
use crate::failure::{Failure, Outcome};
use crate::table::{Cell, Table};

/// The column that numbers the names of one cell.
const PART: &str = "name_part";

/// Every row once for each name in its cell.
pub(crate) fn split(table: &Table, columns: &Columns, separator: &str) -> Outcome<Table> {
    let Some(names) = columns.get(Field::Name) else {
        let why = "expected one column of names to --split, found the name in parts";
        return Err(Failure::at(&table.file, table.header_line.max(1), 1, why));
    };
    // Afterwards one id stands on several rows.
    check_ids(table, columns)?;
    let mut parts = Table::new(&table.file, table.headers.clone(), table.header_line);
    let known = parts.headers.iter().position(|header| header == PART);
    let part = known.unwrap_or_else(|| {
        parts.headers.push(PART.to_owned());
        parts.headers.len() - 1
    });
    parts.part = Some(part);
    parts.bytes_max = table.bytes_max;
    parts.notes.clone_from(&table.notes);
    for row in 0..table.len() {
        let found = pieces(table.cell(row, names), separator);
        if found.len() < 2 {
            push(&mut parts, table, row, None)?;
        }
        for (at, name) in found.iter().enumerate().filter(|_| found.len() > 1) {
            let number = (at + 1).to_string();
            push(&mut parts, table, row, Some((names, name, part, &number)))?;
        }
    }
    Ok(parts)
}

/// The names of a cell: the items of an array, or what stands between separators.
fn pieces(cell: Cell<'_>, separator: &str) -> Vec<String> {
    let whole = match items(cell) {
        Some(items) => items,
        None => cell.text().split(separator).map(str::to_owned).collect(),
    };
    whole.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// One row; for one of several names with that name and its number.
fn push(
    parts: &mut Table,
    table: &Table,
    row: usize,
    piece: Option<(usize, &str, usize, &str)>,
) -> Outcome<()> {
    parts.start_row(table.line(row))?;
    for column in 0..parts.headers.len() {
        parts.push(match piece {
            Some((names, name, _, _)) if column == names => Cell::Text(name),
            Some((.., part, number)) if column == part => Cell::Json(number),
            _ => table.cell(row, column),
        })?;
    }
    Ok(())
}

/// A separator that most names of a list hold, and nobody said so.
pub(super) fn unsaid_separator(table: &Table, names: usize) -> Option<&'static str> {
    const ROWS_MAX: usize = 1_000;
    let rows = table.len().min(ROWS_MAX);
    let mut counted: Vec<(usize, &str)> = [";", " | "]
        .map(|separator| {
            let several = |&row: &usize| {
                let text = table.cell(row, names).text();
                text.split(separator).filter(|name| !name.trim().is_empty()).count() > 1
            };
            ((0..rows).filter(several).count(), separator.trim())
        })
        .to_vec();
    counted.sort_unstable();
    counted.pop().filter(|(several, _)| several * 5 > rows && *several > 1).map(|(_, s)| s)
}

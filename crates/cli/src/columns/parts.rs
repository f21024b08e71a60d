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

/// A separator that stands between the names of some cells though nobody said so, and their rows:
/// the one that most cells hold.
pub(super) fn unsaid_separator(table: &Table, names: usize) -> Option<(&'static str, Vec<usize>)> {
    let found = ["\n", " / ", " | ", ",", ";"].map(|separator| {
        let several = |&row: &usize| {
            let text = table.cell(row, names).text();
            let pieces = || text.split(separator).filter(|name| !name.trim().is_empty());
            let is_name = |piece: &str| piece.split_whitespace().count() > 1;
            // A comma stands within names too: `Turpanov, Serik`, `Smith, John, Jr.`
            text.contains(separator)
                && pieces().count() > if separator == "," { 2 } else { 1 }
                && (separator != "," || pieces().all(is_name))
        };
        (separator, (0..table.len()).filter(several).collect::<Vec<usize>>())
    });
    let most = found.into_iter().max_by_key(|(_, rows)| rows.len());
    most.filter(|(_, rows)| !rows.is_empty())
}

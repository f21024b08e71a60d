//! One name a line → a table with one column, `name`.

use crate::columns;
use crate::failure::Outcome;
use crate::table::{Cell, Table};

/// Every line that is not blank is a name, to the letter. A first line that is a usual header is
/// taken as one.
pub(super) fn read(file: &str, text: &str) -> Outcome<Table> {
    let mut table = Table::of_text(file, vec!["name".to_owned()], 0, text.len());
    for (at, line) in text.lines().enumerate() {
        let is_header = at == 0 && columns::is_name_header(line);
        if is_header || line.trim().is_empty() {
            continue;
        }
        table.start_row(at + 1)?;
        table.push(Cell::Text(line))?;
    }
    Ok(table)
}

/// Whether a text file is a bare list: its first line has no delimiter, or is no header.
pub(super) fn fits(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    !first.contains(['\t', ';', '|']) && !first.split(',').any(columns::is_name_header)
}

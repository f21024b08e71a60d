//! One name a line → a table with one column, `name`.

use crate::columns;
use crate::failure::Outcome;
use crate::table::{Cell, Table};

/// Every line that is not blank is a name, to the letter; but where all have a number or a mark of a
/// list before them, these are none of the names. A first line that is a usual header is taken as one.
pub(super) fn read(file: &str, text: &str) -> Outcome<Table> {
    let mut table = Table::of_text(file, vec!["name".to_owned()], 0, text.len());
    let mut names = text.lines().filter(|line| !line.trim().is_empty());
    let are_marked = names.all(|line| without_mark(line).is_some());
    if are_marked {
        table.notes.push(format!("{file}: numbers or marks before the names are left out"));
    }
    for (at, line) in text.lines().enumerate() {
        let is_header = at == 0 && columns::is_name_header(line);
        if is_header || line.trim().is_empty() {
            continue;
        }
        table.start_row(at + 1)?;
        let name = without_mark(line).filter(|_| are_marked).unwrap_or(line);
        table.push(Cell::Text(name))?;
    }
    Ok(table)
}

/// What stands behind `1.`, `2)`, `-` or the like, and a space.
fn without_mark(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = number.len() < line.len();
    let behind = match is_number {
        true => number.strip_prefix(['.', ')']),
        false => line.strip_prefix(['-', '–', '—', '•', '*', '·']),
    };
    behind.filter(|name| name.starts_with(char::is_whitespace)).map(str::trim_start)
}

/// Whether a text file is a bare list: its first line has no delimiter, or is no header.
pub(super) fn fits(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    !first.contains(['\t', ';', '|']) && !first.split(',').any(columns::is_name_header)
}

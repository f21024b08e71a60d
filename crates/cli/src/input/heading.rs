//! Rows as they stand → which of them is the header.
//!
//! Exports for people open with a title, a date, an empty line. Where the first row has no column
//! that could be names and one of the next rows has, that one is the header, and it is said so.

use crate::columns::{Choice, is_name_header};

/// A title is no longer.
pub(super) const ROWS_MAX: usize = 20;

/// Whether one of these cells is the header of a column of names.
pub(super) fn names<'c>(mut cells: impl Iterator<Item = &'c str>, choices: &[Choice]) -> bool {
    cells.any(|cell| {
        // Tables of entities know their names by the schema.
        cell == "schema" || is_name_header(cell) || choices.iter().any(|choice| choice.names(cell))
    })
}

/// How many cells of a row are not empty. A title has fewer of them than the header below it:
/// that tells it from a header in words that nobody knows.
pub(super) fn filled<'c>(cells: impl Iterator<Item = &'c str>) -> usize {
    cells.filter(|cell| !cell.trim().is_empty()).count()
}

/// Where the header of a delimited text begins, in bytes and lines, if that is not its first row.
/// A title in words may hold any delimiter, so that a header is known by all of them at once.
pub(super) fn below_title(
    text: &str,
    delimiters: &[u8],
    choices: &[Choice],
) -> Option<(usize, usize)> {
    let (mut byte, mut widest) = (0, 0);
    for (above, line) in text.split_inclusive('\n').take(ROWS_MAX + 1).enumerate() {
        let cells = || {
            let cells = line.split(|c: char| c.is_ascii() && delimiters.contains(&(c as u8)));
            cells.map(|cell| cell.trim().trim_matches('"'))
        };
        let width = filled(cells());
        if width > widest && names(cells(), choices) {
            return (above > 0).then_some((byte, above));
        }
        widest = widest.max(width);
        byte += line.len();
    }
    None
}

/// Whether the row below a header is one too, `first name` and `last name` below `Person`: no person
/// is called so.
pub(super) fn is_second<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    cells.filter(|cell| is_name_header(cell)).count() > 1
}

/// One header of two rows: the lower says more, where it says anything.
pub(super) fn join<'c>(headers: &mut [String], below: impl Iterator<Item = &'c str>) {
    for (header, cell) in headers.iter_mut().zip(below).filter(|(_, cell)| !cell.trim().is_empty())
    {
        cell.clone_into(header);
    }
}

pub(super) fn second_note(file: &str, line: usize) -> String {
    format!("{file}: line {line} is taken as headers too")
}

/// What is said where a header was found below a title.
pub(super) fn note(file: &str, line: usize) -> String {
    format!("{file}: line {line} is taken as the header, what stands above it is left out")
}

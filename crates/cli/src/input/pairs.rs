//! A file of pairs → its rows: as they come from standard input, of any format from a file.

use super::{List, Options, Stream};
use crate::failure::Outcome;

/// Rows under headers, one at a time.
pub(crate) struct Pairs {
    pub(crate) headers: Vec<String>,
    rows: Rows,
}

enum Rows {
    /// CSV in UTF-8, which may be endless.
    Coming(Stream),
    /// Any list, read whole.
    Read { list: List, next: usize },
}

impl Pairs {
    /// Standard input is read row by row, unless something is said of how it is written.
    pub(crate) fn open(path: &str, options: &Options, is_plain: bool) -> Outcome<Self> {
        if path == "-" && is_plain {
            let stream = Stream::open(path)?;
            return Ok(Self { headers: stream.headers.clone(), rows: Rows::Coming(stream) });
        }
        let list = List::read(&[path.to_owned()], options)?;
        let notes = list.tables.iter().flat_map(|table| &table.notes);
        notes.for_each(|note| crate::terminal::say(&format!("note: {note}")));
        Ok(Self { headers: list.headers.clone(), rows: Rows::Read { list, next: 0 } })
    }

    pub(crate) fn next_row(&mut self) -> Outcome<Option<Vec<String>>> {
        match &mut self.rows {
            Rows::Coming(stream) => stream.next_row(),
            Rows::Read { list, next } if *next < list.len() => {
                let row = list.row(*next);
                *next += 1;
                let cells = 0..list.headers.len();
                Ok(Some(cells.map(|column| row.cell(column).text().to_owned()).collect()))
            }
            Rows::Read { .. } => Ok(None),
        }
    }
}

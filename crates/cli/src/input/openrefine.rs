//! An OpenRefine project as it is exported (.tar.gz) → a [`Table`].
//!
//! The archive holds `data.zip`, and that `data.txt`: after `columnCount=` a line of JSON for each
//! column, after `rowCount=` one for each row, whose cells stand where their columns say.

use std::io::{Cursor, Read};

use serde_json::{Map, Value};

use super::source;
use crate::failure::{Failure, Outcome, quoted};
use crate::table::{Cell, Table};

/// Whether bytes are a tar archive with a project in it.
pub(super) fn fits(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar") && entry(bytes, "data.zip").is_some()
}

/// A file of a tar archive: blocks of 512 bytes, the first with its name and, in octal, its size.
fn entry<'a>(mut tar: &'a [u8], name: &str) -> Option<&'a [u8]> {
    while let Some((head, rest)) = tar.split_first_chunk::<512>() {
        let text = |from: usize, to: usize| {
            let field = head.get(from..to).unwrap_or_default();
            let end = field.iter().position(|&b| b == 0).unwrap_or(field.len());
            std::str::from_utf8(&field[..end]).unwrap_or_default().trim()
        };
        let size = usize::from_str_radix(text(124, 136), 8).ok()?;
        if text(0, 100).rsplit('/').next() == Some(name) {
            return rest.get(..size);
        }
        tar = rest.get(size.checked_next_multiple_of(512)?..)?;
    }
    None
}

/// Rows count from 1.
pub(super) fn read(file: &str, bytes: &[u8]) -> Outcome<Table> {
    let wrong = |why: String| {
        Failure::file(file, format!("expected an OpenRefine project (.tar.gz), found {why}"))
    };
    let packed = entry(bytes, "data.zip").ok_or_else(|| wrong("no data.zip in it".to_owned()))?;
    let text = unpacked(packed).map_err(wrong)?;
    let mut lines = text.lines().enumerate();
    let at_line = |at: usize, why: &str| wrong(format!("line {} of its data.txt: {why}", at + 1));
    let count = lines.by_ref().find_map(|(_, line)| line.strip_prefix("columnCount="));
    let count = count.and_then(|count| count.trim().parse().ok());
    let count: usize = count.ok_or_else(|| wrong("no columns in its data.txt".to_owned()))?;
    let mut places = Vec::new();
    let mut table = Table::new(file, Vec::new(), 0);
    table.bytes_max = source::most_of(bytes.len() as u64);
    for (at, line) in lines.by_ref().take(count) {
        let column = object(line).map_err(|why| at_line(at, &why))?;
        let name = column.get("name").and_then(Value::as_str);
        let place = column.get("cellIndex").and_then(Value::as_u64);
        let place = place.and_then(|place| usize::try_from(place).ok());
        let (Some(name), Some(place)) = (name, place) else {
            return Err(at_line(at, "a column without name and cellIndex"));
        };
        table.headers.push(name.to_owned());
        places.push(place);
    }
    if lines.by_ref().all(|(_, line)| !line.starts_with("rowCount=")) {
        return Err(wrong("no rows in its data.txt".to_owned()));
    }
    for (at, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let row = object(line).map_err(|why| at_line(at, &why))?;
        let Some(cells) = row.get("cells").and_then(Value::as_array) else {
            return Err(at_line(at, "a row without cells"));
        };
        table.start_row(table.len() + 1)?;
        for &place in &places {
            match cells.get(place).and_then(|cell| cell.get("v")) {
                None | Some(Value::Null) => table.push(Cell::Absent)?,
                Some(Value::String(text)) => table.push(Cell::Text(text))?,
                // As it is shown there.
                Some(other) => table.push(Cell::Text(&other.to_string()))?,
            }
        }
    }
    Ok(table)
}

fn unpacked(packed: &[u8]) -> Result<String, String> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(packed)).map_err(|error| error.to_string())?;
    let data = archive.by_name("data.txt").map_err(|error| error.to_string())?;
    let most = source::most_of(packed.len() as u64);
    let mut text = Vec::new();
    data.take(most + 1).read_to_end(&mut text).map_err(|error| error.to_string())?;
    if text.len() as u64 > most {
        return Err(source::absurd());
    }
    String::from_utf8(text).map_err(|error| format!("a data.txt that is not UTF-8: {error}"))
}

fn object(line: &str) -> Result<Map<String, Value>, String> {
    serde_json::from_str(line).map_err(|error| {
        let words = error.to_string();
        format!("{} in {}", words.split(" at line ").next().unwrap_or_default(), quoted(line))
    })
}

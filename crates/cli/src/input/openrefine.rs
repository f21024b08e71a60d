//! An OpenRefine project as it is exported (.tar.gz) → a [`Table`].
//!
//! The archive holds `data.zip`, and that `data.txt`: after `columnCount=` a line of JSON for each
//! column, after `rowCount=` one for each row, whose cells stand where their columns say.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use serde_json::{Map, Value};

use super::source;
use crate::failure::{Failure, Outcome, quoted};
use crate::table::{Cell, Table};

/// Whether these first bytes are a tar archive's.
pub(super) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// A file of a tar archive: blocks of 512 bytes, the first with its name and, in octal, its size.
fn entry(mut tar: File, name: &str) -> io::Result<Option<Part>> {
    let bytes = tar.metadata()?.len();
    let mut head = [0; 512];
    while tar.read_exact(&mut head).is_ok() {
        let text = |from: usize, to: usize| {
            let field = head.get(from..to).unwrap_or_default();
            let end = field.iter().position(|&b| b == 0).unwrap_or(field.len());
            std::str::from_utf8(&field[..end]).unwrap_or_default().trim()
        };
        let Ok(size) = u64::from_str_radix(text(124, 136), 8) else { return Ok(None) };
        if text(0, 100).rsplit('/').next() == Some(name) {
            let start = tar.stream_position()?;
            let is_whole = start.checked_add(size).is_some_and(|end| end <= bytes);
            return Ok(is_whole.then_some(Part { whole: tar, start, size, at: 0 }));
        }
        let padded = size.checked_next_multiple_of(512).and_then(|size| i64::try_from(size).ok());
        let Some(padded) = padded else { return Ok(None) };
        tar.seek(SeekFrom::Current(padded))?;
    }
    Ok(None)
}

/// A part of a file, as a file.
struct Part {
    whole: File,
    start: u64,
    size: u64,
    at: u64,
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.whole.seek(SeekFrom::Start(self.start + self.at))?;
        let read = (&self.whole).take(self.size.saturating_sub(self.at)).read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Part {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        // A place from which nothing in a file can be reached is none.
        let at = at.filter(|at| at.checked_add(self.start).is_some());
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// Rows count from 1.
pub(super) fn read(file: &str, tar: File) -> Outcome<Table> {
    let wrong = |why: String| {
        Failure::file(file, format!("expected an OpenRefine project (.tar.gz), found {why}"))
    };
    let packed = entry(tar, "data.zip").map_err(|error| Failure::io(file, &error))?;
    let packed = packed.ok_or_else(|| wrong("an archive without a whole data.zip".to_owned()))?;
    let bytes = packed.size;
    let text = unpacked(packed).map_err(wrong)?;
    let mut lines = text.lines().enumerate();
    let at_line = |at: usize, why: &str| wrong(format!("line {} of its data.txt: {why}", at + 1));
    let count = lines.by_ref().find_map(|(_, line)| line.strip_prefix("columnCount="));
    let count = count.and_then(|count| count.trim().parse().ok());
    let count: usize = count.ok_or_else(|| wrong("no columns in its data.txt".to_owned()))?;
    let mut places = Vec::new();
    let mut table = Table::new(file, Vec::new(), 0);
    table.bytes_max = source::most_of(bytes);
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

fn unpacked(packed: Part) -> Result<String, String> {
    let most = source::most_of(packed.size);
    let mut archive =
        zip::ZipArchive::new(BufReader::new(packed)).map_err(|error| error.to_string())?;
    let data = archive.by_name("data.txt").map_err(|error| error.to_string())?;
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

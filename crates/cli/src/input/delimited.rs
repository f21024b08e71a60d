//! Delimited text → a [`Table`], or a [`Stream`] of rows.
//!
//! Strict: every row has as many fields as the header, every quote is closed. What a lenient
//! reader would silently shift into the wrong column is an error with its line and column.

use std::io::{BufRead, Read};

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::{encoding, source};
use crate::failure::{Failure, Outcome, place, quoted};
use crate::table::{Cell, Table};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How much of a file decides on the delimiter.
const SNIFF_BYTES: usize = 1 << 16;
const SNIFF_ROWS: usize = 50;

/// A whole file. `delimiter` is found by content if it is `None`.
pub(super) fn read(file: &str, text: &str, delimiter: Option<u8>) -> Outcome<Table> {
    let delimiter = delimiter.unwrap_or_else(|| sniff(text));
    unclosed_quote(file, text, delimiter)?;
    let mut reader = builder(delimiter).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut next = |record: &mut StringRecord| {
        reader.read_record(record).map_err(|error| Failure::file(file, error))
    };
    next(&mut record)?;
    let headers: Vec<String> = record.iter().map(str::to_owned).collect();
    let header_line = record.position().map_or(1, |at| line_at(text, at.byte(), 1).0);
    let mut table = Table::new(file, headers, header_line);
    table.delimited = true;
    let (mut line, mut byte) = (1, 0);
    while next(&mut record)? {
        let start = record.position().map_or(0, csv::Position::byte);
        (line, byte) = line_at(text, start, line_after(text, byte, start, line));
        if record.len() != table.headers.len() {
            return Err(wrong_width(&table, text, byte, &record, delimiter));
        }
        table.start_row(line);
        record.iter().try_for_each(|cell| table.push(Cell::Text(cell)))?;
    }
    note_repeated_headers(&mut table);
    Ok(table)
}

fn builder(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    builder
}

/// The reader skips blank lines without counting them into a record's position: the record
/// begins at the first byte from `byte` on that is not a line end.
fn line_at(text: &str, byte: u64, line: usize) -> (usize, usize) {
    let mut at = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let mut line = line;
    while let Some(&b) = text.as_bytes().get(at) {
        match b {
            b'\n' => line += 1,
            b'\r' => {}
            _ => break,
        }
        at += 1;
    }
    (line, at)
}

/// The line of byte `to`, counted on from `line` at byte `from`.
fn line_after(text: &str, from: usize, to: u64, line: usize) -> usize {
    let to = usize::try_from(to).unwrap_or(usize::MAX).min(text.len());
    let between = text.as_bytes().get(from..to).unwrap_or_default();
    line + between.iter().filter(|&&b| b == b'\n').count()
}

/// Fewer fields end where the row ends; more begin with the first field too many.
fn wrong_width(
    table: &Table,
    text: &str,
    start: usize,
    record: &StringRecord,
    delimiter: u8,
) -> Failure {
    let (expected, found) = (table.headers.len(), record.len());
    let ends = field_ends(&text.as_bytes()[start..], delimiter, expected.min(found));
    let end = start + if found > expected { ends + 1 } else { ends };
    let (line, column) = place(text, end);
    let reason = match record.get(expected) {
        Some(extra) => format!("the first too many is {}", quoted(extra)),
        None => format!("no {}", quoted(&table.headers[found])),
    };
    let hint =
        if found > expected { "; a field that holds the delimiter wants quotes" } else { "" };
    let fields = if expected == 1 { "field" } else { "fields" };
    let message = format!("expected {expected} {fields}, found {found}: {reason}{hint}");
    Failure::at(&table.file, line, column, message)
}

/// Where the nth field of a row ends.
fn field_ends(row: &[u8], delimiter: u8, fields: usize) -> usize {
    let mut open = false;
    let mut seen = 0;
    for (at, &b) in row.iter().enumerate() {
        match b {
            b'"' => open = !open,
            b'\n' | b'\r' if !open => return at,
            b if b == delimiter && !open => {
                seen += 1;
                if seen == fields {
                    return at;
                }
            }
            _ => {}
        }
    }
    row.len()
}

/// A quote opens at the start of a field only, and closes unless it is doubled.
fn unclosed_quote(file: &str, text: &str, delimiter: u8) -> Outcome<()> {
    if !text.contains('"') {
        return Ok(());
    }
    let bytes = text.as_bytes();
    let mut opened = None;
    let mut field_start = true;
    let mut at = 0;
    while at < bytes.len() {
        let b = bytes[at];
        if opened.is_some() {
            if b == b'"' && bytes.get(at + 1) == Some(&b'"') {
                at += 1;
            } else if b == b'"' {
                opened = None;
            }
        } else if b == b'"' && field_start {
            opened = Some(at);
        }
        field_start = opened.is_none() && (b == delimiter || b == b'\n' || b == b'\r');
        at += 1;
    }
    let Some(opened) = opened else { return Ok(()) };
    let (line, column) = place(text, opened);
    let message = "expected a closing quote, found none for the quote opened here";
    Err(Failure::at(file, line, column, message))
}

/// The delimiter by which the first rows agree on the most fields. A header decides: a list
/// without a delimiter in its header has one column, whatever its names contain.
fn sniff(text: &str) -> u8 {
    let mut end = text.len().min(SNIFF_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let score = |delimiter: u8| {
        let mut reader = builder(delimiter).from_reader(head.as_bytes());
        let mut widths =
            reader.byte_records().take(SNIFF_ROWS).map_while(Result::ok).map(|record| record.len());
        let header = widths.next().unwrap_or(0);
        let (same, all) = widths
            .fold((1, 1), |(same, all), width| (same + usize::from(width == header), all + 1));
        // Agreement first, in tenths so that one ragged row does not decide; then width.
        (header > 1, same * 10 / all, header)
    };
    DELIMITERS.into_iter().rev().max_by_key(|&delimiter| score(delimiter)).unwrap_or(b',')
}

fn note_repeated_headers(table: &mut Table) {
    for at in 1..table.headers.len() {
        let header = &table.headers[at];
        if !header.is_empty() && table.headers[..at].contains(header) {
            let note = format!(
                "{}:{}: the header {} stands twice; both columns are kept",
                table.file,
                table.header_line,
                quoted(header)
            );
            table.notes.push(note);
        }
    }
}

/// Rows one at a time, for input that need not fit in memory.
pub(crate) struct Stream {
    file: String,
    reader: csv::Reader<Box<dyn Read>>,
    record: ByteRecord,
    pub(crate) headers: Vec<String>,
}

impl Stream {
    /// Opens a file (or `-`) in UTF-8 and reads its header.
    pub(crate) fn open(path: &str) -> Outcome<Self> {
        let file = source::name_of(path).to_owned();
        let mut raw = source::open(path)?;
        let head = raw.fill_buf().map_err(|error| Failure::io(&file, &error))?;
        if head.is_empty() {
            return Err(Failure::at(&file, 1, 1, "expected a list, found an empty file"));
        }
        let mark = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let delimiter = sniff(&String::from_utf8_lossy(&head[mark..]));
        raw.consume(mark);
        let reader = builder(delimiter).from_reader(Box::new(raw) as Box<dyn Read>);
        let record = ByteRecord::new();
        let mut stream = Self { file, reader, record, headers: Vec::new() };
        if let Some(row) = stream.next_row()? {
            stream.headers = row;
        }
        Ok(stream)
    }

    /// The next row; the same strictness as for a whole file.
    pub(crate) fn next_row(&mut self) -> Outcome<Option<Vec<String>>> {
        let more = self
            .reader
            .read_byte_record(&mut self.record)
            .map_err(|error| Failure::file(&self.file, error))?;
        if !more {
            return Ok(None);
        }
        let line = self.record.position().map_or(0, |at| at.line() as usize);
        let mut fields = Vec::with_capacity(self.record.len());
        for field in &self.record {
            let text = std::str::from_utf8(field).map_err(|_| {
                let Failure::Wrong(why) = encoding::broken(&self.file, field, None) else {
                    return Failure::Closed;
                };
                let why = why.rsplit_once(": ").map_or(why.clone(), |(_, why)| why.to_owned());
                Failure::line(&self.file, line, why)
            })?;
            fields.push(text.to_owned());
        }
        let expected = self.headers.len();
        if expected > 0 && fields.len() != expected {
            let message = format!("expected {expected} fields, found {}", fields.len());
            return Err(Failure::line(&self.file, line, message));
        }
        Ok(Some(fields))
    }
}

//! Delimited text → a [`Table`], or a [`Stream`] of rows.
//!
//! Strict: every row has as many fields as the header, every quote is closed. What a lenient
//! reader would silently shift into the wrong column is an error with its line and column, unless
//! the user knows that rows are ragged; then it is said which.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::io::{BufRead, Read};

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::{encoding, heading, source};
use crate::columns::Choice;
use crate::failure::{Failure, Outcome, listed, place, quoted, some_lines};
use crate::table::{Cell, Table};

/// Likelier ones first; the last two are Hive's and the control character made for it.
const DELIMITERS: [u8; 8] = [b',', b';', b'\t', b'|', b'^', b'~', 0x01, 0x1f];
/// How much of a file decides on the delimiter.
const SNIFF_BYTES: usize = 1 << 16;
const SNIFF_ROWS: usize = 50;

/// How a delimited file is written.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Dialect {
    /// Found by content if it is `None`.
    pub(crate) delimiter: Option<u8>,
    /// Whether rows may be shorter and longer than the header.
    pub(crate) ragged: bool,
}

/// A whole file.
pub(super) fn read(file: &str, text: &str, dialect: Dialect, choices: &[Choice]) -> Outcome<Table> {
    let (said, text) = said_delimiter(text);
    let forced = dialect.delimiter.or(said);
    let (titles, text) = without_title(text, forced, choices);
    let delimiter = forced.unwrap_or_else(|| sniff(text));
    let lines_above = titles + usize::from(said.is_some());
    let mut builder = builder(delimiter);
    let escaped = check_quotes(text, delimiter, dialect.ragged)
        .map_err(|(line, column, why)| Failure::at(file, line + lines_above, column, why))?;
    builder.escape(escaped.then_some(b'\\'));
    let mut reader = builder.from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut next = |record: &mut StringRecord| {
        reader.read_record(record).map_err(|error| Failure::file(file, error))
    };
    next(&mut record)?;
    let headers: Vec<String> = record.iter().map(str::to_owned).collect();
    let header_line = record.position().map_or(1, |at| line_at(text, at.byte(), 1).0);
    let mut table = Table::of_text(file, headers, header_line + lines_above, text.len());
    table.delimited = true;
    if titles > 0 {
        table.notes.push(heading::note(file, table.header_line));
    }
    let width = table.headers.len();
    let mut ragged = Ragged::default();
    let (mut line, mut byte) = (1, 0);
    while next(&mut record)? {
        let start = record.position().map_or(0, csv::Position::byte);
        (line, byte) = line_at(text, start, line_after(text, byte, start, line));
        if record.len() != width && !dialect.ragged {
            let (line, column, why) =
                wrong_width(&table.headers, &text[byte..], &record, delimiter, line);
            return Err(Failure::at(file, line + lines_above, column, why));
        }
        ragged.note(line + lines_above, record.len(), width);
        table.start_row(line + lines_above)?;
        record.iter().try_for_each(|cell| table.push(Cell::Text(cell)))?;
    }
    if escaped {
        table.notes.push(format!("{file}: quotes within quotes are marked by a backslash"));
    }
    ragged.finish(&mut table, width);
    note_repeated_headers(&mut table);
    Ok(table)
}

/// Excel writes `sep=;` above a list, to tell itself.
fn said_delimiter(text: &str) -> (Option<u8>, &str) {
    let said = text.strip_prefix("sep=").and_then(|rest| {
        let (line, body) = rest.split_once('\n')?;
        match line.trim_end_matches('\r').as_bytes() {
            [delimiter] if delimiter.is_ascii() => Some((*delimiter, body)),
            _ => None,
        }
    });
    said.map_or((None, text), |(delimiter, body)| (Some(delimiter), body))
}

/// How many lines stand above the header, and the text from it on.
fn without_title<'t>(text: &'t str, forced: Option<u8>, choices: &[Choice]) -> (usize, &'t str) {
    let mut first = StringRecord::new();
    let delimiter = forced.unwrap_or_else(|| sniff(text));
    let is_read = builder(delimiter).from_reader(text.as_bytes()).read_record(&mut first);
    if !is_read.unwrap_or(false) || heading::names(first.iter(), choices) {
        return (0, text);
    }
    let delimiters = forced.map_or_else(|| DELIMITERS.to_vec(), |one| vec![one]);
    match heading::below_title(text, &delimiters, choices) {
        Some((byte, lines)) => (lines, &text[byte..]),
        None => (0, text),
    }
}

/// The rows that are not as wide as the header, by line.
#[derive(Default)]
struct Ragged {
    short: Vec<usize>,
    long: Vec<usize>,
    widest: usize,
}

impl Ragged {
    fn note(&mut self, line: usize, found: usize, expected: usize) {
        match found.cmp(&expected) {
            Ordering::Less => self.short.push(line),
            Ordering::Equal => {}
            Ordering::Greater => self.long.push(line),
        }
        self.widest = self.widest.max(found);
    }

    /// What is over gets columns of its own: nothing is lost.
    fn finish(self, table: &mut Table, width: usize) {
        for at in width..self.widest {
            table.headers.push(format!("extra_{}", at - width + 1));
        }
        let rows =
            |lines: &[usize]| if lines.len() == 1 { "row is" } else { "rows are" }.to_owned();
        let mut note = |lines: &[usize], what: &str| {
            if !lines.is_empty() {
                let (count, rows, file) = (lines.len(), rows(lines), &table.file);
                table.notes.push(format!("{file}: {count} {rows} {what}: {}", some_lines(lines)));
            }
        };
        note(&self.short, "shorter than the header, filled with empty cells");
        note(&self.long, "longer than the header, the rest kept in extra columns");
    }
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

/// Fewer fields end where the row ends; more begin with the first field too many. `rest` is the
/// text from the row on, which begins on `line`.
fn wrong_width(
    headers: &[String],
    rest: &str,
    record: &StringRecord,
    delimiter: u8,
    line: usize,
) -> (usize, usize, String) {
    let (expected, found) = (headers.len(), record.len());
    let ends = field_ends(rest.as_bytes(), delimiter, expected.min(found));
    let (below, column) = place(rest, if found > expected { ends + 1 } else { ends });
    let reason = match record.get(expected) {
        Some(extra) => format!("the first too many is {}", quoted(extra)),
        None => format!("no {}", quoted(&headers[found])),
    };
    let hint =
        if found > expected { "; a field that holds the delimiter wants quotes" } else { "" };
    let fields = if expected == 1 { "field" } else { "fields" };
    let why = format!(
        "expected {expected} {fields}, found {found}: {reason}{hint}; --ragged takes such rows"
    );
    (line + below - 1, column, why)
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

/// Whether quotes within quotes are marked by a backslash (as MySQL does) rather than doubled;
/// an error where neither rule explains the quotes.
fn check_quotes(text: &str, delimiter: u8, lenient: bool) -> Result<bool, (usize, usize, String)> {
    let bytes = text.as_bytes();
    let Some(fault) = quote_fault(bytes, delimiter, false, lenient) else {
        return Ok(false);
    };
    if text.contains("\\\"") && quote_fault(bytes, delimiter, true, lenient).is_none() {
        return Ok(true);
    }
    let (at, why) = match fault {
        Fault::Unclosed(at) => {
            (at, "expected a closing quote, found none for the quote opened here")
        }
        Fault::Followed(at) => (
            at,
            "expected a delimiter after the closing quote, found more text; a quote within \
             quotes wants doubling, and --ragged reads it as it stands",
        ),
    };
    let (line, column) = place(text, at);
    Err((line, column, why.to_owned()))
}

enum Fault {
    /// The quote that opens here has no end.
    Unclosed(usize),
    /// Text goes on here, after a closing quote.
    Followed(usize),
}

/// A quote opens at the start of a field only, and closes unless it is doubled.
fn quote_fault(bytes: &[u8], delimiter: u8, escapes: bool, lenient: bool) -> Option<Fault> {
    if !bytes.contains(&b'"') {
        return None;
    }
    let mut opened = None;
    let mut field_start = true;
    let mut at = 0;
    while at < bytes.len() {
        let b = bytes[at];
        let ends_field = b == delimiter || b == b'\n' || b == b'\r';
        if opened.is_some() {
            let doubled = b == b'"' && bytes.get(at + 1) == Some(&b'"');
            if doubled || (escapes && b == b'\\') {
                at += 1;
            } else if b == b'"' {
                opened = None;
                let next = bytes.get(at + 1).copied().unwrap_or(b'\n');
                if !lenient && next != delimiter && next != b'\n' && next != b'\r' {
                    return Some(Fault::Followed(at + 1));
                }
            }
        } else if b == b'"' && field_start {
            opened = Some(at);
        }
        field_start = opened.is_none() && ends_field;
        at += 1;
    }
    opened.map(Fault::Unclosed)
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
    let mut seen = HashMap::new();
    for header in table.headers.iter().filter(|header| !header.is_empty()) {
        *seen.entry(header).or_insert(0_usize) += 1;
    }
    let mut repeated: Vec<&String> =
        seen.into_iter().filter(|(_, times)| *times > 1).map(|(header, _)| header).collect();
    repeated.sort_unstable();
    if !repeated.is_empty() {
        let (file, line, headers) = (&table.file, table.header_line, listed(&repeated));
        let note = format!("{file}:{line}: {headers} stands twice; all columns are kept");
        table.notes.push(note);
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

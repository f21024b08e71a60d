//! Delimited text → a [`Table`], or its [`Rows`] part by part.
//!
//! Strict: every row has as many fields as the header, every quote is closed. What a lenient
//! reader would silently shift into the wrong column is an error with its line and column, unless
//! the user knows that rows are ragged; then it is said which.

use std::cmp::Ordering;
use std::collections::HashMap;

use csv::{Position, ReaderBuilder, StringRecord};

use super::heading;
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
    let (mut rows, body) = Rows::open(file, text, dialect, choices)?;
    let mut table = rows.table(body);
    rows.read(body, &mut table)?;
    table.notes = rows.finish(&mut table.headers);
    Ok(table)
}

/// The rows of a file below its header, read whole or part by part.
pub(super) struct Rows {
    file: String,
    headers: Vec<String>,
    header_line: usize,
    has_title: bool,
    /// Whether the header is two rows.
    is_joined: bool,
    delimiter: u8,
    /// Whether quotes within quotes are marked by a backslash.
    escaped: bool,
    takes_ragged: bool,
    ragged: Ragged,
    /// The line that the next part begins on.
    line: usize,
}

impl Rows {
    /// Reads the header, and what stands above it. The rows are in what is left of the text.
    pub(super) fn open<'t>(
        file: &str,
        text: &'t str,
        dialect: Dialect,
        choices: &[Choice],
    ) -> Outcome<(Self, &'t str)> {
        let (said, text) = said_delimiter(text);
        let forced = dialect.delimiter.or(said);
        let (titles, text) = without_title(text, forced, choices);
        let mut rows = Self {
            file: file.to_owned(),
            headers: Vec::new(),
            header_line: 0,
            delimiter: forced.unwrap_or_else(|| sniff(text)),
            escaped: false,
            takes_ragged: dialect.ragged,
            ragged: Ragged::default(),
            has_title: titles > 0,
            is_joined: false,
            line: 1 + titles + usize::from(said.is_some()),
        };
        let mut reader = builder(rows.delimiter).from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        reader.read_record(&mut record).map_err(|error| Failure::file(file, error))?;
        let end = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
        let mut header_end = end(reader.position().byte());
        rows.check_quotes(&text[..header_end])?;
        rows.headers = record.iter().map(str::to_owned).collect();
        let mut header = record.position().map_or(0, Position::byte);
        let is_more = reader.read_record(&mut record).unwrap_or(false);
        if is_more && record.len() == rows.headers.len() && heading::is_second(record.iter()) {
            heading::join(&mut rows.headers, record.iter());
            (header, header_end) =
                (record.position().map_or(0, Position::byte), end(reader.position().byte()));
            rows.is_joined = true;
        }
        rows.header_line = line_at(text, header, line_after(text, 0, header, rows.line)).0;
        rows.line = line_after(text, 0, header_end as u64, rows.line);
        Ok((rows, &text[header_end..]))
    }

    /// An empty table for the rows of a part.
    pub(super) fn table(&self, part: &str) -> Table {
        let mut table =
            Table::of_text(&self.file, self.headers.clone(), self.header_line, part.len());
        table.delimited = true;
        table
    }

    /// Adds the rows of a part, which begins and ends where rows do.
    pub(super) fn read(&mut self, part: &str, table: &mut Table) -> Outcome<()> {
        self.check_quotes(part)?;
        let mut builder = builder(self.delimiter);
        builder.escape(self.escaped.then_some(b'\\'));
        let mut reader = builder.from_reader(part.as_bytes());
        let mut record = StringRecord::new();
        let (mut line, mut byte) = (self.line, 0);
        while reader.read_record(&mut record).map_err(|error| Failure::file(&self.file, error))? {
            let start = record.position().map_or(0, Position::byte);
            (line, byte) = line_at(part, start, line_after(part, byte, start, line));
            if record.len() != self.headers.len() && !self.takes_ragged {
                return Err(self.wrong_width(&part[byte..], &record, line));
            }
            self.ragged.note(line, record.len(), self.headers.len());
            table.start_row(line)?;
            record.iter().try_for_each(|cell| table.push(Cell::Text(cell)))?;
        }
        self.line = line_after(part, byte, part.len() as u64, line);
        Ok(())
    }

    /// Where the last row ends that is whole in a part.
    pub(super) fn end(&self, part: &str) -> usize {
        let scan =
            |escapes| Quotes::of(part.as_bytes(), self.delimiter, escapes, self.takes_ragged);
        let found = scan(self.escaped);
        match found.fault {
            Some(Fault::Followed(_)) if part.contains("\\\"") => scan(true).rows_end,
            _ => found.rows_end,
        }
    }

    /// Whether quotes within quotes are doubled, or marked by a backslash (as MySQL does); an error
    /// where neither rule explains the quotes.
    fn check_quotes(&mut self, part: &str) -> Outcome<()> {
        let fault =
            |escapes| Quotes::of(part.as_bytes(), self.delimiter, escapes, self.takes_ragged).fault;
        let Some(found) = fault(self.escaped) else { return Ok(()) };
        if part.contains("\\\"") && !self.escaped && fault(true).is_none() {
            self.escaped = true;
            return Ok(());
        }
        let (at, why) = match found {
            Fault::Unclosed(at) => {
                (at, "expected a closing quote, found none for the quote opened here")
            }
            Fault::Followed(at) => (
                at,
                "expected a delimiter after the closing quote, found more text; a quote within \
                 quotes wants doubling, and --ragged reads it as it stands",
            ),
        };
        let (line, column) = place(part, at);
        Err(Failure::at(&self.file, self.line + line - 1, column, why))
    }

    /// Fewer fields end where the row ends; more begin with the first field too many. `rest` is the
    /// text from the row on, which begins on `line`.
    fn wrong_width(&self, rest: &str, record: &StringRecord, line: usize) -> Failure {
        let (expected, found) = (self.headers.len(), record.len());
        let ends = field_ends(rest.as_bytes(), self.delimiter, expected.min(found));
        let (below, column) = place(rest, if found > expected { ends + 1 } else { ends });
        let reason = match record.get(expected) {
            Some(extra) => format!("the first too many is {}", quoted(extra)),
            None => format!("no {}", quoted(&self.headers[found])),
        };
        let hint =
            if found > expected { "; a field that holds the delimiter wants quotes" } else { "" };
        let fields = if expected == 1 { "field" } else { "fields" };
        let why = format!(
            "expected {expected} {fields}, found {found}: {reason}{hint}; --ragged takes such rows"
        );
        Failure::at(&self.file, line + below - 1, column, why)
    }

    /// What is to be said of all rows; what stood over the header's width gets headers.
    pub(super) fn finish(&mut self, headers: &mut Vec<String>) -> Vec<String> {
        let mut notes = Vec::new();
        if self.has_title {
            let first = self.header_line - usize::from(self.is_joined);
            notes.push(heading::note(&self.file, first));
        }
        if self.is_joined {
            notes.push(heading::second_note(&self.file, self.header_line));
        }
        if self.escaped {
            let file = &self.file;
            notes.push(format!("{file}: quotes within quotes are marked by a backslash"));
        }
        notes.extend(std::mem::take(&mut self.ragged).finish(&self.file, headers));
        notes.extend(repeated_headers(&self.file, self.header_line, headers));
        notes
    }
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
    fn finish(self, file: &str, headers: &mut Vec<String>) -> Vec<String> {
        let width = headers.len();
        headers.extend((width..self.widest).map(|at| format!("extra_{}", at - width + 1)));
        let kinds = [
            (self.short, "shorter than the header, filled with empty cells"),
            (self.long, "longer than the header, the rest kept in extra columns"),
        ];
        let kinds = kinds.into_iter().filter(|(lines, _)| !lines.is_empty());
        let note = |(lines, what): (Vec<usize>, &str)| {
            let rows = if lines.len() == 1 { "row is" } else { "rows are" };
            format!("{file}: {} {rows} {what}: {}", lines.len(), some_lines(&lines))
        };
        kinds.map(note).collect()
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

enum Fault {
    /// The quote that opens here has no end.
    Unclosed(usize),
    /// Text goes on here, after a closing quote.
    Followed(usize),
}

/// The quotes of a text.
struct Quotes {
    fault: Option<Fault>,
    /// Where the last row ends that does, as far as there is no fault.
    rows_end: usize,
}

impl Quotes {
    /// A quote opens at the start of a field only, and closes unless it is doubled.
    fn of(bytes: &[u8], delimiter: u8, escapes: bool, lenient: bool) -> Self {
        let last_end =
            |bytes: &[u8]| bytes.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        if !bytes.contains(&b'"') {
            return Self { fault: None, rows_end: last_end(bytes) };
        }
        let (mut opened, mut rows_end) = (None, 0);
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
                        return Self { fault: Some(Fault::Followed(at + 1)), rows_end };
                    }
                }
            } else if b == b'"' && field_start {
                opened = Some(at);
            } else if b == b'\n' {
                rows_end = at + 1;
            }
            field_start = opened.is_none() && ends_field;
            at += 1;
        }
        Self { fault: opened.map(Fault::Unclosed), rows_end }
    }
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

fn repeated_headers(file: &str, line: usize, headers: &[String]) -> Option<String> {
    let mut seen = HashMap::new();
    for header in headers.iter().filter(|header| !header.is_empty()) {
        *seen.entry(header).or_insert(0_usize) += 1;
    }
    let mut repeated: Vec<&String> =
        seen.into_iter().filter(|(_, times)| *times > 1).map(|(header, _)| header).collect();
    repeated.sort_unstable();
    let headers = listed(&repeated);
    (!repeated.is_empty())
        .then(|| format!("{file}:{line}: {headers} stands twice; the first is used, all are kept"))
}

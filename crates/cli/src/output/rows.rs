//! Rows of values → CSV, TSV, JSON lines, Parquet or Arrow.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::Write;

#[cfg(any(feature = "arrow", feature = "parquet"))]
use super::batches::{Batches, Form};
use crate::args::OutFormat;
use crate::failure::{Failure, Outcome};
use crate::table::Cell;
use crate::terminal::stdout;

/// How rows are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) format: OutFormat,
    /// Whether what a spreadsheet would run as a formula is marked as text.
    pub(crate) safe_cells: bool,
}

impl From<OutFormat> for Style {
    fn from(format: OutFormat) -> Self {
        Self { format, safe_cells: false }
    }
}

/// One value of a result.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    /// A cell of the input, written back as it was.
    Cell(Cell<'a>),
    /// Text of ours.
    Text(&'a str),
    /// A count.
    Count(usize),
    /// A probability, to four places.
    Probability(f64),
    /// Bits, to three places.
    Bits(f64),
    /// Several texts: an array in JSON, joined by ` | ` in a cell.
    List(Vec<&'a str>),
    /// Nothing to say.
    Nothing,
}

impl Value<'_> {
    /// The number that it is, in formats that have numbers.
    #[cfg(any(feature = "arrow", feature = "parquet"))]
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Probability(number) | Self::Bits(number) => Some(*number),
            Self::Count(count) => Some(*count as f64),
            _ => None,
        }
    }

    /// Whether there is nothing, rather than an empty text.
    #[cfg(any(feature = "arrow", feature = "parquet"))]
    pub(super) fn is_absent(&self) -> bool {
        matches!(self, Self::Nothing | Self::Cell(Cell::Absent))
    }

    /// As the text of a cell.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Cell(cell) => cell.text().to_owned(),
            Self::Text(text) => (*text).to_owned(),
            Self::Count(count) => count.to_string(),
            Self::Probability(p) => format!("{p:.4}"),
            Self::Bits(bits) => format!("{bits:.3}"),
            Self::List(items) => items.join(" | "),
            Self::Nothing => String::new(),
        }
    }

    fn json(&self) -> String {
        let string = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Self::Cell(Cell::Text(text)) => string(text),
            Self::Cell(Cell::Json(json)) => (*json).to_owned(),
            Self::Text(text) => string(text),
            Self::List(items) => serde_json::Value::from(items.clone()).to_string(),
            Self::Cell(Cell::Absent) | Self::Nothing => "null".to_owned(),
            Self::Count(_) | Self::Probability(_) | Self::Bits(_) => self.text(),
        }
    }
}

/// Writes rows under headers.
pub(crate) enum Rows {
    Delimited {
        writer: Box<csv::Writer<Box<dyn Write + Send>>>,
        safe_cells: bool,
    },
    Lines {
        keys: Vec<String>,
        out: Box<dyn Write + Send>,
    },
    #[cfg(any(feature = "arrow", feature = "parquet"))]
    Columns(Box<Batches>),
}

impl Rows {
    pub(crate) fn new(
        style: impl Into<Style>,
        headers: &[String],
        out: Box<dyn Write + Send>,
    ) -> Outcome<Self> {
        let Style { format, safe_cells } = style.into();
        let delimiter = match format {
            OutFormat::Csv => b',',
            OutFormat::Tsv => b'\t',
            OutFormat::Jsonl => {
                let keys = unique(headers)
                    .iter()
                    .map(|header| serde_json::Value::from(header.as_str()).to_string())
                    .collect();
                return Ok(Self::Lines { keys, out });
            }
            #[cfg(feature = "parquet")]
            OutFormat::Parquet => return Ok(Self::columns(headers, Form::Parquet, out)),
            #[cfg(feature = "arrow")]
            OutFormat::Arrow => return Ok(Self::columns(headers, Form::File, out)),
        };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        let headers = headers.iter().map(|header| shown(header, safe_cells));
        writer.write_record(headers.map(|header| header.into_owned())).map_err(delimited)?;
        Ok(Self::Delimited { writer: Box::new(writer), safe_cells })
    }

    /// The same onto standard output, where Arrow is a stream.
    pub(crate) fn onto_stdout(style: impl Into<Style>, headers: &[String]) -> Outcome<Self> {
        let style = style.into();
        match style.format {
            #[cfg(feature = "arrow")]
            OutFormat::Arrow => Ok(Self::columns(headers, Form::Stream, stdout())),
            _ => Self::new(style, headers, stdout()),
        }
    }

    #[cfg(any(feature = "arrow", feature = "parquet"))]
    fn columns(headers: &[String], form: Form, out: Box<dyn Write + Send>) -> Self {
        Self::Columns(Box::new(Batches::new(&unique(headers), form, out)))
    }

    pub(crate) fn row(&mut self, values: &[Value<'_>]) -> Outcome<()> {
        match self {
            Self::Delimited { writer, safe_cells } => {
                for value in values {
                    match value {
                        Value::Cell(cell) => {
                            writer.write_field(shown(cell.text(), *safe_cells).as_ref())
                        }
                        Value::Text(text) => writer.write_field(shown(text, *safe_cells).as_ref()),
                        other => writer.write_field(shown(&other.text(), *safe_cells).as_ref()),
                    }
                    .map_err(delimited)?;
                }
                writer.write_record(None::<&[u8]>).map_err(delimited)
            }
            Self::Lines { keys, out } => {
                let fields: Vec<String> = keys
                    .iter()
                    .zip(values)
                    .map(|(key, value)| format!("{key}:{}", value.json()))
                    .collect();
                Ok(writeln!(out, "{{{}}}", fields.join(","))?)
            }
            #[cfg(any(feature = "arrow", feature = "parquet"))]
            Self::Columns(batches) => batches.row(values),
        }
    }

    pub(crate) fn finish(self) -> Outcome<()> {
        match self {
            Self::Delimited { mut writer, .. } => Ok(writer.flush()?),
            Self::Lines { mut out, .. } => Ok(out.flush()?),
            #[cfg(any(feature = "arrow", feature = "parquet"))]
            Self::Columns(batches) => batches.finish(),
        }
    }
}

/// A cell that opens like a formula gets an apostrophe before it, on request; numbers are numbers.
fn shown(text: &str, safe_cells: bool) -> Cow<'_, str> {
    let opens = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if safe_cells && opens && text.parse::<f64>().is_err() {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// JSON and Parquet want every name once: a repeated header gets a number.
fn unique(headers: &[String]) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::with_capacity(headers.len());
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut names = Vec::with_capacity(headers.len());
    for header in headers {
        let mut name = header.clone();
        let number = numbers.entry(header).or_insert(1);
        while !taken.insert(name.clone()) {
            *number += 1;
            name = format!("{header}_{number}");
        }
        names.push(name);
    }
    names
}

fn delimited(error: csv::Error) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => Failure::Wrong(format!("the result cannot be written: {other:?}")),
    }
}

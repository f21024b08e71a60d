//! Rows of values → CSV, TSV, JSON lines or Parquet.

use std::io::Write;

use crate::args::OutFormat;
use crate::failure::{Failure, Outcome};
use crate::table::Cell;

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
    Delimited(Box<csv::Writer<Box<dyn Write + Send>>>),
    Lines {
        keys: Vec<String>,
        out: Box<dyn Write + Send>,
    },
    #[cfg(feature = "parquet")]
    Parquet(Box<super::parquet::Columns>),
}

impl Rows {
    pub(crate) fn new(
        format: OutFormat,
        headers: &[String],
        out: Box<dyn Write + Send>,
    ) -> Outcome<Self> {
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
            OutFormat::Parquet => {
                let columns = super::parquet::Columns::new(&unique(headers), out)?;
                return Ok(Self::Parquet(Box::new(columns)));
            }
        };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        writer.write_record(headers).map_err(delimited)?;
        Ok(Self::Delimited(Box::new(writer)))
    }

    pub(crate) fn row(&mut self, values: &[Value<'_>]) -> Outcome<()> {
        match self {
            Self::Delimited(writer) => {
                for value in values {
                    match value {
                        Value::Cell(cell) => writer.write_field(cell.text()),
                        Value::Text(text) => writer.write_field(text),
                        other => writer.write_field(other.text()),
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
            #[cfg(feature = "parquet")]
            Self::Parquet(columns) => columns.row(values),
        }
    }

    pub(crate) fn finish(self) -> Outcome<()> {
        match self {
            Self::Delimited(mut writer) => Ok(writer.flush()?),
            Self::Lines { mut out, .. } => Ok(out.flush()?),
            #[cfg(feature = "parquet")]
            Self::Parquet(columns) => columns.finish(),
        }
    }
}

/// JSON and Parquet want every name once: a repeated header gets a number.
fn unique(headers: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(headers.len());
    for header in headers {
        let mut name = header.clone();
        let mut number = 2;
        while names.contains(&name) {
            name = format!("{header}_{number}");
            number += 1;
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

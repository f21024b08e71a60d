//! Rows of values → Arrow IPC, as a file or a stream; numbers are numbers, everything else is text.

use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Float64Array, RecordBatch};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::Value;
use crate::failure::{Failure, Outcome};

type Out = Box<dyn Write + Send>;

/// A batch is kept in memory until it is full.
const BATCH_ROWS: usize = 100_000;

/// Rows, gathered into columns. Which columns are numbers is known with the first batch.
pub(crate) struct Batches {
    headers: Vec<String>,
    state: State,
    columns: Vec<Column>,
    rows: usize,
}

enum State {
    Waiting { out: Out, stream: bool },
    File(FileWriter<Out>, SchemaRef),
    Stream(StreamWriter<Out>, SchemaRef),
    Failed,
}

#[derive(Default)]
struct Column {
    number: Option<bool>,
    texts: StringBuilder,
    numbers: Vec<Option<f64>>,
}

fn wrong(error: ArrowError) -> Failure {
    match error {
        ArrowError::IoError(_, error) => error.into(),
        other => Failure::Wrong(format!("the Arrow result cannot be written: {other}")),
    }
}

impl Batches {
    /// Into a file that can be read at any place, or a stream that can be read as it comes.
    pub(super) fn new(headers: &[String], stream: bool, out: Out) -> Self {
        let columns = headers.iter().map(|_| Column::default()).collect();
        let state = State::Waiting { out, stream };
        Self { headers: headers.to_vec(), state, columns, rows: 0 }
    }

    pub(super) fn row(&mut self, values: &[Value<'_>]) -> Outcome<()> {
        for (column, value) in self.columns.iter_mut().zip(values) {
            let number = value.number();
            let nothing = matches!(value, Value::Nothing);
            if !nothing {
                column.number.get_or_insert(number.is_some());
            }
            column.numbers.push(number);
            if nothing || number.is_some() || value.is_absent() {
                column.texts.append_null();
            } else {
                column.texts.append_value(value.text());
            }
        }
        self.rows += 1;
        if self.rows == BATCH_ROWS { self.flush() } else { Ok(()) }
    }

    fn open(&mut self) -> Outcome<()> {
        let fields = self.headers.iter().zip(&self.columns).map(|(header, column)| {
            let number = column.number == Some(true);
            Field::new(header, if number { DataType::Float64 } else { DataType::Utf8 }, true)
        });
        let schema: SchemaRef = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        self.state = match std::mem::replace(&mut self.state, State::Failed) {
            State::Waiting { out, stream: true } => {
                State::Stream(StreamWriter::try_new(out, &schema).map_err(wrong)?, schema)
            }
            State::Waiting { out, stream: false } => {
                State::File(FileWriter::try_new(out, &schema).map_err(wrong)?, schema)
            }
            open => open,
        };
        Ok(())
    }

    fn flush(&mut self) -> Outcome<()> {
        self.open()?;
        let (State::File(_, schema) | State::Stream(_, schema)) = &self.state else {
            return Ok(());
        };
        let arrays = self.columns.iter_mut().zip(schema.fields()).map(|(column, field)| {
            let numbers = std::mem::take(&mut column.numbers);
            let texts = column.texts.finish();
            if *field.data_type() == DataType::Float64 {
                Arc::new(Float64Array::from(numbers)) as ArrayRef
            } else {
                Arc::new(texts) as ArrayRef
            }
        });
        let batch = RecordBatch::try_new(schema.clone(), arrays.collect()).map_err(wrong)?;
        self.rows = 0;
        match &mut self.state {
            State::File(writer, _) => writer.write(&batch),
            State::Stream(writer, _) => writer.write(&batch),
            _ => Ok(()),
        }
        .map_err(wrong)
    }

    pub(super) fn finish(mut self) -> Outcome<()> {
        if self.rows > 0 || matches!(self.state, State::Waiting { .. }) {
            self.flush()?;
        }
        let mut out = match self.state {
            State::File(mut writer, _) => {
                writer.finish().map_err(wrong)?;
                writer.into_inner().map_err(wrong)?
            }
            State::Stream(mut writer, _) => {
                writer.finish().map_err(wrong)?;
                writer.into_inner().map_err(wrong)?
            }
            State::Waiting { out, .. } => out,
            State::Failed => return Ok(()),
        };
        Ok(out.flush()?)
    }
}

//! Rows of values → Arrow IPC, as a file or a stream; numbers are numbers, everything else is text.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::Value;
use super::gathered::{Column, Gathered};
use crate::failure::{Failure, Outcome};

type Out = Box<dyn Write + Send>;

/// Rows on their way into a file or stream, a batch at a time.
pub(crate) struct Batches {
    gathered: Gathered,
    state: State,
}

enum State {
    Waiting { out: Out, stream: bool },
    File(FileWriter<Out>, SchemaRef),
    Stream(StreamWriter<Out>, SchemaRef),
    Failed,
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
        Self { gathered: Gathered::new(headers), state: State::Waiting { out, stream } }
    }

    pub(super) fn row(&mut self, values: &[Value<'_>]) -> Outcome<()> {
        self.gathered.row(values);
        if self.gathered.is_full() { self.flush() } else { Ok(()) }
    }

    fn open(&mut self) -> Outcome<()> {
        let columns = self.gathered.headers.iter().zip(&self.gathered.columns);
        let fields = columns.map(|(header, column)| {
            let kind = if column.is_number() { DataType::Float64 } else { DataType::Utf8 };
            Field::new(header, kind, true)
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
        let schema = schema.clone();
        let arrays = self.gathered.take().into_iter().map(|column| -> ArrayRef {
            match column {
                Column::Numbers(numbers) => Arc::new(Float64Array::from(numbers)),
                Column::Texts(texts) => Arc::new(StringArray::from(texts)),
                Column::Nothing(rows) => Arc::new(StringArray::new_null(rows)),
            }
        });
        let batch = RecordBatch::try_new(schema, arrays.collect()).map_err(wrong)?;
        match &mut self.state {
            State::File(writer, _) => writer.write(&batch),
            State::Stream(writer, _) => writer.write(&batch),
            _ => Ok(()),
        }
        .map_err(wrong)
    }

    pub(super) fn finish(mut self) -> Outcome<()> {
        if !self.gathered.is_empty() || matches!(self.state, State::Waiting { .. }) {
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

//! Rows of values → Arrow IPC, as a file or a stream, or Parquet: batches of columns, whichever it
//! is; numbers are numbers, everything else is text.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use super::Value;
use super::gathered::{Column, Gathered};
use crate::failure::{Failure, Outcome};

type Out = Box<dyn Write + Send>;

/// What batches are written as.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    /// Can be read at any place.
    #[cfg(feature = "arrow")]
    File,
    /// Can be read as it comes.
    #[cfg(feature = "arrow")]
    Stream,
    #[cfg(feature = "parquet")]
    Parquet,
}

/// Rows on their way into a file or stream, a batch at a time.
pub(crate) struct Batches {
    gathered: Gathered,
    state: State,
}

enum State {
    Waiting { out: Out, form: Form },
    Open { writer: Box<dyn Writer>, schema: SchemaRef },
    Failed,
}

/// What writes batches.
trait Writer {
    fn write(&mut self, batch: &RecordBatch) -> Outcome<()>;
    fn finish(self: Box<Self>) -> Outcome<()>;
}

fn wrong(error: impl std::fmt::Display) -> Failure {
    Failure::Wrong(format!("the result cannot be written: {error}"))
}

impl Batches {
    pub(super) fn new(headers: &[String], form: Form, out: Out) -> Self {
        Self { gathered: Gathered::new(headers), state: State::Waiting { out, form } }
    }

    pub(super) fn row(&mut self, values: &[Value<'_>]) -> Outcome<()> {
        self.gathered.row(values);
        if self.gathered.is_full() { self.flush() } else { Ok(()) }
    }

    fn open(&self, out: Out, form: Form) -> Outcome<State> {
        let columns = self.gathered.headers.iter().zip(&self.gathered.columns);
        let fields = columns.map(|(header, column)| {
            let kind = if column.is_number() { DataType::Float64 } else { DataType::Utf8 };
            Field::new(header, kind, true)
        });
        let schema: SchemaRef = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let writer: Box<dyn Writer> = match form {
            #[cfg(feature = "arrow")]
            Form::File => Box::new(ipc::file(out, &schema)?),
            #[cfg(feature = "arrow")]
            Form::Stream => Box::new(ipc::stream(out, &schema)?),
            #[cfg(feature = "parquet")]
            Form::Parquet => Box::new(groups::file(out, &schema)?),
        };
        Ok(State::Open { writer, schema })
    }

    fn flush(&mut self) -> Outcome<()> {
        self.state = match std::mem::replace(&mut self.state, State::Failed) {
            State::Waiting { out, form } => self.open(out, form)?,
            state => state,
        };
        let State::Open { writer, schema } = &mut self.state else { return Ok(()) };
        let arrays = self.gathered.take().into_iter().map(|column| -> ArrayRef {
            match column {
                Column::Numbers(numbers) => Arc::new(Float64Array::from(numbers)),
                Column::Texts(texts) => Arc::new(StringArray::from(texts)),
                Column::Nothing(rows) => Arc::new(StringArray::new_null(rows)),
            }
        });
        writer.write(&RecordBatch::try_new(schema.clone(), arrays.collect()).map_err(wrong)?)
    }

    pub(super) fn finish(mut self) -> Outcome<()> {
        if !self.gathered.is_empty() || matches!(self.state, State::Waiting { .. }) {
            self.flush()?;
        }
        match self.state {
            State::Open { writer, .. } => writer.finish(),
            State::Waiting { .. } | State::Failed => Ok(()),
        }
    }
}

#[cfg(feature = "arrow")]
mod ipc {
    use arrow_ipc::writer::{FileWriter, StreamWriter};
    use arrow_schema::ArrowError;

    use super::{Failure, Out, Outcome, RecordBatch, SchemaRef, Writer};

    /// A closed pipe stays a closed pipe.
    fn wrong(error: ArrowError) -> Failure {
        match error {
            ArrowError::IoError(_, error) => error.into(),
            other => super::wrong(other),
        }
    }

    pub(super) fn file(out: Out, schema: &SchemaRef) -> Outcome<FileWriter<Out>> {
        FileWriter::try_new(out, schema).map_err(wrong)
    }

    pub(super) fn stream(out: Out, schema: &SchemaRef) -> Outcome<StreamWriter<Out>> {
        StreamWriter::try_new(out, schema).map_err(wrong)
    }

    impl Writer for FileWriter<Out> {
        fn write(&mut self, batch: &RecordBatch) -> Outcome<()> {
            self.write(batch).map_err(wrong)
        }

        fn finish(self: Box<Self>) -> Outcome<()> {
            // Taken apart after it has ended the file.
            Ok((*self).into_inner().map_err(wrong)?.flush()?)
        }
    }

    impl Writer for StreamWriter<Out> {
        fn write(&mut self, batch: &RecordBatch) -> Outcome<()> {
            self.write(batch).map_err(wrong)
        }

        fn finish(self: Box<Self>) -> Outcome<()> {
            Ok((*self).into_inner().map_err(wrong)?.flush()?)
        }
    }
}

#[cfg(feature = "parquet")]
mod groups {
    use parquet::arrow::ArrowWriter;
    use parquet::arrow::arrow_writer::ArrowWriterOptions;
    use parquet::basic::Compression;
    use parquet::file::properties::WriterProperties;

    use super::{Out, Outcome, RecordBatch, SchemaRef, Writer, wrong};

    pub(super) fn file(out: Out, schema: &SchemaRef) -> Outcome<ArrowWriter<Out>> {
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        // What its columns are, Parquet says itself.
        let options = ArrowWriterOptions::new()
            .with_properties(properties)
            .with_skip_arrow_metadata(true)
            .with_schema_root("mentions".to_owned());
        ArrowWriter::try_new_with_options(out, schema.clone(), options).map_err(wrong)
    }

    impl Writer for ArrowWriter<Out> {
        /// A batch is a group.
        fn write(&mut self, batch: &RecordBatch) -> Outcome<()> {
            self.write(batch).and_then(|()| self.flush()).map_err(wrong)
        }

        fn finish(self: Box<Self>) -> Outcome<()> {
            Ok((*self).into_inner().map_err(wrong)?.flush()?)
        }
    }
}

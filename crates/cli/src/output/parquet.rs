//! Rows of values → a Parquet file; numbers are numbers, everything else is text.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::Value;
use super::gathered::{Column, Gathered};
use crate::failure::{Failure, Outcome};

/// Rows on their way into a file, a group at a time.
pub(crate) struct Groups {
    gathered: Gathered,
    out: Option<Box<dyn Write + Send>>,
    writer: Option<SerializedFileWriter<Box<dyn Write + Send>>>,
}

fn wrong(error: ParquetError) -> Failure {
    Failure::Wrong(format!("the Parquet file cannot be written: {error}"))
}

impl Groups {
    pub(super) fn new(headers: &[String], out: Box<dyn Write + Send>) -> Self {
        Self { gathered: Gathered::new(headers), out: Some(out), writer: None }
    }

    pub(super) fn row(&mut self, values: &[Value<'_>]) -> Outcome<()> {
        self.gathered.row(values);
        if self.gathered.is_full() { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Outcome<()> {
        if let Some(out) = self.out.take() {
            let fields = self.gathered.headers.iter().zip(&self.gathered.columns);
            let fields = fields
                .map(|(header, column)| schema(header, column.is_number()))
                .collect::<Result<Vec<_>, _>>()
                .map_err(wrong)?;
            let schema = Type::group_type_builder("mentions").with_fields(fields).build();
            let properties =
                WriterProperties::builder().set_compression(Compression::SNAPPY).build();
            let schema = Arc::new(schema.map_err(wrong)?);
            let writer = SerializedFileWriter::new(out, schema, Arc::new(properties));
            self.writer = Some(writer.map_err(wrong)?);
        }
        let Some(writer) = &mut self.writer else {
            return Ok(());
        };
        let mut group = writer.next_row_group().map_err(wrong)?;
        for column in self.gathered.take() {
            let Some(mut sink) = group.next_column().map_err(wrong)? else {
                break;
            };
            match column {
                Column::Numbers(numbers) => {
                    let levels = levels(&numbers);
                    let numbers: Vec<f64> = numbers.into_iter().flatten().collect();
                    sink.typed::<DoubleType>().write_batch(&numbers, Some(&levels), None)
                }
                Column::Texts(values) => {
                    let levels = levels(&values);
                    let values = values.iter().flatten().map(|text| text.as_str().into());
                    sink.typed::<ByteArrayType>().write_batch(
                        &values.collect::<Vec<ByteArray>>(),
                        Some(&levels),
                        None,
                    )
                }
                Column::Nothing(rows) => {
                    sink.typed::<ByteArrayType>().write_batch(&[], Some(&vec![0; rows]), None)
                }
            }
            .map_err(wrong)?;
            sink.close().map_err(wrong)?;
        }
        group.close().map_err(wrong)?;
        Ok(())
    }

    pub(super) fn finish(mut self) -> Outcome<()> {
        if !self.gathered.is_empty() || self.writer.is_none() {
            self.flush()?;
        }
        if let Some(writer) = self.writer.take() {
            let mut out = writer.into_inner().map_err(wrong)?;
            out.flush()?;
        }
        Ok(())
    }
}

fn schema(header: &str, is_number: bool) -> Result<Arc<Type>, ParquetError> {
    let physical = if is_number { Physical::DOUBLE } else { Physical::BYTE_ARRAY };
    let builder =
        Type::primitive_type_builder(header, physical).with_repetition(Repetition::OPTIONAL);
    let builder =
        if is_number { builder } else { builder.with_converted_type(ConvertedType::UTF8) };
    builder.build().map(Arc::new)
}

/// 1 where there is a value, 0 where there is none.
fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    values.iter().map(|value| i16::from(value.is_some())).collect()
}
